"""What a suite asked and heard, as a log of Inspect: for its viewer, its data frames and whoever scores it again.

The layout is that of version 2 of Inspect's evaluation logs in JSON, which it reads without a line of ours. Made from
kept evidence alone, so that a review from before this existed, or from a machine without Inspect, has its logs too.
Evidence is what the model said and what a worker made of it: nothing in it is believed to have any shape.
"""

import base64
import datetime
import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from seatrial.domain.finding import Kind
from seatrial.domain.measurement import Measurement
from seatrial.domain.outcome import Outcome, Status

MEDIA_TYPE: Final = "application/vnd.inspect.eval-log+json"
LOG_VERSION: Final = 2
MOST_BYTES: Final = 24 * 1024 * 1024
"""Of evidence in one log. Inspect says most of a sample three times, and its viewer reads a log in JSON as a whole."""
_MOST_TOKENS: Final = 1_000_000_000
_ROLES: Final = ("system", "user", "assistant")
_STATUS: Final = {Status.COMPLETED: "success", Status.EXHAUSTED: "cancelled", Status.FAILED: "error"}
_WORD: Final = "outcome"
"""Name of the score that says in a word what happened."""
_UNTIMED: Final = "single turns are not timed: their times are those of the whole run"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the log is about, beside the outcome itself."""

    subject: str
    digest: str
    """Of the subject, or empty."""
    started_at: datetime.datetime
    finished_at: datetime.datetime
    tool_version: str
    titles: Mapping[str, str]
    """Titles of checks by id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One item of a check's evidence that holds samples, or else plain questions: its lines, one JSON value each."""

    title: str
    digest: str
    lines: Sequence[bytes]


def asked(outcome: Outcome) -> bool:
    """Whether there is something to make a log of: the check put questions, now or when its outcome was made."""
    return outcome.spent.queries > 0


def name_of(about: About, outcome: Outcome) -> str:
    """The file name by which Inspect knows a log in a directory."""
    moment = about.started_at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H-%M-%S+00-00")
    return f"{moment}_{_task(outcome)}_{_identity('task', about, outcome)}.json"


def render_log(about: About, outcome: Outcome, parts: Sequence[Part]) -> bytes:
    """The log of one suite. Lines that are no sample, or beyond `MOST_BYTES`, are left out and counted."""
    model = f"seatrial/{_said(outcome.examined[0] if outcome.examined else about.subject)}"
    samples, unread = _samples(parts, model, about)
    log = {
        "version": LOG_VERSION,
        "status": _STATUS.get(outcome.status, "error"),
        "eval": _spec(about, outcome, model, samples) | {"metadata": _metadata(about, outcome, parts, unread)},
        "plan": {"name": "plan", "steps": [{"solver": "seatrial/dialogue", "params": {}}], "config": _SETTINGS},
        "results": {
            "total_samples": len(samples),
            "completed_samples": len(samples),
            "scores": [_score(measured) for measured in outcome.measurements],
        },
        "stats": {
            "started_at": about.started_at.isoformat(),
            "completed_at": about.finished_at.isoformat(),
            "model_usage": {model: _usage(outcome.spent.tokens)},
        },
        "samples": samples,
    }
    if outcome.status is Status.FAILED:
        log["error"] = {"message": _said(outcome.reason), "traceback": "", "traceback_ansi": ""}
    return json.dumps(log, allow_nan=False, indent=1).encode()


_SETTINGS: Final = {"temperature": 0.0}


def _spec(about: About, outcome: Outcome, model: str, samples: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "eval_id": _identity("eval", about, outcome),
        "run_id": _identity("run", about, None),
        "created": about.started_at.isoformat(),
        "task": _task(outcome),
        "task_id": _identity("task", about, outcome),
        "task_version": outcome.check_version,
        "task_display_name": _task(outcome),
        "task_description": about.titles.get(outcome.check_id, ""),
        "dataset": {
            "name": _task(outcome),
            "samples": len(samples),
            "sample_ids": [sample["id"] for sample in samples],
            "shuffled": True,
        },
        "model": model,
        "model_generate_config": _SETTINGS,
        "config": {"limit": len(samples)},
        "packages": {"seatrial": about.tool_version},
        "viewer": {"trust_content": False},
        "scorers": [{"name": name} for name in (_WORD, *(measured.metric for measured in outcome.measurements))],
    }


