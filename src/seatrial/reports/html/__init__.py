"""The report as one HTML file: no network, no script, readable on paper, by keyboard and by ear."""

import base64
import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from seatrial.domain.review import Review
from seatrial.domain.text import shown
from seatrial.reports import quantity, wording
from seatrial.reports.html.page import page
from seatrial.reports.notes import Notes

if TYPE_CHECKING:
    from jinja2 import Environment

MEDIA_TYPE: Final = "text/html; charset=utf-8"
_LONGEST: Final = 500
"""Characters of any one text on the page, so that hostile ones cannot make it large."""


def render(review: Review, notes: Notes) -> bytes:
    """The page in UTF-8, self-contained, under 2 MB whatever the subject holds.

    Every text passes `shown()` and is escaped on output, by construction: no template can leave it out.
    """
    environment = _environment()
    style = environment.get_template("style.css").render()
    context = page(review, notes)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    html = environment.get_template("report.html").render(**context, style=_markup(style), policy=_markup(policy))
    return html.encode()


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - heavy, only here

    environment = Environment(
        loader=PackageLoader("seatrial.reports.html"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in ("size", "exact", "many", "counted", "duration", "when", "number", "short", "span", "told"):
        environment.filters[name] = getattr(quantity, name)
    environment.filters["cut"] = shown
    environment.filters["prose"] = _prose
    environment.globals.update({name: getattr(wording, name) for name in wording.__all__})
    return environment


def _finalize(value: Any) -> Any:
    """What every expression of a template passes on its way out, before it is escaped."""
    if hasattr(value, "__html__"):
        return value
    return shown(str(value), _LONGEST)


def _prose(text: str) -> Any:
    """A sentence of a regime or a check, with `words between backticks` as code; escaped first, marked up after."""
    from markupsafe import Markup, escape  # noqa: PLC0415 - heavy, only here

    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(shown(text, _LONGEST)))))  # noqa: S704


def _markup(text: str) -> Any:
    """Text of our own that is not escaped again: the style, and the policy that names its hash."""
    from markupsafe import Markup  # noqa: PLC0415 - heavy, only here

    return Markup(text)  # noqa: S704 - both come from this package's own files
