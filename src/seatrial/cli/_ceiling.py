"""Options of every command that asks a model: the most that it may cost."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from seatrial.domain.ceiling import Ceiling

Command = TypeVar("Command", bound=Callable[..., object])
_ABOVE_ZERO = click.FloatRange(min=0)


def ceiling_options(command: Command) -> Command:
    """Adds `max_tokens_total`, `max_cost`, `price_in` and `price_out`."""
    options = (
        click.option(
            "--max-tokens-total",
            type=click.IntRange(min=1),
            metavar="N",
            help="Ask no more once another question could go beyond N tokens, questions and answers together.",
        ),
        click.option(
            "--max-cost", type=_ABOVE_ZERO, metavar="AMOUNT", help="The same in money, by the prices that you declare."
        ),
        click.option("--price-in", type=_ABOVE_ZERO, metavar="PRICE", help="Of a million tokens of questions."),
        click.option("--price-out", type=_ABOVE_ZERO, metavar="PRICE", help="Of a million tokens of answers."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def ceiling_of(
    tokens: int | None, cost: float | None, price_in: float | None, price_out: float | None
) -> "Ceiling | None":
    """The ceiling that these options set, if any. A cost without prices is a usage error."""
    from seatrial.domain.ceiling import Ceiling

    if not all(math.isfinite(number or 0.0) for number in (cost, price_in, price_out)):
        raise click.UsageError("a cost and prices are finite numbers")
    if cost is not None and (price_in is None or price_out is None):
        raise click.UsageError("--max-cost needs --price-in and --price-out, each for a million tokens")
    if cost is None and (price_in is not None or price_out is not None):
        raise click.UsageError("prices are for --max-cost, which is not given")
    if tokens is None and cost is None:
        return None
    return Ceiling(tokens=tokens, cost=cost, price_in=price_in or 0.0, price_out=price_out or 0.0)
