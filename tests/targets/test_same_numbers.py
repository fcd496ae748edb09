"""The same numbers give the same answers, whichever engine computes with them."""

from pathlib import Path

import pytest

from seatrial.domain.context import Message
from seatrial.domain.target import RawTarget, TargetSpec
from seatrial.targets import llamacpp, transformers
from tests.targets.real_forms import as_directory, as_gguf, smollm2

QUESTIONS = (
    "What is the capital of France?",
    "Name a colour.",
    "Write a sentence about the sea.",
    "What is two plus two?",
    "Who wrote Hamlet?",
    "List three animals.",
    "Say hello in Spanish.",
    "What do bees make?",
    "Is water wet? Answer yes or no.",
    "Translate 'good morning' into German.",
    "Which planet is the largest?",
    "Describe a tree in five words.",
)
TOKENS = 16


def answers(opened: RawTarget) -> list[str]:
    said = [opened.ask((Message(role="user", content=text),), max_tokens=TOKENS).text.strip() for text in QUESTIONS]
    opened.close()
    return said


@pytest.mark.slow
@pytest.mark.llm
@pytest.mark.xdist_group("llm")
def test_a_directory_made_from_a_gguf_file_answers_as_the_file_does(tmp_path: Path) -> None:
    model, directory = smollm2(), tmp_path / "directory"
    as_directory(model, directory)
    as_gguf(model, tmp_path / "f32.gguf", "F32")
    parameters: dict[str, str | int | float] = {"context_length": 512, "threads": 2}

    def spec(kind: str, path: Path) -> TargetSpec:
        return TargetSpec(kind=kind, name="m", location=str(path), parameters=parameters)

    from_directory = answers(transformers.open_target(spec("transformers", directory), None))
    same = answers(llamacpp.open_target(spec("llamacpp", tmp_path / "f32.gguf"), None))
    quantised = answers(llamacpp.open_target(spec("llamacpp", model), None))
    whole, rounded = (
        sum(ours == theirs for ours, theirs in zip(from_directory, others, strict=True)) for others in (same, quantised)
    )
    print(f"of {len(QUESTIONS)} answers equal: {whole} with the same numbers, {rounded} with 4-bit blocks")
    assert whole >= len(QUESTIONS) - 1
