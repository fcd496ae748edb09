"""Known answers for `artifact.active-document`."""

from seatrial.testing.case import Case

_END = b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

CASES: tuple[Case, ...] = (
    Case(
        name="starts a program",
        files={"paper.pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/L#61unch/F(echo)>>>>" + _END},
        expect=("fail: the document starts a program",),
    ),
    Case(
        name="runs a script",
        files={"paper.pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(1)>>>>" + _END},
        expect=("review: the document runs a script (/JavaScript)",),
    ),
    Case(
        name="opens on its first page",
        files={"paper.pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction[2 0 R/Fit]/Pages 3 0 R>>" + _END},
        expect=("pass: no action",),
        good=True,
    ),
)
