"""What engines are called, for those who only choose among them."""

from __future__ import annotations

ENGINES = ("wasm", "conftest", "opa")
