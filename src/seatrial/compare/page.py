"""A comparison as one page that needs no network and no script."""

from typing import TYPE_CHECKING

from seatrial.compare.plots import gantt, scatter
from seatrial.compare.table import Comparison, Estimate
from seatrial.domain.text import shown

if TYPE_CHECKING:
    from markupsafe import Markup


def render(comparison: Comparison) -> bytes:
    """The page, UTF-8. Every word of a regime or release is escaped and shown without control characters."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - heavy, only here
    from markupsafe import Markup  # noqa: PLC0415 - as above

    environment = Environment(
        loader=PackageLoader("seatrial.compare", "templates"), autoescape=True, undefined=StrictUndefined
    )
    environment.filters |= {
        "shown": lambda words: shown(words, 120),
        "days": lambda estimate: _told(estimate, "{:.0f}"),
        "number": lambda estimate: _told(estimate, "{:.1f}"),
        "share": lambda estimate: _told(estimate, "{:.0%}"),
    }
    page = environment.get_template("page.html")
    return page.render(c=comparison, scatter=Markup(scatter(comparison)), gantt=Markup(gantt(comparison))).encode()  # noqa: S704 - made of escaped parts


def _told(estimate: Estimate | None, form: str) -> "str | Markup":
    from markupsafe import Markup  # noqa: PLC0415 - heavy, only here

    if estimate is None:
        return "–"
    middle, least, most = (form.format(number) for number in (estimate.value, estimate.lower, estimate.upper))
    return middle if least == most else Markup("{}<small>{}–{}</small>").format(middle, least, most)
