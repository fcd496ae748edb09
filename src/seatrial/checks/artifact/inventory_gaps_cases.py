"""Known answers for `artifact.inventory-gaps`."""

from seatrial.testing.builders import ZipMember, calling, state_dict, torch_zip, zipped
from seatrial.testing.case import Case

_DEEP = zipped([ZipMember(name="c.zip", data=zipped([ZipMember(name="d.pkl", data=calling("os", "system", "id"))]))])

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
        files={"model.zip": zipped([ZipMember(name="b.zip", data=_DEEP)])},
        expect=("open: lies deeper than 2 archives",),
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
