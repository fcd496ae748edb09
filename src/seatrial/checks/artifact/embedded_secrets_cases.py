"""Known answers for `artifact.embedded-secrets`. The credentials are made up here, from a digest."""

import base64
import hashlib
import json
from typing import Final

from seatrial.testing.case import Case
from seatrial.testing.model_files import tiny_gguf, tiny_safetensors

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def drawn(length: int, alphabet: str = _LETTERS + "0123456789", seed: str = "case") -> str:
    """Characters that look drawn at random and are always the same."""
    numbers = b"".join(hashlib.sha256(f"{seed} {block}".encode()).digest() for block in range(length // 32 + 1))
    return "".join(alphabet[number % len(alphabet)] for number in numbers[:length])


AWS: Final = "AKIA" + drawn(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
HUB: Final = "hf_" + drawn(34, _LETTERS)
GITHUB: Final = "ghp_" + drawn(36)
OPENAI: Final = "sk-proj-" + drawn(64)
ANTHROPIC: Final = "sk-ant-api03-" + drawn(95)
_BODY: Final = base64.b64encode(hashlib.sha512(b"case").digest() * 4).decode()
PRIVATE_KEY: Final = "-----BEGIN RSA PRIVATE KEY-----\n" + _BODY[:64] + "\n" + _BODY[64:128]
WEB_TOKEN: Final = f"eyJ{drawn(30)}.eyJ{drawn(60)}.{drawn(43)}"
PASSWORD: Final = "v" + drawn(7) + "#4Kq"

CASES: tuple[Case, ...] = (
    Case(
        name="a token in a configuration",
        files={"config.json": json.dumps({"token": HUB}).encode()},
        expect=("fail: holds a token of Hugging Face (hf_",),
    ),
    Case(
        name="keys in an environment file",
        files={".env": f"OPENAI_API_KEY={OPENAI}\nANTHROPIC_API_KEY='{ANTHROPIC}'\nAWS_ACCESS_KEY_ID={AWS}\n".encode()},
        expect=("fail: holds a key of OpenAI", "fail: holds a key of Anthropic", "fail: holds an access key of AWS"),
    ),
    Case(
        name="a token in a script",
        files={"push.py": f'import huggingface_hub\nTOKEN = "{GITHUB}"\n'.encode()},
        expect=("fail: holds a token of GitHub",),
    ),
    Case(
        name="a token in the output of a notebook",
        files={
            "demo.ipynb": json.dumps(
                {
                    "cells": [
                        {
                            "cell_type": "code",
                            "source": ["login()"],
                            "metadata": {},
                            "outputs": [{"text": [f"using {HUB}\n"]}],
                        }
                    ],
                    "metadata": {},
                    "nbformat": 4,
                    "nbformat_minor": 5,
                }
            ).encode()
        },
        expect=("fail: holds a token of Hugging Face",),
    ),
    Case(name="a private key", files={"id_rsa": PRIVATE_KEY.encode()}, expect=("fail: holds a private key",)),
    Case(
        name="a private key of a service account",
        files={"account.json": json.dumps({"type": "service_account", "private_key": PRIVATE_KEY}).encode()},
        expect=("fail: holds a private key",),
    ),
    Case(
        name="a token in the metadata of weights",
        files={"model.gguf": tiny_gguf(general__description=f"made with {HUB}")},
        expect=("fail: holds a token of Hugging Face",),
    ),
    Case(
        name="a database with its password",
        files={"notes.txt": f"postgresql://seer:{PASSWORD}@db.internal.net/x\n".encode()},
        expect=("review: holds a URL with a password",),
    ),
    Case(
        name="a password by its name",
        files={"train.yaml": f"db_password: {PASSWORD}xY9\nlr: 0.1\n".encode()},
        expect=("review: holds a text that is named as a credential",),
    ),
    Case(
        name="a web token",
        files={"run.sh": f"#!/bin/sh\ncurl -H 'Authorization: Bearer {WEB_TOKEN}' https://api.example.org\n".encode()},
        expect=("review: holds a signed JSON web token",),
    ),
    Case(
        name="placeholders of a manual",
        files={
            "README.md": (
                b"# Use\n\n```\nexport HF_TOKEN=hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\nexport OPENAI_API_KEY=sk-...\n"
                b'api_key = "YOUR_API_KEY"\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\npassword = "password123"\n'
                b"aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"
                b"postgres://user:password@localhost:5432/db\ntoken = os.environ['HF_TOKEN']\n```\n"
            )
        },
        good=True,
    ),
    Case(
        name="checksums, pointers, identifiers and images",
        files={
            "weights.bin": b"version https://git-lfs.github.com/spec/v1\noid sha256:"
            + hashlib.sha256(b"x").hexdigest().encode()
            + b"\nsize 134515\n",
            "SHA256SUMS.txt": hashlib.sha256(b"y").hexdigest().encode() + b"  model.safetensors\n",
            "demo.ipynb": json.dumps(
                {"cells": [], "image/png": _BODY * 20, "id": "0f8fad5b-d9cb-469f-a165-70867728950e", "nbformat": 4}
            ).encode(),
            "tokenizer_config.json": json.dumps({"pad_token": "<|endoftext|>", "bos_token": _BODY[:30]}).encode(),
        },
        good=True,
    ),
    Case(name="weights without any", files={"model.safetensors": tiny_safetensors()}, good=True),
)
