"""What the developer states: `seatrial.yaml` beside the model, or `--declare FILE`."""

import datetime
from dataclasses import dataclass, field
from typing import Final

CANARIES: Final = "privacy.canaries"
"""The fact that lists lines planted in the training data, each with the part in braces that was drawn at random."""
TRAINING_TEXTS: Final = "privacy.texts"
"""The fact that lists passages of the training data which must not come out word for word."""
RECORDS: Final = "privacy.records"
"""The fact that lists personal data in the training data: addresses, numbers, one a line."""
SUPPLIED: Final = (CANARIES, TRAINING_TEXTS, RECORDS)
"""Facts that hold material for suites. They are part of the review: what must not travel is not declared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody who answers questions about the model."""

    purpose: str
    """`security`, `review`, `privacy`, ..."""
    address: str
    """E-mail address or URL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Developer:
    """Who answers for the model."""

    name: str
    country: str = ""
    """ISO 3166-1 alpha-2."""
    revenue_usd: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """How and when it is planned to go out."""

    channel: str = ""
    """`open-weights`, `api`, `product`, `internal`."""
    planned_public_date: datetime.date | None = None
    planned_partner_date: datetime.date | None = None
    jurisdictions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """Declared facts. They are marked as declared wherever they are shown."""

    name: str
    version: str = ""
    developer: Developer | None = None
    license: str = ""
    """SPDX expression."""
    base_model: str = ""
    """Name and revision of the model it was made from, or `none` for one trained from scratch."""
    intended_use: str = ""
    out_of_scope_use: str = ""
    training_flop: float | None = None
    """Floating-point operations of training, all stages."""
    recipe: str = ""
    """How the weights were made from the base, in words."""
    training_data: str = ""
    limitations: str = ""
    release: Release = Release()
    contacts: tuple[Contact, ...] = ()
    facts: dict[str, str | float | int | bool | tuple[str, ...]] = field(default_factory=dict)
    """Further facts by dotted name, for regimes that ask for more."""


def supplied(declaration: Declaration | None) -> dict[str, tuple[str, ...]]:
    """Material for suites, by the name of its fact; one text alone is a list of one."""
    stated = declaration.facts if declaration else {}
    values = ((name, stated.get(name)) for name in SUPPLIED)
    return {
        name: (value,) if isinstance(value, str) else value for name, value in values if isinstance(value, str | tuple)
    }
