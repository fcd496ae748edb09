"""The product on one page: subject -> inventory -> plan -> assess -> judge -> record -> report."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from seatrial.app import wiring
from seatrial.app.bank import asked_of_bank, read_bank
from seatrial.app.choose import choose_target
from seatrial.app.companions import asked_of_attacker, named, opened
from seatrial.app.declaration import read_declaration
from seatrial.app.events import declared_events, read_events
from seatrial.app.facts import gather, measured
from seatrial.app.forms import asked_of_forms, forms_opened, lacking_forms
from seatrial.app.keep import choose_directory, keep, make_directory
from seatrial.app.locate import Located, locate
from seatrial.app.notebook import Review
from seatrial.app.transcripts import logs_of
from seatrial.domain.bank import Bank
from seatrial.domain.ceiling import Ceiling
from seatrial.domain.declaration import Declaration
from seatrial.domain.event import Event
from seatrial.domain.inventory import Fact, Inventory
from seatrial.domain.plan import Plan
from seatrial.domain.predicate import Truth
from seatrial.domain.regime import Regime
from seatrial.domain.target import TargetSpec
from seatrial.domain.verdict import Waiver
from seatrial.plan.build import Asked, build
from seatrial.regimes import shipped
from seatrial.regimes.judge import judge_all
from seatrial.regimes.predicates import evaluate, strongest
from seatrial.version import __version__

OnEvent = Callable[[object], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was asked for: the arguments of one review."""

    model: str
    """A path, `hf:ORG/NAME[@REVISION]`, or an http(s) URL of an OpenAI-compatible endpoint."""
    regimes: tuple[str, ...] = (shipped.DEFAULT,)
    declare: Path | None = None
    events: Path | None = None
    """File of what happened in the case."""
    out: Path | None = None
    """Directory for what the review leaves behind; `None` chooses `<name>.review` here."""
    static: bool = False
    """Run and ask nothing: files only."""
    offline: bool = False
    cache: bool = True
    seed: int = 0
    served_model: str = ""
    """For endpoints: the model name to send."""
    bank: Path | None = None
    """Private test bank."""
    attacker: str = ""
    """A second model, for suites in which one attacks: a file, or a URL with the model's name behind `#`."""
    judge: str = ""
    """A second model that reads answers of which fixed rules can make nothing."""
    all_forms: bool = False
    """Ask every form that the files hold, and compare them."""
    ceiling: Ceiling | None = None
    """The most that asking may cost."""
    answer_seconds: float = 120.0
    """For endpoints: the most one answer may take."""
    concurrency: int = 4
    """For endpoints: how many questions are asked at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A review ready to run: everything known before a check starts."""

    order: Order
    located: Located
    directory: Path
    """Where the review will be kept."""
    inventory: Inventory
    chunks: tuple[bytes, ...] | None
    """BLAKE3 of every chunk of every file, in order; None when they were not hashed."""
    declaration: Declaration | None
    facts: tuple[Fact, ...]
    events: tuple[Event, ...]
    """What happened in the case, beside what the declaration plans."""
    regimes: tuple[Regime, ...]
    target: TargetSpec | None
    bank: Bank | None
    plan: Plan
    started_at: datetime.datetime


def review(
    model: str | Path,
    *,
    regimes: Sequence[str] = (shipped.DEFAULT,),
    declare: str | Path | None = None,
    out: str | Path | None = None,
    static: bool = False,
    offline: bool = True,
    on_event: OnEvent | None = None,
) -> Review:
    """Review `model` under `regimes` and keep the result in `out`.

    Returns the review, which shows itself as the report in a notebook. Raises `UsageError` and `RegimeError`
    for what the caller must change, and `OperationError` for disk and network; faults of the model are in
    the review.
    """
    order = Order(
        model=str(model),
        regimes=tuple(regimes),
        declare=Path(declare) if declare else None,
        out=Path(out) if out else None,
        static=static,
        offline=offline,
    )
    return carry_out(prepare(order, on_event), on_event)


def prepare(order: Order, on_event: OnEvent | None = None) -> Prepared:
    """Everything up to the plan. Reads every byte of the subject once; runs nothing of it."""
    started_at = datetime.datetime.now(datetime.UTC)
    regimes = tuple(shipped.find(reference) for reference in dict.fromkeys(order.regimes))
    located = locate(order.model, offline=order.offline)
    directory = choose_directory(order.out, located)
    bank = read_bank(order.bank) if order.bank else None
    declaration = read_declaration(located.path, order.declare)
    inventory, chunks = wiring.take_chunked(located, order.served_model, on_event)
    facts = gather(inventory, declaration)
    target = choose_target(located, inventory, order)
    plan = build(
        tuple(regime.id for regime in regimes),
        [
            *_asked(regimes, facts),
            *asked_of_bank(bank),
            *asked_of_attacker(order.attacker),
            *asked_of_forms(order.all_forms),
        ],
        wiring.checks(),
        inventory,
        wiring.capabilities(
            inventory,
            target,
            declaration,
            static=order.static,
            bank=bank,
            attacker=bool(order.attacker),
            besides=lacking_forms(located, inventory, target, all_forms=order.all_forms),
        ),
        seed=order.seed,
    )
    return Prepared(
        order=order,
        located=located,
        directory=directory,
        inventory=inventory,
        chunks=chunks,
        declaration=declaration,
        facts=facts,
        events=read_events(order.events) if order.events else (),
        regimes=regimes,
        target=target,
        bank=bank,
        plan=plan,
        started_at=started_at,
    )


def carry_out(prepared: Prepared, on_event: OnEvent | None = None, waivers: tuple[Waiver, ...] = ()) -> Review:
    """Run the plan, judge, sign, and keep everything in the output directory."""
    order, inventory = prepared.order, prepared.inventory
    make_directory(prepared.directory)
    signer = wiring.signer()
    store = wiring.open_store(cached=order.cache)
    began = prepared.started_at.timestamp()
    with (
        opened(named(order.attacker, order.judge), prepared.plan, offline=order.offline) as companions,
        forms_opened(prepared.plan, inventory, prepared.located, prepared.target, began) as compared,
    ):
        assessment = wiring.assess(
            prepared.plan,
            inventory,
            declaration=prepared.declaration,
            located=prepared.located,
            target=prepared.target,
            store=store,
            began=prepared.started_at,
            on_event=on_event,
            bank=prepared.bank,
            companions={**companions, **compared},
            ceiling=order.ceiling,
        )
    facts = (*prepared.facts, *measured(assessment))
    events = (*declared_events(prepared.declaration, prepared.started_at), *prepared.events)
    now = datetime.datetime.now(datetime.UTC)
    found = Review(
        inventory=inventory,
        declaration=prepared.declaration,
        facts=facts,
        assessment=assessment,
        verdicts=judge_all(prepared.regimes, facts, assessment, events, now, waivers=waivers),
        started_at=prepared.started_at,
        finished_at=now,
        tool_version=__version__,
        events=events,
        environment=wiring.environment(),
        signer=signer.key_id,
    )
    logs = logs_of(found, lambda item: store.evidence(item.digest))
    keep(found, prepared.directory, store, signer, chunks=prepared.chunks, logs=logs)
    return found


def _asked(regimes: tuple[Regime, ...], facts: tuple[Fact, ...]) -> list[Asked]:
    """Requirements that concern the subject, or may: only those known not to are left out."""
    known = strongest(facts)
    return [
        Asked(regime_id=regime.id, requirement=requirement)
        for regime in regimes
        for requirement in regime.requirements
        if requirement.when is None or evaluate(requirement.when, known).truth is not Truth.FALSE
    ]
