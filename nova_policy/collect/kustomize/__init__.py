"""Kustomize: found, guarded, rendered by the real program, and every rendered value led back to its line."""
