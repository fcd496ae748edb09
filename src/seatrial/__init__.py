"""Seatrial: one review of an AI model, run where it lives, verifiable by anyone.

>>> import seatrial
>>> review = seatrial.review("path/to/model", regimes=["open-weights-baseline"])  # doctest: +SKIP
>>> review.result  # doctest: +SKIP
<Result.NOT_CLEAR: 'not-clear'>

Importing this package loads nothing heavy; each name is loaded when it is first used.
"""

from typing import TYPE_CHECKING

from seatrial.version import __version__

if TYPE_CHECKING:
    from seatrial.app.review import Review, review
    from seatrial.app.verify import verify

__all__ = ["Review", "__version__", "review", "verify"]


def __getattr__(name: str) -> object:
    if name in ("Review", "review"):
        from seatrial.app import review as module  # noqa: PLC0415 - loaded on first use

        return getattr(module, name)
    if name == "verify":
        from seatrial.app import verify as verifying  # noqa: PLC0415 - loaded on first use

        return verifying.verify
    raise AttributeError(f"module 'seatrial' has no attribute {name!r}")
