"""Builds the real parts: what this machine can do, which target, which store, which key."""

import datetime
import hashlib
import os
import platform
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from types import MappingProxyType
from typing import Final

from seatrial.app.catalogue import catalogue
from seatrial.app.choose import obstacle_of
from seatrial.app.file_pool import each_file
from seatrial.app.locate import Located
from seatrial.app.processors import processors, several_pay
from seatrial.assess.conversation import Companions
from seatrial.assess.pool import run
from seatrial.assess.store import KeepsResults, NullStore, Store
from seatrial.documents import canonical
from seatrial.domain.assessment import Assessment
from seatrial.domain.bank import Bank
from seatrial.domain.ceiling import Ceiling
from seatrial.domain.check import Check, Need
from seatrial.domain.declaration import CANARIES, Declaration, supplied
from seatrial.domain.inventory import Inventory, Subject, SubjectDigest, SubjectKind
from seatrial.domain.plan import Plan
from seatrial.domain.target import TargetSpec
from seatrial.inventory.digest import Resource, chunks_can_be_hashed, dir_hash1, oms_root
from seatrial.inventory.take import Root, TakenFile, lost, survey, take_alone
from seatrial.inventory.walk import Found
from seatrial.plan.build import Capabilities
from seatrial.record.keys import Signer, own_signer

OnEvent = Callable[[object], None]
WORKER: Final = (sys.executable, "-m", "seatrial.app.worker")
ENDPOINT_KEY: Final = "SEATRIAL_ENDPOINT_KEY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hashed:
    """Event: so much of the subject has been read."""

    done: int
    total: int
    path: str


def checks() -> Mapping[str, Check]:
    """The installed catalogue's facts by id."""
    return {check_id: entry.check for check_id, entry in catalogue().items()}


def take_inventory(located: Located, served_model: str, on_event: OnEvent | None) -> Inventory:
    """The inventory of files, or that of an endpoint, which has none."""
    return take_chunked(located, served_model, on_event, chunked=False)[0]


def take_chunked(
    located: Located, served_model: str, on_event: OnEvent | None, *, chunked: bool | None = None
) -> tuple[Inventory, tuple[bytes, ...] | None]:
    """The inventory of files, or that of an endpoint, which has none; and the digests of the files' chunks.

    The latter are None for an endpoint, and where the extra `chunks` is missing.
    """
    if located.path is None:
        return _endpoint_inventory(located, served_model), None

    def hashed(done: int, total: int, path: str) -> None:
        if on_event:
            on_event(Hashed(done=done, total=total, path=path))

    taken = survey(
        located.path,
        on_progress=hashed,
        take_all=_take_all,
        chunked=chunks_can_be_hashed() if chunked is None else chunked,
    )
    return taken.inventory, taken.chunks


def _take_all(files: Sequence[Found], root: Root) -> Iterable[TakenFile]:
    # Elsewhere new processes would run the caller's script again.
    if sys.platform != "linux" or not several_pay([found.size for found in files], processors()):
        return (take_alone(found, root) for found in files)
    return each_file(take_alone, lost, [(found, root) for found in files], processors())


def _endpoint_inventory(located: Located, served_model: str) -> Inventory:
    """An endpoint is named by the digest of what was declared of it; nothing binds it to weights."""
    declared = canonical({"url": located.url, "model": served_model})
    resource = Resource(path="endpoint", sha256=hashlib.sha256(declared).hexdigest(), size=0)
    digest = SubjectDigest(oms_root=oms_root([resource]), dir_hash1=dir_hash1([resource]))
    subject = Subject(name=located.name, kind=SubjectKind.ENDPOINT, digest=digest, size=0, identity="declared")
    return Inventory(subject=subject)


def capabilities(
    inventory: Inventory,
    target: TargetSpec | None,
    declaration: Declaration | None,
    *,
    static: bool,
    bank: Bank | None = None,
    attacker: bool = False,
    besides: Mapping[Need, str] = MappingProxyType({}),
) -> Capabilities:
    """Needs that are not met here, each with its reason; `besides` has those that were looked at elsewhere."""
    lacking: dict[Need, str] = dict(besides)
    if not attacker:
        lacking[Need.ATTACKER] = "needs a model that attacks, given with --attacker URL or FILE"
    if bank is None:
        lacking[Need.BANK] = "needs a private test bank, given with --bank FILE"
    if CANARIES not in supplied(declaration):
        lacking[Need.CANARIES] = f"needs planted lines, declared as the fact '{CANARIES}'"
    if find_spec("numpy") is None:
        lacking[Need.WEIGHTS_EXTRA] = "needs extra 'weights' (pip install 'seatrial[weights]')"
    if static:
        lacking[Need.TARGET] = "asks the model, and --static was given"
    elif obstacle := obstacle_of(target, inventory):
        lacking[Need.TARGET] = obstacle
    return Capabilities(lacking=lacking)


def assess(
    plan: Plan,
    inventory: Inventory,
    *,
    declaration: Declaration | None,
    located: Located,
    target: TargetSpec | None,
    store: KeepsResults,
    began: datetime.datetime,
    on_event: OnEvent | None,
    bank: Bank | None = None,
    companions: Companions = MappingProxyType({}),
    ceiling: Ceiling | None = None,
) -> Assessment:
    """Run the plan in contained workers of this interpreter."""
    return run(
        plan,
        inventory,
        declaration=declaration,
        root=located.path,
        checks=checks(),
        target=target,
        store=store,
        command=WORKER,
        on_event=on_event,
        secret=os.environ.get(ENDPOINT_KEY) or None,
        began=began.timestamp(),
        bank=bank,
        companions=companions,
        ceiling=ceiling,
    )


def open_store(*, cached: bool) -> KeepsResults:
    """The store in the user's cache directory, or one that forgets everything with this process."""
    return Store() if cached else NullStore()


def signer() -> Signer:
    """The local key, made on first use."""
    return own_signer()


def environment() -> dict[str, str]:
    """What a reader needs to repeat the review; nothing that names a person or machine."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "machine": platform.machine(),
        "processors": str(os.cpu_count() or 0),
    }
