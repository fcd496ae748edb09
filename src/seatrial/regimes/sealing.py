"""A threshold that stays secret until its holder opens it, and that nobody can exchange meanwhile."""

import hashlib
import hmac
from typing import Final

from seatrial.domain.errors import UsageError

_DOMAIN: Final = b"seatrial sealed threshold v1\n"
LEAST_SALT: Final = 32
"""Bytes. A threshold is easily guessed; without a salt, so would be its digest."""


def commit(threshold: str, salt: bytes) -> str:
    """What stands as `commitment` in the regime: `sha256:` over the salt and the threshold.

    Raises `UsageError` for a salt that is too short to hide anything.
    """
    if len(salt) < LEAST_SALT:
        raise UsageError("the salt is too short to hide a threshold", advice=f"draw {LEAST_SALT} random bytes")
    return "sha256:" + hashlib.sha256(_DOMAIN + len(salt).to_bytes(2, "big") + salt + threshold.encode()).hexdigest()


def opens(commitment: str, threshold: str, salt: bytes) -> bool:
    """Whether this is the threshold that was committed to."""
    return len(salt) >= LEAST_SALT and hmac.compare_digest(commit(threshold, salt), commitment)