def _metadata(about: About, outcome: Outcome, parts: Sequence[Part], unread: int) -> dict[str, Any]:
    contained = outcome.containment
    told: dict[str, Any] = {
        "subject": _said(about.subject),
        "digest": about.digest,
        "status": outcome.status.value,
        "reason": _said(outcome.reason),
        "seed": next((m.seed for m in outcome.measurements if m.seed is not None), None),
        "stopped": next((m.stopped for m in outcome.measurements if m.stopped), ""),
        "queries": outcome.spent.queries,
        "versions": {name: _said(version) for name, version in outcome.versions.items()},
        "network": contained.network if contained else "unknown",
        "in force": list(contained.in_force) if contained else [],
        "findings": [
            f"{finding.kind.value} {finding.severity.value}: {_said(finding.message)}"
            for finding in outcome.findings
            if finding.kind is not Kind.PASS
        ],
        "evidence": [part.digest for part in parts],
        "times": _UNTIMED,
    }
    return told | ({"lines that are no sample, or too many": unread} if unread else {})


def _score(measured: Measurement) -> dict[str, Any]:
    numbers = {"mean": measured.estimate, "lower": measured.lower, "upper": measured.upper}
    return {
        "name": measured.metric,
        "scorer": measured.metric,
        "scored_samples": measured.n,
        "params": {},
        "metrics": {name: {"name": name, "value": _finite(value), "params": {}} for name, value in numbers.items()},
        "metadata": {
            "unit": measured.unit,
            "method": _said(measured.method),
            "confidence of each end": measured.confidence,
            "control": _said(measured.control),
            "stopped": measured.stopped,
            "seed": measured.seed,
            "cap": measured.cap,
            "fixed design": measured.fixed_design,
        },
    }


def _samples(parts: Sequence[Part], model: str, about: About) -> tuple[list[dict[str, Any]], int]:
    found: dict[str, dict[str, Any]] = {}
    unread, left = 0, MOST_BYTES
    for part in parts:
        for number, line in enumerate(part.lines, 1):
            left -= len(line)
            sample = _sample(_parsed(line), model, about, number) if left >= 0 else None
            if sample is None:
                unread += 1
                continue
            name, again = sample["id"], 2
            while sample["id"] in found:
                sample["id"], again = f"{name} ({again})", again + 1
            sample["metadata"]["part"] = _said(part.title)
            found[sample["id"]] = sample
    return list(found.values()), unread


def _sample(row: object, model: str, about: About, number: int) -> dict[str, Any] | None:
    """One line of what a suite played, or one of a transcript, which is a question without a score."""
    if not isinstance(row, Mapping):
        return None
    plain = "reply" in row
    turns = [_turn(row, "messages", row.get("reply"))] if plain else list(_turns(row.get("turns")))
    if (plain and turns[0] is None) or (not plain and not isinstance(row.get("sample"), str)):
        return None
    known = [turn for turn in turns if turn is not None]
    outputs = [_output(answer, model) for _, answer in known]
    return {
        "id": f"question {number}" if plain else _said(row["sample"])[:200] or f"sample {number}",
        "epoch": 1,
        "input": known[0][0] if known else "",
        "target": "",
        "messages": list(_conversation(known)),
        "output": outputs[-1] if outputs else {"model": model, "choices": [], "completion": ""},
        "scores": None if plain else _scores(row, known[-1][1]["text"] if known else ""),
        "metadata": {} if plain else {"stratum": _said(row.get("stratum"))},
        "store": {},
        "events": [_event(turn[0], output, model, about) for turn, output in zip(known, outputs, strict=True)],
        "model_usage": {},
        "attachments": {},
    }


