"""Known answers for `artifact.archive-paths`."""

import gzip

from seatrial.testing.builders import TarMember, ZipMember, state_dict, tarred, torch_zip, zipped
from seatrial.testing.case import Case

_HIDDEN = zipped([ZipMember(name="config.json", data=b"{}")])

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
        expect=("fail: C:\\Windows\\x.dll: is an absolute path", "fail: a\\b: holds a backslash"),
    ),
    Case(
        name="a second end record behind the first",
        files={"model.zip": zipped([ZipMember(name="a.txt", data=b"one")], comment=_HIDDEN)},
        expect=("fail: has several end records",),
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
