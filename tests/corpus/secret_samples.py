"""Credentials left in what is published, and what only looks like them. All are drawn by `made_up`."""

import base64
import json

from tests.corpus import made_up
from tests.corpus.labelled import benign, hostile
from tests.corpus.sample import Sample

FAMILY = "secret"


def leak(name: str, path: str, content: str, note: str) -> Sample:
    """A file with a credential."""
    return hostile("secret-" + name, FAMILY, {path: content}, note)


def notebook(source: list[str], outputs: list[dict[str, object]]) -> str:
    """A notebook of one cell."""
    return json.dumps(
        {
            "cells": [
                {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": outputs, "source": source}
            ],
            "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


ACCOUNT = json.dumps(
    {
        "type": "service_account",
        "project_id": "vision-7731",
        "private_key_id": made_up.drawn("g", 40, made_up.HEX),
        "private_key": made_up.pem_key("gcp", "PRIVATE KEY"),
        "client_email": "train@vision-7731.iam.gserviceaccount.com",
        "token_uri": "https://oauth2.googleapis.com/token",
    },
    indent=2,
)
PASSWORD = made_up.drawn("db", 18)
HOSTILE = (
    leak(
        "aws-code",
        "train.py",
        f"import boto3\n\ns3 = boto3.client(\n    's3',\n    aws_access_key_id='{made_up.aws_key_id('a')}',\n"
        f"    aws_secret_access_key='{made_up.aws_secret('a')}',\n)\n",
        "Both halves of a cloud key in a training script.",
    ),
    leak(
        "github-requirements",
        "requirements.txt",
        f"torch==2.4.0\ngit+https://{made_up.github_token('r')}@github.com/acme/private.git\n",
        "A token in the address of a private package.",
    ),
    leak(
        "hub-notebook",
        "finetune.ipynb",
        notebook(["from huggingface_hub import login\n", f"login('{made_up.hub_token('n')}')"], []),
        "A hub token in a notebook's cell.",
    ),
    leak(
        "hub-notebook-output",
        "demo.ipynb",
        notebook(
            ["!env"],
            [
                {
                    "output_type": "stream",
                    "name": "stdout",
                    "text": ["HOME=/root\n", f"HF_TOKEN={made_up.hub_token('o')}\n"],
                }
            ],
        ),
        "A hub token in what a cell printed.",
    ),
    leak(
        "openai-config",
        "config.json",
        json.dumps({"model_type": "llama", "judge": {"api_key": made_up.openai_key("c")}}),
        "A key in the configuration of a model.",
    ),
    leak(
        "anthropic-readme",
        "README.md",
        f"# Model\n\n```bash\nexport ANTHROPIC_API_KEY={made_up.anthropic_key('m')}\n```\n",
        "A key in an example of the model card.",
    ),
    leak("pem", "deploy/id_rsa", made_up.pem_key("pem"), "A private key."),
    leak(
        "pem-in-code", "sign.py", f'KEY = """{made_up.pem_key("ec", "EC PRIVATE KEY")}"""\n', "A private key in code."
    ),
    leak("gcp", "service-account.json", ACCOUNT, "The key of a service account."),
    leak(
        "database",
        "eval.yaml",
        f"results:\n  store: postgresql://trainer:{PASSWORD}@db.prod.acme-models.net:5432/evals\n",
        "A database's address with its password.",
    ),
    leak(
        "dotenv",
        ".env",
        f"OPENAI_API_KEY={made_up.openai_key('e')}\nWANDB_API_KEY={made_up.drawn('w', 40, made_up.HEX)}\n",
        "An environment file with two keys.",
    ),
    leak(
        "netrc",
        ".netrc",
        f"machine api.wandb.ai\n  login user\n  password {made_up.drawn('netrc', 40, made_up.HEX)}\n",
        "A login file.",
    ),
    leak("slack", "notify.py", f"TOKEN = '{made_up.slack_token('s')}'\n", "A token of a chat bot."),
    leak(
        "aws-profile",
        ".aws/credentials",
        f"[default]\naws_access_key_id = {made_up.aws_key_id('p')}\n"
        f"aws_secret_access_key = {made_up.aws_secret('p')}\n",
        "A profile of cloud keys.",
    ),
    leak(
        "docker-login",
        ".docker/config.json",
        json.dumps(
            {"auths": {"registry.acme-models.net": {"auth": base64.b64encode(f"bot:{PASSWORD}".encode()).decode()}}}
        ),
        "A registry login, name and password.",
    ),
    leak(
        "git-config",
        ".git/config",
        '[remote "origin"]\n\turl = https://bot:' + made_up.github_token("gc") + "@github.com/acme/model.git\n",
        "A token in the remote of a repository that was published whole.",
    ),
    leak(
        "trainer-state",
        "training_args.json",
        json.dumps({"output_dir": "out", "hub_token": made_up.hub_token("t"), "push_to_hub": True}),
        "The trainer's arguments with the hub token.",
    ),
)


def good(name: str, files: dict[str, str], note: str) -> Sample:
    """What looks like a credential and is none."""
    return benign("secret-" + name, FAMILY, files, note)


BENIGN = (
    good(
        "placeholders",
        {
            "README.md": "# Use\n\n```bash\nexport HF_TOKEN=hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"
            "export OPENAI_API_KEY=sk-...\nexport AWS_ACCESS_KEY_ID=<your-access-key>\n```\n\n"
            'or `token="YOUR_TOKEN_HERE"`.\n'
        },
        "What to fill in.",
    ),
    good(
        "documented-example",
        {"docs/aws.md": "Set `AWS_ACCESS_KEY_ID=AKIA" + "IOSFODNN7EXAMPLE`, the vendor's documented example.\n"},
        "The example key of the vendor's own documents.",
    ),
    good(
        "from-environment",
        {
            "push.py": 'import os\n\nfrom huggingface_hub import HfApi\n\napi = HfApi(token=os.environ["HF_TOKEN"])\n'
            'password = os.getenv("DB_PASSWORD", "")\n'
        },
        "Read from the environment, not written down.",
    ),
    good(
        "hashes",
        {
            "SHA256SUMS": "".join(
                f"{made_up.drawn(str(n), 64, made_up.HEX)}  model-{n}.safetensors\n" for n in range(4)
            ),
            "config.json": json.dumps(
                {"_commit_hash": made_up.drawn("c", 40, made_up.HEX), "etag": made_up.drawn("e", 64, made_up.HEX)}
            ),
        },
        "Digests and a commit.",
    ),
    good(
        "public-key",
        {
            "cosign.pub": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"
            + made_up.drawn("pub", 86)
            + "==\n"
            "-----END PUBLIC KEY-----\n"
        },
        "A public key.",
    ),
    good(
        "example-environment",
        {
            ".env.example": "OPENAI_API_KEY=\nHF_TOKEN=changeme\nDATABASE_URL=postgresql://user:password@loca"
            "lhost:5432/db\n"
        },
        "An environment to copy and fill in.",
    ),
    good(
        "vocabulary-names",
        {"vocab.txt": "password\nsecret\napi_key\ntoken\nAKIA\nghp_\nsk-\nBEGIN RSA PRIVATE KEY\n"},
        "Words.",
    ),
    good(
        "base64-picture",
        {"card.md": "![x](data:image/png;base64,iVBORw0KGgo" + made_up.drawn("img", 400, made_up.BASE64) + ")\n"},
        "A picture in a card as base64.",
    ),
)
SAMPLES = (*HOSTILE, *BENIGN)
