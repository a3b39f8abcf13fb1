"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# Shared machines are slow at times; a test says what is right, a benchmark what is fast.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
