"""Under which key an outcome or an answer is kept: everything that could change it, and nothing else."""

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

from seatrial.assess.contexts import place
from seatrial.assess.limits import is_remote
from seatrial.documents import to_builtins
from seatrial.domain.bank import Bank
from seatrial.domain.check import Check, Need, Scope
from seatrial.domain.context import FORM
from seatrial.domain.declaration import Declaration, supplied
from seatrial.domain.inventory import ArtifactEntry, Inventory
from seatrial.domain.plan import PlannedCheck
from seatrial.domain.target import TargetSpec
from seatrial.version import __version__

_PACKAGES: Final = {
    Need.WEIGHTS_EXTRA: ("numpy",),
    Need.TARGET: ("xllamacpp", "llama-cpp-python", "transformers", "torch"),
    Need.CANARIES: (),
    Need.BANK: (),
    Need.ATTACKER: (),
    Need.FORMS: ("xllamacpp", "transformers", "torch"),
}
"""Packages outside this one whose version could change what a check with such a need says."""
UNBOUND_SECONDS: Final = 3600.0
"""How long answers of an endpoint are remembered: enough to go on after an interruption, since nothing binds them."""


def digest_of(value: object) -> str:
    """SHA-256 of a value's canonical JSON, 64 hex digits. Escaped to ASCII, so that any name has a form."""
    text = json.dumps(to_builtins(value), sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def concerns(part: str, check: Check) -> bool:
    """Whether a companion could change what a check of the model says."""
    return check.scope is Scope.TARGET and (not part.startswith(FORM) or Need.FORMS in check.needs)


class Identified(Protocol):
    """A companion, as far as keys go."""

    @property
    def identity(self) -> str:
        """What could change its answers: the digest of its file, or what was declared of it."""

    @property
    def bound(self) -> bool:
        """Whether its identity is its bytes."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys for one subject, declaration and target."""

    subject: str
    """Digest of the subject's digests."""
    whole: str
    """Digest of inventory and declaration together."""
    supplied: str
    """Digest of what was declared for suites to work with."""
    target: str
    """Digest of what could change an answer."""
    bound: bool
    """The bytes that answer are under review, so that what they said before still holds."""
    entries: Mapping[str, ArtifactEntry]
    bank: str = ""
    """Digest of the private test bank."""
    companions: tuple[tuple[str, str], ...] = ()
    """Part and identity of every companion."""
    companions_bound: bool = True
    """Every companion is bytes that are known, so that what it said before still holds."""

    def outcome(self, check: Check, planned: PlannedCheck, seed: int, network: str) -> str:
        """The key of a check's outcome; empty when it must not be re-used."""
        asks = check.scope is Scope.TARGET
        if asks and not (self.bound and self.companions_bound):
            return ""
        companions = [(part, identity) for part, identity in self.companions if concerns(part, check)]
        return digest_of(
            {
                "check": check.id,
                "version": check.version,
                "seatrial": __version__,
                "python": list(sys.version_info[:2]),
                "packages": [[name, _installed(name)] for need in check.needs for name in _PACKAGES[need]],
                "inputs": self._inputs(check, planned),
                "bounds": to_builtins(planned.bounds),
                "seed": seed if asks else None,
                "target": self.target if asks else None,
                **({"companions": companions} if asks and companions else {}),
                "network": network,
            }
        )

    def answer(self, question: str, versions: Mapping[str, str]) -> str:
        """The key of one answer of the target, by the question's digest and the versions that the target reports."""
        return digest_of([self.subject, self.target, dict(versions), question])

    @property
    def answers_last(self) -> float | None:
        """How many seconds an answer may be old; None for no limit."""
        return None if self.bound else UNBOUND_SECONDS

    def _inputs(self, check: Check, planned: PlannedCheck) -> object:
        if check.scope is Scope.TARGET:
            return [self.subject, self.supplied, *([self.bank] if Need.BANK in check.needs else [])]
        if check.scope is Scope.SUBJECT or not planned.artifacts:
            return self.whole
        return [[to_builtins(self.entries[path]), self._covering(path)] for path in planned.artifacts]

    def _covering(self, path: str) -> str:
        """The digest that covers an artifact's bytes: its own, or that of the outermost container."""
        entry = self.entries[path]
        while entry.container:
            entry = self.entries[entry.container]
        return entry.sha256


def keys_for(
    inventory: Inventory,
    declaration: Declaration | None,
    spec: TargetSpec | None,
    root: Path | None,
    *,
    bank: Bank | None = None,
    companions: Mapping[str, Identified] = MappingProxyType({}),
) -> Keys:
    """Keys for one run."""
    timeless = replace(inventory, spent={})
    return Keys(
        subject=digest_of(inventory.subject.digest),
        whole=digest_of([to_builtins(timeless), to_builtins(declaration)]),
        supplied=digest_of(supplied(declaration)),
        bank=bank.digest if bank else "",
        companions=tuple(sorted((part, one.identity) for part, one in companions.items())),
        companions_bound=all(one.bound for one in companions.values()),
        target=digest_of([spec.kind, spec.name, spec.model, dict(spec.parameters)]) if spec else "",
        bound=inventory.subject.identity == "bytes" and bool(model_files(inventory, spec, root)),
        entries={entry.path: entry for entry in inventory.artifacts},
    )


def model_files(inventory: Inventory, spec: TargetSpec | None, root: Path | None) -> tuple[str, ...]:
    """Which of the files under review are run, by their paths in the inventory; none for a model elsewhere.

    Of a directory they are all that lie in it, since a library may read any of them.
    """
    if spec is None or root is None or not spec.location or is_remote(spec):
        return ()
    location, real = Path(spec.location), os.path.realpath(spec.location)
    files = [entry for entry in inventory.artifacts if not entry.container]
    if location.is_dir():
        beside = (entry for entry in files if os.path.realpath((root / entry.path).parent) == real)
        return tuple(entry.path for entry in beside)
    if not location.is_file():
        return ()
    size = location.stat().st_size
    candidates = (entry.path for entry in files if entry.size == size)
    return tuple(path for path in candidates if os.path.realpath(place(root, path)) == real)[:1]


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
