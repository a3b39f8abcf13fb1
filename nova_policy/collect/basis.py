"""What something was derived from, as the key to what is kept of it on disk.

Facts and messages are made to hold no secret, but a command line can say one in ways that nobody foresees. What is
sealed by its basis can be read only by whoever has everything that it was derived from.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Basis:
    """A digest of what something was derived from, which itself is never written. It serves for sealing one text."""

    _digest: bytes = field(repr=False)

    @classmethod
    def of(cls, parts: Iterable[bytes]) -> Basis:
        """Return the basis that consists of *parts*, in their order."""
        found = hashlib.sha256()
        for part in parts:
            found.update(hashlib.sha256(part).digest())
        return cls(found.digest())

    @property
    def name(self) -> str:
        """What tells one basis from another."""
        return self.fingerprint(b"check")

    def fingerprint(self, text: bytes) -> str:
        """Return a digest of *text* that only those can compute who have the basis."""
        return hashlib.blake2b(text, digest_size=32, key=self._digest).hexdigest()

    def seal(self, text: bytes) -> str:
        """Return *text* as only those can read it who have the basis."""
        return base64.b64encode(self._crypt(text)).decode()

    def unseal(self, sealed: str) -> bytes:
        """Return what was sealed."""
        return self._crypt(base64.b64decode(sealed))

    def _crypt(self, text: bytes) -> bytes:
        """Seal or unseal: a basis serves for one text, so its bytes, made as many as are needed, are a one-time pad."""
        pad = hashlib.shake_256(b"seal" + self._digest).digest(len(text))
        return (int.from_bytes(text, "little") ^ int.from_bytes(pad, "little")).to_bytes(len(text), "little")
