"""Which files are still those that the inventory describes, and where they lie."""

import hashlib
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from seatrial.assess.contexts import FileState, place, state_of
from seatrial.assess.conversation import Model
from seatrial.domain.inventory import ArtifactEntry, Inventory
from seatrial.domain.target import TargetSpec

_CLOCK_SECONDS: Final = 2.0
"""How far the clock of a file system is trusted to agree with ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Every top-level file by its path in the inventory."""

    states: dict[str, FileState | None] = field(default_factory=dict)
    """State while the digest is known to hold; None for a file that is gone or changed."""
    locations: dict[str, str] = field(default_factory=dict)
    """Where a file lies that is reached through a link of a hub's cache."""


def watch(inventory: Inventory, root: Path | None, began: float | None) -> Watched:
    """Look at every file again.

    `began` is when the inventory began (seconds since the epoch): a file whose attributes did not change since then
    is the one that was hashed. Others are hashed again, and all of them are when it is not known.
    """
    watched = Watched()
    for entry in inventory.artifacts if root is not None else ():
        if entry.container or root is None:
            continue
        location = place(root, entry.path)
        if Path(location).is_symlink():
            location = os.path.realpath(location)
            watched.locations[entry.path] = location
        watched.states[entry.path] = _state(entry, location, began)
    return watched


def model_at(paths: Sequence[str], spec: TargetSpec | None, root: Path | None, watched: Watched) -> Model | None:
    """The files that are run, as they must stay; None for a model elsewhere."""
    if not paths or spec is None or root is None:
        return None
    places = {watched.locations.get(path) or place(root, path): watched.states.get(path) for path in paths}
    directory = spec.location if Path(spec.location).is_dir() else ""
    return Model(path=spec.name, states=places, directory=directory, names=frozenset(Path(p).name for p in paths))


def _state(entry: ArtifactEntry, location: str, began: float | None) -> FileState | None:
    try:
        descriptor = os.open(location, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size != entry.size:
            return None
        untouched = began is not None and status.st_ctime < began - _CLOCK_SECONDS
        try:
            same = untouched or hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256
        except OSError:
            return None
        return state_of(status) if same and state_of(os.fstat(descriptor)) == state_of(status) else None
