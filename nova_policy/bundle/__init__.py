"""Policies on their way to an engine: compiled, packed, and read back."""
