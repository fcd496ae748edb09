"""How much a worker may take."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from seatrial.domain.plan import PlannedCheck
from seatrial.domain.target import TargetSpec

GIB: Final = 1024**3
_DNS: Final = 53
_LIBRARY_BYTES: Final = 8 * GIB
"""Address space for PyTorch with what it maps, and for computing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one run. Address space counts everything mapped, threads' stacks and the model's file included."""

    static_memory_bytes: int = 2 * GIB
    target_memory_bytes: int | None = None
    """None for twice the model's files and 4 GiB (8 for PyTorch); for a model elsewhere, a static worker's."""
    check_seconds: float = 300.0
    """Wall time that every check may take."""
    slack: float = 20.0
    """How many times the expected time is granted besides."""
    cpu_seconds: int | None = None
    """Processor time of one worker; None for all wall times together on every processor."""
    open_seconds: float = 900.0
    """Wall time to load a model."""
    start_seconds: float = 120.0
    """Wall time to start a worker and hand it the inventory."""
    open_files: int = 256
    leave_out: tuple[str, ...] = ()
    """Protections not to ask for, by name; each is recorded as absent."""

    def seconds(self, planned: PlannedCheck) -> float:
        """Wall time that one check may take."""
        return self.check_seconds + self.slack * planned.expected_seconds

    def memory(self, target: TargetSpec | None) -> int:
        """Bytes of address space for a worker that opens this target, or none."""
        if target is None:
            return self.static_memory_bytes
        if self.target_memory_bytes is not None:
            return self.target_memory_bytes
        if is_remote(target):
            return self.static_memory_bytes
        size = _size(Path(target.location))
        return 2 * size + (_LIBRARY_BYTES if target.kind == "transformers" else 4 * GIB)


def _size(location: Path) -> int:
    """Bytes of a model's file, or of the files with tensors in its directory; 0 where nothing can be seen."""
    try:
        if location.is_dir():
            return sum(path.stat().st_size for path in location.glob("*.safetensors"))
        return location.stat().st_size
    except OSError:
        return 0


def listens(target: TargetSpec) -> bool:
    """Whether the library that runs it insists on listening on a port."""
    return target.kind == "llamacpp"


def is_remote(target: TargetSpec) -> bool:
    """Whether the model runs elsewhere and is reached over the network."""
    return target.location.startswith(("http://", "https://"))


def ports(target: TargetSpec) -> tuple[int, ...]:
    """TCP ports that reaching a remote target takes: its own, and that of names."""
    parts = urlsplit(target.location)
    return (parts.port or (443 if parts.scheme == "https" else 80), _DNS)
