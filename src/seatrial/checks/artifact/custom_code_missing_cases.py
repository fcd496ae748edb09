"""Known answers for `artifact.custom-code-missing`."""

from seatrial.testing.case import Case
from seatrial.testing.model_files import config_json

_AUTO_MAP = {"AutoModelForCausalLM": "modeling_x.XForCausalLM"}

CASES: tuple[Case, ...] = (
    Case(
        name="names code that does not ship",
        files={"tokenizer_config.json": b'{"auto_map": {"AutoTokenizer": [null, "tokenization_y.Y"]}}'},
        expect=("open: has loaders run code that does not ship with the model: tokenization_y.Y",),
    ),
    Case(
        name="names a component that does not ship",
        files={"model_index.json": b'{"_class_name": "P", "unet": ["my_unet", "U"]}'},
        expect=("open: has loaders run code that does not ship with the model: my_unet.U",),
    ),
    Case(
        name="ships what it names",
        files={"config.json": config_json(auto_map=_AUTO_MAP), "modeling_x.py": b"import torch\n"},
        good=True,
    ),
    Case(name="names none", files={"config.json": config_json()}, good=True),
)
