"""The same question in another dress: what must not change an answer."""

from random import Random
from typing import Final

from seatrial.banks.facts import Fact

VERSION: Final = 1
LEAST_LETTERS: Final = 4
"""Shorter words stay as they are: a slip in them can make another word."""

TEMPLATES: Final = (
    "Could you tell me: {question}",
    "{question} Please answer in one short sentence.",
    "I have a question for you. {question}",
    "Question: {question}\nAnswer:",
)


def with_slips(question: str, numbers: Random) -> str:
    """Two neighbouring letters swapped inside of two words, as fast typists do it. Names and numbers stay."""
    words = question.split()
    fit = [place for place, word in enumerate(words) if len(word) > LEAST_LETTERS and word.isalpha() and word.islower()]
    for place in numbers.sample(fit, min(2, len(fit))):
        word = words[place]
        at = numbers.randrange(1, len(word) - 2)
        words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


def in_other_case(question: str, numbers: Random) -> str:
    """All small or all capital letters."""
    return question.lower() if numbers.random() < 0.5 else question.upper()


def reworded(fact: Fact, numbers: Random) -> str:
    """The paraphrase that stands with the question, or the question in a frame."""
    return numbers.choice((fact.paraphrase, *(template.format(question=fact.question) for template in TEMPLATES)))


def with_options(fact: Fact, numbers: Random) -> tuple[str, str]:
    """The question with its four options in two orders, the right one in different places."""
    options = [fact.right[-1].title() if len(fact.right[-1]) > len(fact.right[0]) else fact.right[0].title()]
    options += [fact.wrong, *fact.others]
    numbers.shuffle(options)
    turned = options[2:] + options[:2]
    first, second = (f"{fact.question} Choose one: {', '.join(order)}." for order in (options, turned))
    return first, second
