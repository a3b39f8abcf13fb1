"""Policies on the test bench: compiled strictly, held to their contract, tested, and how far the tests reach."""
