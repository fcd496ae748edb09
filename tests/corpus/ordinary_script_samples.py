"""Scripts as publishers ship them beside weights: training, serving, demos, conversion, packaging."""

from tests.corpus.labelled import benign
from tests.corpus.sample import Sample

FAMILY = "ordinary-code"
POSTPROCESS = """import argparse

import cv2
import numpy as np
import onnxruntime as ort


def nms(boxes, scores, threshold=0.45):
    order = scores.argsort()[::-1]
    keep = []
    while order.size > 0:
        i = order[0]
        keep.append(i)
        xx1 = np.maximum(boxes[i, 0], boxes[order[1:], 0])
        yy1 = np.maximum(boxes[i, 1], boxes[order[1:], 1])
        xx2 = np.minimum(boxes[i, 2], boxes[order[1:], 2])
        yy2 = np.minimum(boxes[i, 3], boxes[order[1:], 3])
        inter = np.maximum(0, xx2 - xx1) * np.maximum(0, yy2 - yy1)
        area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
        order = order[1:][inter / (area[i] + area[order[1:]] - inter) <= threshold]
    return keep


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="model.onnx")
    parser.add_argument("image")
    args = parser.parse_args()
    session = ort.InferenceSession(args.model, providers=["CPUExecutionProvider"])
    image = cv2.imread(args.image)
    blob = cv2.resize(image, (640, 640)).astype(np.float32).transpose(2, 0, 1)[None] / 255.0
    (out,) = session.run(None, {session.get_inputs()[0].name: blob})
    boxes, scores = out[0, :, :4], out[0, :, 4]
    for i in nms(boxes, scores):
        print(boxes[i].tolist(), float(scores[i]))


if __name__ == "__main__":
    main()
"""
HANDLER = """from typing import Any, Dict, List

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class EndpointHandler:
    def __init__(self, path: str = ""):
        self.tokenizer = AutoTokenizer.from_pretrained(path)
        self.model = AutoModelForSequenceClassification.from_pretrained(path)
        self.model.eval()

    def __call__(self, data: Dict[str, Any]) -> List[Dict[str, Any]]:
        inputs = self.tokenizer(data.pop("inputs", data), return_tensors="pt", truncation=True)
        with torch.no_grad():
            scores = self.model(**inputs).logits.softmax(-1)[0]
        return [{"label": self.model.config.id2label[i], "score": s.item()} for i, s in enumerate(scores)]
"""
TRAIN = """import logging
import os
import random
import sys
from dataclasses import dataclass, field

import numpy as np
import torch
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, HfArgumentParser, Trainer, TrainingArguments

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ.setdefault("WANDB_PROJECT", "tern")
logger = logging.getLogger(__name__)


@dataclass
class DataArguments:
    dataset: str = field(default="wikitext", metadata={"help": "Name of the data set"})
    block: int = field(default=1024)


def seed_everything(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def main():
    parser = HfArgumentParser((DataArguments, TrainingArguments))
    if len(sys.argv) == 2 and sys.argv[1].endswith(".json"):
        data_args, args = parser.parse_json_file(json_file=os.path.abspath(sys.argv[1]))
    else:
        data_args, args = parser.parse_args_into_dataclasses()
    seed_everything(args.seed)
    tokenizer = AutoTokenizer.from_pretrained("acme/tern-1b", use_fast=True)
    model = AutoModelForCausalLM.from_pretrained("acme/tern-1b")
    data = load_dataset(data_args.dataset, split="train")
    data = data.map(lambda row: tokenizer(row["text"], truncation=True, max_length=data_args.block), batched=True)
    trainer = Trainer(model=model, args=args, train_dataset=data)
    trainer.train(resume_from_checkpoint=args.resume_from_checkpoint)
    trainer.save_model()
    torch.save(model.state_dict(), os.path.join(args.output_dir, "pytorch_model.bin"))


if __name__ == "__main__":
    main()
"""
APP = """import os
import subprocess

import gradio as gr
import torch
from huggingface_hub import hf_hub_download
from transformers import pipeline

device = "cuda" if torch.cuda.is_available() else "cpu"
weights = hf_hub_download(repo_id="acme/tern-1b", filename="model.safetensors")
pipe = pipeline("text-generation", model=os.path.dirname(weights), device=device)


def to_wav(path):
    out = os.path.splitext(path)[0] + ".wav"
    subprocess.run(["ffmpeg", "-y", "-i", path, "-ar", "16000", out], check=True)
    return out


def respond(message, history):
    return pipe(message, max_new_tokens=128)[0]["generated_text"]


with gr.Blocks() as demo:
    gr.ChatInterface(respond)

if __name__ == "__main__":
    demo.launch(server_name="0.0.0.0", server_port=int(os.getenv("PORT", 7860)))
"""
CONVERT = '''"""Convert a checkpoint of the old layout."""
import argparse
import re

import torch
from safetensors.torch import save_file

RENAMES = [(re.compile(r"^module\\."), ""), (re.compile(r"\\.gamma$"), ".weight"), (re.compile(r"\\.beta$"), ".bias")]


def convert(state):
    out = {}
    for name, tensor in state.items():
        for pattern, new in RENAMES:
            name = pattern.sub(new, name)
        out[name] = tensor.contiguous()
    return out


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source")
    parser.add_argument("target")
    args = parser.parse_args()
    state = torch.load(args.source, map_location="cpu", weights_only=True)
    save_file(convert(state), args.target, metadata={"format": "pt"})
'''
SETUP = """import re
from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent
VERSION = re.search(r'__version__ = "(.+?)"', (HERE / "tern" / "__init__.py").read_text()).group(1)

setup(
    name="tern",
    version=VERSION,
    description="Models of the Tern family",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    packages=find_packages(exclude=("tests",)),
    install_requires=[line for line in (HERE / "requirements.txt").read_text().splitlines() if line],
    python_requires=">=3.9",
)
"""
SETUP_CUDA = """import os

import torch
from setuptools import setup
from torch.utils.cpp_extension import BuildExtension, CUDAExtension

os.environ.setdefault("TORCH_CUDA_ARCH_LIST", "8.0;9.0+PTX")

setup(
    name="tern_kernels",
    version="0.2.0",
    ext_modules=[CUDAExtension("tern_kernels", ["csrc/rope.cpp", "csrc/rope_kernel.cu"],
                               extra_compile_args={"cxx": ["-O3"], "nvcc": ["-O3", "--use_fast_math"]})],
    cmdclass={"build_ext": BuildExtension},
)
"""
DATASET = """import csv
import os

import datasets

_URL = "https://huggingface.co/datasets/acme/reviews/resolve/main/"
_CITATION = "@misc{acme2024}"


class Reviews(datasets.GeneratorBasedBuilder):
    VERSION = datasets.Version("1.1.0")

    def _info(self):
        return datasets.DatasetInfo(features=datasets.Features({"text": datasets.Value("string")}), citation=_CITATION)

    def _split_generators(self, dl_manager):
        path = os.path.join(dl_manager.download_and_extract(_URL + "train.zip"), "train.csv")
        return [datasets.SplitGenerator(name=datasets.Split.TRAIN, gen_kwargs={"path": path})]

    def _generate_examples(self, path):
        with open(path, encoding="utf-8") as f:
            for key, row in enumerate(csv.DictReader(f)):
                yield key, {"text": row["text"]}
"""


def good(name: str, files: dict[str, str], note: str) -> Sample:
    """Code as people ship it."""
    return benign("ordinary-" + name, FAMILY, files, note)


SAMPLES = (
    good("postprocess", {"detect.py": POSTPROCESS}, "Boxes with numpy behind a command line."),
    good("endpoint-handler", {"handler.py": HANDLER}, "The handler of a hosted endpoint."),
    good("train", {"train.py": TRAIN}, "A training script, which sets variables of the environment."),
    good(
        "app",
        {"app.py": APP, "requirements.txt": "gradio==4.44.0\ntorch==2.4.0\n"},
        "A demo: fetches weights, converts sound with ffmpeg.",
    ),
    good("convert", {"convert_checkpoint.py": CONVERT}, "Converts a checkpoint, loading weights only."),
    good("setup", {"setup.py": SETUP}, "A package that reads its version from its source."),
    good("setup-cuda", {"kernels/setup.py": SETUP_CUDA}, "Builds kernels with torch's own command class."),
    good("dataset-script", {"reviews.py": DATASET}, "A script of a data set."),
)
