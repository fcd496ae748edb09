"""Known answers for behaviour.prompt-stability: models whose conduct is written down."""

from collections.abc import Sequence

from seatrial.banks.facts import FACTS
from seatrial.domain.context import Message
from seatrial.testing import Case


def _knows_the_wording(messages: Sequence[Message]) -> str:
    fact = next((f for f in FACTS if f.question == messages[-1].content), None)
    return f"It is {fact.right[0]}." if fact else "I do not understand the question."


def _knows(messages: Sequence[Message]) -> str:
    """Finds the question by the letters that it is made of, whatever their case and order."""
    asked = messages[-1].content.lower()

    def likeness(text: str) -> int:
        words = {"".join(sorted(word)) for word in text.lower().replace("?", " ").split()}
        return len(words & {"".join(sorted(word)) for word in asked.replace("?", " ").split()})

    fact = max(FACTS, key=lambda f: max(likeness(f.question), likeness(f.paraphrase)))
    return f"It is {fact.right[0]}."


def _knows_nothing(messages: Sequence[Message]) -> str:
    return "That is hard to say."


CASES = (
    Case(
        name="knows one wording by heart",
        reply=_knows_the_wording,
        expect=("informational: loses right answers", "informational: answers", "prompt-instability-rate"),
    ),
    Case(name="knows the answers", reply=_knows, expect=("prompt-instability-rate",), good=True),
    Case(name="knows nothing to lose", reply=_knows_nothing, expect=("open: not measurable",)),
)
