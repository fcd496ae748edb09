"""What the samples of things that act around a model are made with."""

import json

from tests.corpus.labelled import Content, benign, hostile
from tests.corpus.repository_samples import WEIGHTS, config
from tests.corpus.sample import Sample

FAMILY = "hub surface"


def evil(name: str, files: dict[str, Content], note: str, source: str = "") -> Sample:
    """A repository with weights and something beside them."""
    return hostile("surface-" + name, FAMILY, {"model.safetensors": WEIGHTS, **files}, note, source)


def good(name: str, files: dict[str, Content], note: str) -> Sample:
    """The same, as publishers have it."""
    return benign("surface-" + name, FAMILY, {"model.safetensors": WEIGHTS, **files}, note)


def kernel(name: str, note: str, **more: object) -> Sample:
    """A config.json that names a kernel."""
    return evil("kernel-" + name, {"config.json": config(**more)}, note, "CWE-829")


PROMPT = {"lc": 1, "type": "constructor", "id": ["langchain", "prompts", "prompt", "PromptTemplate"]}


def chain(name: str, path: str, content: object, note: str, source: str = "") -> Sample:
    """A serialised chain."""
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    return evil("chain-" + name, {path: text}, note, source)
