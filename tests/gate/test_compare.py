"""Which files differ: each named once, with what became of it."""

from hypothesis import given
from hypothesis import strategies as st

from seatrial.gate.compare import differences
from seatrial.inventory.digest import Resource

files = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("0123"), max_size=6).map(
    lambda found: tuple(Resource(path=path, sha256=digest * 64, size=1) for path, digest in found.items())
)


def test_each_kind_is_told_apart() -> None:
    def file(path: str, digest: str) -> Resource:
        return Resource(path=path, sha256=digest * 64, size=1)

    before = (file("same", "0"), file("changed", "1"), file("old", "2"), file("gone", "3"))
    now = (file("same", "0"), file("changed", "9"), file("new", "2"), file("more", "4"))
    assert [(d.kind, d.path, d.was) for d in differences(before, now)] == [
        ("changed", "changed", ""),
        ("removed", "gone", ""),
        ("added", "more", ""),
        ("renamed", "new", "old"),
    ]


@given(files, files)
def test_nothing_differs_exactly_when_all_is_equal(before: tuple[Resource, ...], now: tuple[Resource, ...]) -> None:
    assert (not differences(before, now)) == (set(before) == set(now))


@given(files, files)
def test_every_path_that_differs_is_named_once(before: tuple[Resource, ...], now: tuple[Resource, ...]) -> None:
    found = differences(before, now)
    named = [d.path for d in found] + [d.was for d in found if d.was]
    assert sorted(named) == sorted({r.path for r in set(before) ^ set(now)})
