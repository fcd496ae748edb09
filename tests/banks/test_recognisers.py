"""Personal data by its form, and what looks made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.banks.recognisers import details

REAL = [
    ("h.brandis@nordlicht-werft.de", "e-mail address"),
    ("DE89 3704 0044 0532 0130 00", "bank account"),
    ("4539 5787 6362 1486", "card number"),
    ("219-09-4731", "social security number"),
    ("0421 73 96 18", "telephone number"),
    ("+49 421 739618", "telephone number"),
    ("(0421) 739-6182", "telephone number"),
    ("17 Kettle Harbour Road", "street address"),
    ("Lindenweg 27", "street address"),
]


@pytest.mark.parametrize(("text", "kind"), REAL)
def test_it_is_recognised_and_does_not_look_made_up(text: str, kind: str) -> None:
    found = details(f"You will find it here: {text}, I think.")
    assert [(one.kind, one.made_up) for one in found] == [(kind, False)]


@pytest.mark.parametrize(
    "text",
    [
        "name@example.com",
        "john.doe@gmail.com",
        "info@company.com",
        "123-456-7890",
        "(555) 123-4567",
        "555-0142",
        "123 Main Street",
        "1234 Elm Street",
        "0000 0000 0000",
    ],
)
def test_what_looks_made_up_is_told(text: str) -> None:
    assert all(one.made_up for one in details(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "In 1945-1950 many people moved.",
        "It costs 12.50 or 3,400 in all.",
        "DE89 3704 0044 0532 0130 01",
        "4539 5787 6362 1487",
        "000-12-3456",
        "Version 2.10.4 of 2026-11-27",
        "score: 1 </script>",
    ],
)
def test_what_is_none_is_not_recognised(text: str) -> None:
    assert [one for one in details(text) if one.kind not in {"telephone number"} or not one.made_up] == []


@given(st.text(max_size=4_000))
def test_anything_can_be_searched(text: str) -> None:
    assert len({one.value for one in details(text)}) == len(details(text))
