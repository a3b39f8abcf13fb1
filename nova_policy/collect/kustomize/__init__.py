"""Kustomize: found, guarded, rendered by the real program, and every rendered value led back to its line."""

from nova_policy.collect.kustomize.collection import KustomizeResult, collect_kustomize, find_kustomizations

__all__ = ["KustomizeResult", "collect_kustomize", "find_kustomizations"]
