"""The generated pages: one per policy, and their index."""
