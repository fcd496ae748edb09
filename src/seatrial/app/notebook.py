"""A review that shows itself: in a notebook it is the report, in a shell the summary."""

from dataclasses import dataclass

from seatrial.domain import review as domain_review


@dataclass(frozen=True, kw_only=True)
class Review(domain_review.Review):
    """The review that `seatrial.review` returns; data as in `review.json`."""

    def _repr_html_(self) -> str:
        """The report, in a frame of its own so that its style does not leak into the notebook."""
        from html import escape  # noqa: PLC0415 - only for notebooks

        from seatrial.app.notes import notes  # noqa: PLC0415 - only for notebooks
        from seatrial.reports import html  # noqa: PLC0415 - only for notebooks

        page = html.render(self, notes()).decode()
        frame = 'style="width:100%;height:80vh;border:1px solid #8884" title="Seatrial report" sandbox=""'
        return f'<iframe {frame} srcdoc="{escape(page, quote=True)}"></iframe>'
