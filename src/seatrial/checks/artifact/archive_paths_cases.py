"""Known answers for `artifact.archive-paths`."""

import gzip

from seatrial.testing.builders import TarMember, ZipMember, array, state_dict, tarred, torch_zip, zipped
from seatrial.testing.case import Case

_HIDDEN = zipped([ZipMember(name="config.json", data=b"{}")])


def _unlisted() -> bytes:
    """A zip whose second member is taken out of the directory, its bytes left in place."""
    whole = zipped([ZipMember(name="a", data=b"first"), ZipMember(name="real.pkl", data=b"N.\n")])
    listed = zipped([ZipMember(name="a", data=b"first")])
    start = whole.index(b"PK\x01\x02")
    directory = listed[listed.index(b"PK\x01\x02") : -22]
    end = listed[-22:-6] + start.to_bytes(4, "little") + b"\0\0"
    return whole[:start] + directory + end


CASES: tuple[Case, ...] = (
    Case(
        name="a zip climbs out of its directory",
        files={"model.zip": zipped([ZipMember(name="../../.bashrc", data=b"#")])},
        expect=("fail: ../../.bashrc: climbs out",),
    ),
    Case(
        name="a tar writes to an absolute path and through a link",
        files={
            "model.tar": tarred(
                [
                    TarMember(name="/etc/cron.d/job", data=b"#"),
                    TarMember(name="weights", type=b"2", link="/etc"),
                    TarMember(name="pipe", type=b"6"),
                ]
            )
        },
        expect=(
            "fail: /etc/cron.d/job: is an absolute",
            "fail: weights is a link to /etc",
            "fail: pipe unpacks to a fifo",
        ),
    ),
    Case(
        name="a compressed tar climbs out",
        files={"model.tar.gz": gzip.compress(tarred([TarMember(name="a/../../b", data=b"#")]), mtime=0)},
        expect=("fail: a/../../b: climbs out",),
    ),
    Case(
        name="two headers of one member give two names",
        files={"model.pt": zipped([ZipMember(name="archive/data.pkl", local_name="archive/real.pkl", data=b"N.")])},
        expect=("fail: archive/data.pkl: the directory and the member's own header disagree on name",),
    ),
    Case(
        name="one name stands twice",
        files={"model.zip": zipped([ZipMember(name="a.txt", data=b"one"), ZipMember(name="./a.txt", data=b"two")])},
        expect=("fail: ./a.txt stands more than once",),
    ),
    Case(
        name="members share the same bytes",
        files={
            "model.zip": zipped(
                [ZipMember(name="a", data=bytes(4096), packed=True)]
                + [ZipMember(name=f"b{n}", data=bytes(4096), packed=True, at=0) for n in range(3)]
            )
        },
        expect=("fail: members share bytes",),
    ),
    Case(
        name="a few bytes state terabytes",
        files={"model.zip": zipped([ZipMember(name=f"w{n}", data=b"x", stated_size=0xFFFFFFF0) for n in range(8)])},
        expect=("fail: states 34,359,738,240 bytes of content",),
    ),
    Case(
        name="a name for Windows",
        files={
            "model.zip": zipped([ZipMember(name="C:\\Windows\\x.dll", data=b"#"), ZipMember(name="a\\b", data=b"#")])
        },
        expect=("fail: C:\\Windows\\x.dll: is an absolute path", "review: a\\b: holds a backslash"),
    ),
    Case(
        name="a second end record behind the first",
        files={"model.zip": zipped([ZipMember(name="a.txt", data=b"one")], comment=_HIDDEN)},
        expect=("fail: has several end records",),
    ),
    Case(
        name="a member marked as encrypted that is not",
        files={"model.pt": zipped([ZipMember(name="archive/data.pkl", data=b"N.", flags=0x801)])},
        expect=("fail: archive/data.pkl is marked as encrypted and is not",),
    ),
    Case(
        name="a tar writes through a link of its own",
        files={
            "model.tar": tarred(
                [
                    TarMember(name="a/here", type=b"2", link="."),
                    TarMember(name="a/up", type=b"2", link="here/../.."),
                    TarMember(name="a/up/x", data=b"#"),
                ]
            )
        },
        expect=("fail: a/up is a link to here/../..", "fail: a/up/x is unpacked through the link a/up"),
    ),
    Case(
        name="names that show otherwise than they are",
        files={
            "model.zip": zipped(
                [
                    ZipMember(name="model\u202egnp.exe", data=b"#"),
                    ZipMember(name="con\u200bfig.json", data=b"{}"),
                    ZipMember(name="notes.txt:run.exe", data=b"#"),
                ]
            )
        },
        expect=("fail: model", "review: con", "fail: notes.txt:run.exe: names a stream"),
    ),
    Case(
        name="a member that the directory does not list",
        files={"model.zip": _unlisted()},
        expect=("review: 41 bytes among the members belong to a member that the directory does not list",),
    ),
    Case(
        name="bytes behind a compressed stream",
        files={"model.gz": gzip.compress(b"text", mtime=0) + b"more of something else"},
        expect=("review: goes on behind the compressed stream",),
    ),
    Case(
        name="a compressed stream that is cut off",
        files={"model.gz": gzip.compress(bytes(range(250)), mtime=0)[:-10]},
        expect=("open: cannot be read to the end as gzip",),
    ),
    Case(
        name="two names that are one on some systems",
        files={"model.zip": zipped([ZipMember(name="Model.py", data=b"1"), ZipMember(name="model.py", data=b"2")])},
        expect=("review: model.py and Model.py are one file",),
    ),
    Case(
        name="a member with a wrong checksum",
        files={"model.zip": zipped([ZipMember(name="a", data=b"some text")]).replace(b"some text", b"same text")},
        expect=("fail: a has a wrong checksum",),
    ),
    Case(
        name="arrays named as variables, and a comment",
        files={
            "weights.npz": zipped(
                [ZipMember(name=name, data=array("<f4", "(1,)", bytes(4))) for name in ("w:0.npy", "W:0.npy")],
                comment=b"made by hand",
            )
        },
        expect=("pass: 2 members",),
        good=True,
    ),
    Case(
        name="a proper PyTorch archive",
        files={"pytorch_model.bin": torch_zip(state_dict())},
        expect=("pass: 4 members",),
        good=True,
    ),
    Case(
        name="a proper compressed tar",
        files={
            "model.tar.gz": gzip.compress(
                tarred([TarMember(name="m/", type=b"5"), TarMember(name="m/a", data=b"x")]), mtime=0
            )
        },
        expect=("pass: 2 members",),
        good=True,
    ),
)
