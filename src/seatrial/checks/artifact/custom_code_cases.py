"""Known answers for `artifact.custom-code`. The code in them is inert and never imported."""

from seatrial.testing.case import Case
from seatrial.testing.model_files import config_json, model_card

_PLAIN = b"import math\n\n\nclass Layer:\n    def scale(self, x: float) -> float:\n        return math.sqrt(x)\n"
_HOSTILE = b"import os as o\n\nrun = o.system\nrun('true')\n"
_LATER = b"import subprocess\n\n\ndef build():\n    subprocess.run(['true'])\n"
_AUTO_MAP = {"AutoModelForCausalLM": "modeling_x.XForCausalLM"}

CASES: tuple[Case, ...] = (
    Case(
        name="fetches code of another repository",
        files={"config.json": config_json(auto_map={"AutoModel": "someone/else--modeling_x.X"})},
        expect=("fail: has loaders fetch and run code of another repository: someone/else--modeling_x.X",),
    ),
    Case(
        name="runs a program when loaded, behind an alias",
        files={"config.json": config_json(auto_map=_AUTO_MAP), "modeling_x.py": _HOSTILE},
        expect=(
            "fail: has loaders run code that ships with the model: modeling_x.XForCausalLM",
            "fail: starts a program when the model is loaded: os.system in line 4",
        ),
    ),
    Case(
        name="hides the call in a module that the named one imports",
        files={
            "config.json": config_json(auto_map=_AUTO_MAP),
            "modeling_x.py": b"from .layers import Layer\n",
            "layers.py": b"exec(bytes([112]).decode())\n\n\nclass Layer:\n    pass\n",
        },
        expect=("fail: runs code made at run time when the model is loaded: exec in line 1",),
    ),
    Case(
        name="names code that does not ship",
        files={"tokenizer_config.json": b'{"auto_map": {"AutoTokenizer": [null, "tokenization_y.Y"]}}'},
        expect=("fail: has loaders run code that does not ship with the model: tokenization_y.Y",),
    ),
    Case(
        name="asks loaders for trust",
        files={"config.json": config_json(vision_config={"trust_remote_code": True})},
        expect=("fail: asks loaders to run code of the repository by the key trust_remote_code",),
    ),
    Case(
        name="could run a program once it is used",
        files={"config.json": config_json(auto_map=_AUTO_MAP), "modeling_x.py": _LATER},
        expect=("review: starts a program once the code that loading imports is used: subprocess.run",),
    ),
    Case(
        name="a handler that opens the network when imported",
        files={"handler.py": b"import requests\nrequests.get('http://example.invalid')\n"},
        expect=("fail: opens the network when the model is loaded: requests.get",),
    ),
    Case(
        name="one key twice, so that readers differ",
        files={"config.json": b'{"model_type": "llama", "auto_map": {}, "auto_map": {"AutoModel": "m.X"}}'},
        expect=("open: a configuration that has the key",),
    ),
    Case(
        name="YAML that constructs objects",
        files={"params.yaml": b"name: x\nhook: !!python/object/apply:os.getcwd []\n"},
        expect=("fail: YAML that makes an unsafe loader construct a Python object: python/object/apply:os.getcwd",),
    ),
    Case(
        name="a configuration of a known architecture",
        files={"config.json": config_json(), "README.md": model_card()},
        good=True,
    ),
    Case(
        name="scripts beside the model, run by nobody",
        files={
            "config.json": config_json(),
            "scripts/convert.py": _LATER + b"\n\nif __name__ == '__main__':\n    build()\n",
            "layer.py": _PLAIN,
        },
        good=True,
    ),
)
