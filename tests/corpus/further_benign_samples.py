"""What further formats and frameworks ordinarily hold."""

# ruff: noqa: E501 - one file is read as one line

import base64
import struct

from tests.corpus.further import ZARRAY, as_json, good

SAMPLES = (
    good(
        "benign-zarr",
        {"w/.zarray": as_json({**ZARRAY, "dtype": "<f4", "filters": None}), "w/0": struct.pack("<f", 1.0)},
        "A zarr array of numbers.",
    ),
    good(
        "benign-dvc",
        {
            "dvc.yaml": "stages:\n  train:\n    cmd: python train.py --epochs 3\n    deps: [train.py]\n    outs: [m.bin]\n"
        },
        "A stage of DVC.",
    ),
    good(
        "benign-spacy",
        {
            "config.cfg": '[nlp]\nlang = "en"\npipeline = ["tok2vec"]\n[components.tok2vec]\nfactory = "tok2vec"\n[training.logger]\n@loggers = "spacy.ConsoleLogger.v1"\n'
        },
        "A pipeline.",
    ),
    good(
        "benign-prototxt",
        {
            "deploy.prototxt": 'name: "n"\nlayer {\n  name: "c"\n  type: "Convolution"\n  convolution_param { num_output: 4 kernel_size: 3 }\n}\n'
        },
        "A network of Caffe.",
    ),
    good(
        "benign-haystack",
        {
            "pipeline.yaml": "components:\n  llm:\n    type: haystack.components.generators.openai.OpenAIGenerator\n    init_parameters: {}\nconnections: []\n"
        },
        "A pipeline.",
    ),
    good(
        "benign-taskfile",
        {"Taskfile.yml": "version: '3'\ntasks:\n  default:\n    cmds:\n      - python -m pytest\n"},
        "A task.",
    ),
    good(
        "benign-comfy",
        {"workflow.json": as_json({"1": {"class_type": "KSampler", "inputs": {"seed": 1, "steps": 20}}})},
        "A workflow.",
    ),
    good(
        "benign-base64",
        {"card.json": as_json({"logo": "iVBORw0KGgo" + base64.b64encode(bytes(range(200))).decode()})},
        "A picture in a text.",
    ),
    good(
        "benign-pmml",
        {
            "m.pmml": '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header copyright="x"/><DataDictionary numberOfFields="0"/></PMML>'
        },
        "A model in PMML.",
    ),
)