_Turn = tuple[list[dict[str, Any]], dict[str, Any]]
"""Messages asked, and the answer as text, tokens and whether it was cut."""


def _turns(rows: object) -> Iterator[_Turn | None]:
    for row in rows if isinstance(rows, list) else ():
        yield (
            _turn(row, "asked", {"text": row.get("answer"), "truncated": row.get("truncated")})
            if isinstance(row, Mapping)
            else None
        )


def _turn(row: Mapping[str, Any], key: str, said: object) -> _Turn | None:
    messages = row.get(key)
    if not isinstance(messages, list) or not isinstance(said, Mapping) or not isinstance(said.get("text"), str):
        return None
    kept = [
        {"role": message["role"], "content": _said(message.get("content"))}
        for message in messages
        if isinstance(message, Mapping) and message.get("role") in _ROLES
    ]
    tokens = said.get("tokens")
    return kept, {
        "text": _said(said["text"]),
        "tokens": tokens if type(tokens) is int and 0 <= tokens <= _MOST_TOKENS else 0,
        "cut": said.get("truncated") is True,
    }


def _conversation(turns: Sequence[_Turn]) -> Iterator[dict[str, Any]]:
    """All that was said in its order; a turn that goes on from the one before is not told again from its beginning."""
    before: list[dict[str, Any]] = []
    for messages, answer in turns:
        yield from messages[len(before) :] if messages[: len(before)] == before else messages
        spoken = {"role": "assistant", "content": answer["text"], "source": "generate"}
        yield spoken
        before = [*messages, {"role": "assistant", "content": answer["text"]}]


def _output(answer: Mapping[str, Any], model: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": answer["text"], "source": "generate", "model": model}
    return {
        "model": model,
        "choices": [{"message": message, "stop_reason": "max_tokens" if answer["cut"] else "stop"}],
        "completion": answer["text"],
        "usage": _usage(answer["tokens"]) if answer["tokens"] else None,
    }


def _event(messages: list[dict[str, Any]], output: dict[str, Any], model: str, about: About) -> dict[str, Any]:
    return {
        "event": "model",
        "timestamp": about.started_at.isoformat(),
        "working_start": 0.0,
        "model": model,
        "input": messages,
        "tools": [],
        "tool_choice": "none",
        "config": _SETTINGS,
        "output": output,
    }


def _scores(row: Mapping[str, Any], answer: str) -> dict[str, Any]:
    note = _said(row.get("note"))
    found: dict[str, dict[str, Any]] = {_WORD: {"value": _said(row.get("word")), "answer": answer, "explanation": note}}
    values = row.get("values")
    for metric, value in values.items() if isinstance(values, Mapping) else ():
        if type(value) in (int, float) and -1 <= value <= 1:
            found[_said(metric)] = {"value": float(value)}
        elif value is None:
            # A score without a value is none to Inspect; that nobody could tell must not read as zero.
            found[_said(metric)] = {"value": "could not be told"}
    return found


def _usage(tokens: int) -> dict[str, int]:
    """Only generated tokens are counted."""
    return {"input_tokens": 0, "output_tokens": tokens, "total_tokens": tokens}


def _task(outcome: Outcome) -> str:
    return outcome.check_id.partition(".")[2] or outcome.check_id


def _identity(kind: str, about: About, outcome: Outcome | None) -> str:
    """The same for the same run: 22 characters, as Inspect's own are."""
    parts = [kind, about.digest, about.started_at.isoformat(), outcome.check_id if outcome else ""]
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest).decode().lower()[:22]


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _said(text: object) -> str:
    """Text that UTF-8 can carry; nothing for what is no text."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if isinstance(text, str) else ""


def _finite(value: float) -> float:
    return value if math.isfinite(value) else 0.0
