"""Known answers for `artifact.inventory-gaps`."""

from seatrial.testing.builders import ZipMember, calling, state_dict, torch_zip, zipped
from seatrial.testing.case import Case


def _nested(depth: int) -> bytes:
    """Archives within one another around a pickle."""
    data = calling("os", "system", "id")
    for number in range(depth):
        data = zipped([ZipMember(name=f"{number}.zip" if number else "d.pkl", data=data)])
    return data


def _coded(method: int) -> bytes:
    """A zip whose one member states another compression method in both headers."""
    data = bytearray(zipped([ZipMember(name="a", data=b"text", packed=True)]))
    data[8] = data[data.index(b"PK\x01\x02") + 10] = method
    return bytes(data)


CASES: tuple[Case, ...] = (
    Case(
        name="a name with a newline",
        files={"model\nREADME.md": b"text"},
        expect=("fail: a name that has a control character or backslash",),
    ),
    Case(
        name="an archive that is cut off",
        files={"model.zip": zipped([ZipMember(name="a", data=bytes(64))])[:-30]},
        expect=("open: its members could not be listed",),
    ),
    Case(
        name="archives nested deeper than is looked at",
        files={"model.zip": _nested(5)},
        expect=("open: lies deeper than 4 archives", "review: lies deeper than 4 archives"),
    ),
    Case(
        name="an archive whose member gives less than it states",
        files={"model.zip": zipped([ZipMember(name="a.txt", data=b"text\n", packed=True, stated_size=4000)])},
        expect=("open: gives fewer bytes than the 4,000",),
    ),
    Case(
        name="a member coded in a way that is not read",
        files={"model.zip": _coded(9)},
        expect=("open: cannot be read: compression method 9",),
    ),
    Case(
        name="a picture with an archive behind it",
        files={"model.gif": zipped([ZipMember(name="a.txt", data=b"text\n")], lead=b"GIF89a" + bytes(40))},
        expect=("review: reads as gif from its start and as zip from its end",),
    ),
    Case(
        name="plain files",
        files={"README.md": b"# A model\n", "weights/pytorch_model.bin": torch_zip(state_dict())},
        expect=("pass: all 2 files were listed and read",),
        good=True,
    ),
    Case(
        name="hidden files are files too",
        files={".git/config": b"[core]\n", "README.md": b"# A model\n"},
        expect=("pass: all 2 files",),
        good=True,
    ),
)
