"""Write a tiny model to try Seatrial on: a linear classifier in safetensors, with card and declaration.

    python examples/tiny_model.py DIRECTORY            a model as it should be
    python examples/tiny_model.py DIRECTORY --plant    the same, with a pickle that would run a command when loaded

Nothing is loaded or run. The planted command is `echo`, and harmless.
"""

import argparse
import json
import random
import struct
from pathlib import Path

CARD = """\
---
license: apache-2.0
base_model: none
tags: [text-classification]
---
# Tiny classifier

## Intended use

Trying out a model review.

## Out-of-scope use

Everything else.

## Limitations and risks

It classifies nothing well: its weights are random numbers.

## Training data

No data: the weights were drawn from a random number generator with a fixed seed.

## Evaluation

Not evaluated, since its answers are arbitrary by construction.
"""

DECLARATION = """\
# What the developer states about this model. Fields: docs/reference/declaration.md
name: tiny-classifier
version: "1.0"
developer: {name: Example Developer}
license: apache-2.0
base_model: none
intended_use: Trying out a model review.
limitations: It classifies nothing well, since its weights are random numbers.
release: {channel: open-weights}
contacts:
  - {purpose: security, address: security@example.org}
facts: {model.generates_text: false}
"""


def main() -> None:
    """Write the model's files into the given directory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--plant", action="store_true", help="add a pickle that would run a command when loaded")
    arguments = parser.parse_args()
    directory: Path = arguments.directory
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "model.safetensors").write_bytes(weights())
    (directory / "config.json").write_text(json.dumps({"model_type": "linear", "labels": ["no", "yes"]}) + "\n")
    (directory / "README.md").write_text(CARD)
    (directory / "seatrial.yaml").write_text(DECLARATION)
    if arguments.plant:
        # A protocol-0 pickle: look up posix.system, build the argument, call it. Inert until somebody unpickles it.
        (directory / "optimizer.pkl").write_bytes(b"cposix\nsystem\n(S'echo this ran while loading'\ntR.")
    print(f"wrote {directory}")


def weights() -> bytes:
    """A safetensors file: 8-byte header length, JSON header, the tensors' bytes."""
    numbers = random.Random(0)
    weight = struct.pack("<128f", *(numbers.gauss(0, 0.1) for _ in range(128)))
    bias = struct.pack("<2f", 0.0, 0.1)
    header = json.dumps(
        {
            "weight": {"dtype": "F32", "shape": [2, 64], "data_offsets": [0, len(weight)]},
            "bias": {"dtype": "F32", "shape": [2], "data_offsets": [len(weight), len(weight) + len(bias)]},
        }
    ).encode()
    return struct.pack("<Q", len(header)) + header + weight + bias


if __name__ == "__main__":
    main()
