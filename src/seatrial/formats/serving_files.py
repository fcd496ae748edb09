"""Files by which servers of models are set up: what in them has code run, doors opened or files read."""

import re
from collections.abc import Iterator
from typing import Any, Final

from seatrial.domain.text import shown
from seatrial.formats import requirements, shell_script
from seatrial.formats.bounds import lines, up_to
from seatrial.formats.notice import Notice
from seatrial.formats.python_targets import Target, judge

# Dockerfiles and their like


_INSTRUCTION: Final = re.compile(
    r"^\s*(RUN|CMD|ENTRYPOINT|ADD|COPY|FROM|ENV|ARG|ONBUILD|HEALTHCHECK|USER|SHELL)\s+(.*)$", re.IGNORECASE
)
_LIST: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ADDED: Final = re.compile(r"https?://\S+")
_SECRET_COPY: Final = re.compile(r"/var/run/docker\.sock|/etc/shadow|~?/\.ssh\b|/root/\.aws")


def dockerfile(text: str) -> Iterator[Notice]:
    """What building or starting the image would do that a person should know."""
    plain = re.sub(r"\\\r?\n(?:\s*#[^\n]*\n)*", "  ", text)
    for number, line in lines(plain, 50_000):
        found = _INSTRUCTION.match(line)
        if found is None:
            continue
        word, rest = found.group(1).upper(), found.group(2).strip()
        if word in ("RUN", "CMD", "ENTRYPOINT", "ONBUILD", "HEALTHCHECK"):
            yield from commands(" ".join(_LIST.findall(rest)) if rest.startswith("[") else rest, number)
        elif word == "ADD" and (address := _ADDED.search(rest)):
            unsafe = address.group().startswith("http://")
            what = f"adds what lies at an address: {shown(address.group(), 100)}"
            yield Notice(rule="add-address", what=what, line=number, ordinary=not unsafe)
        elif word == "ENV" and re.search(r"\bLD_PRELOAD\s*=?\s*\S*(?:/tmp|/dev/shm)", rest):
            yield Notice(
                rule="preload", what="preloads a library from a folder for temporary files", line=number, high=True
            )
        if _SECRET_COPY.search(rest):
            yield Notice(
                rule="host-secrets", what=f"reaches for what belongs to the host: {shown(rest, 80)}", line=number
            )


def commands(text: str, line: int = 0) -> Iterator[Notice]:
    """What shell commands do."""
    for act in shell_script.acts(text):
        where = line or act.line
        yield Notice(rule=f"shell:{act.rule}", what=f"{act.what}: {act.command}", line=where, high=act.malice)


# Properties of TorchServe


_PROPERTY: Final = re.compile(r"^\s*([\w.]+)\s*[=:]\s*(.*?)\s*$")
_OPEN_DOOR: Final = re.compile(r"https?://(?:0\.0\.0\.0|\[::\]|\*)")


def properties(text: str) -> Iterator[Notice]:
    """Settings of `config.properties` that let others in or install what the archive names."""
    for number, line in lines(text, 50_000):
        found = _PROPERTY.match(line)
        if found is None or line.lstrip().startswith("#"):
            continue
        key, value = found.group(1), found.group(2)
        if key == "install_py_dep_per_model" and value.lower() == "true":
            yield Notice(rule="installs", what="has the server install the packages that a model names", line=number)
        elif key in ("management_address", "grpc_management_address") and _OPEN_DOOR.search(value):
            what = f"lets everybody manage the server: {key}={shown(value, 60)}"
            yield Notice(rule="open-management", what=what, line=number)
        elif key == "allowed_urls" and re.search(r"(?:^|,)\s*(?:file|https?)://\.\*|^\.\*", value):
            yield Notice(rule="any-address", what="lets models be loaded from any address", line=number)
        elif (
            key in ("disable_token_authorization", "use_env_allowed_urls", "enable_model_api")
            and value.lower() == "true"
        ):
            yield Notice(rule=key, what=f"lowers a guard of the server: {shown(key, 60)}", line=number, ordinary=True)
        elif key in ("vmargs", "python_executable") and re.search(r"-javaagent|-agentlib|/tmp/", value):
            yield Notice(rule="agent", what=f"loads code into the server: {shown(value, 80)}", line=number, high=True)


# Archives of models


def manifest(value: Any) -> Iterator[Notice]:
    """The `MANIFEST.json` of a TorchServe archive, or the `Manifest.json` of a Core ML package."""
    items = value.get("itemInfoEntries") if isinstance(value, dict) else None
    for item in items.values() if isinstance(items, dict) else ():
        path = item.get("path") if isinstance(item, dict) else None
        if isinstance(path, str) and _leaves(path):
            yield Notice(rule="outside", what=f"names a part outside of the package: {shown(path, 80)}", high=True)
    model = value.get("model") if isinstance(value, dict) else None
    if not isinstance(model, dict):
        return
    handler = model.get("handler")
    if isinstance(handler, str) and handler:
        yield from _handler("handler", handler)
    for key in ("requirementsFile", "modelFile"):
        named = model.get(key)
        if isinstance(named, str) and named:
            outside = named.startswith(("/", "~")) or ".." in named or "://" in named
            what = f"names {key} {'outside of the archive' if outside else 'in the archive'}: {shown(named, 80)}"
            yield Notice(rule=key, what=what, high=outside, ordinary=not outside)


_OWN_HANDLERS: Final = frozenset(
    {"image_classifier", "object_detector", "text_classifier", "image_segmenter", "text_generation", "base_handler"}
    | {"dali_image_classifier", "micro_batching_handler", "vllm_handler", "densenet_handler"}
)


def _handler(rule: str, name: str) -> Iterator[Notice]:
    plain = name.split(":", maxsplit=1)[0].removesuffix(".py")
    if "/" in plain.lstrip("./") and (name.startswith(("/", "~")) or ".." in name):
        yield Notice(rule=rule, what=f"has the server run code outside of the model: {shown(name, 80)}", high=True)
    elif judge(plain) is Target.DANGEROUS or judge(f"{plain}.x") is Target.DANGEROUS:
        yield Notice(
            rule=rule, what=f"has the server call into a module that acts on the machine: {shown(name, 80)}", high=True
        )
    elif plain not in _OWN_HANDLERS:
        yield Notice(rule=rule, what=f"has the server run a handler that comes with the model: {shown(name, 80)}")


def pbtxt(text: str) -> Iterator[Notice]:
    """Triton's `config.pbtxt`: back ends that run code, and parameters that name programs."""
    for number, line in lines(text, 50_000):
        backend = re.match(r'\s*backend\s*:\s*"([^"]*)"', line)
        if backend is not None and backend.group(1) == "python":
            yield Notice(rule="python-backend", what="has the server run Python that comes with the model", line=number)
        elif backend is not None and ("/" in backend.group(1) or ".." in backend.group(1)):
            what = f"names a back end by a path: {shown(backend.group(1), 80)}"
            yield Notice(rule="backend-path", what=what, line=number, high=True)
    for match in re.finditer(r'\b(?:default_model_filename|model_filename|path)\s*:\s*"([^"]{1,2000})"', text):
        if _leaves(match[1]):
            what = f"names a model outside of the repository: {shown(match[1], 80)}"
            yield Notice(rule="outside", what=what, line=text.count("\n", 0, match.start()) + 1, high=True)
    for key, value in re.findall(
        r'key\s*:\s*"([^"]{1,200})"\s*,?\s*value\s*:?\s*\{\s*string_value\s*:\s*"([^"]{0,2000})"', text
    ):
        if key == "EXECUTION_ENV_PATH":
            outside = not value.startswith("$$TRITON_MODEL_DIRECTORY") and "://" in value
            what = f"brings its own Python environment: {shown(value, 80)}"
            yield Notice(rule="environment", what=what, high=outside)
        elif any(act.malice for act in shell_script.acts(value)):
            yield Notice(rule="parameter", what=f"has a command as a parameter: {shown(value, 80)}", high=True)
        elif key in ("cmd_args", "op_library_filename") and value:
            yield Notice(rule="parameter", what=f"loads a library or passes arguments: {shown(value, 80)}")


def prototxt(text: str) -> Iterator[Notice]:
    """Caffe's networks: layers in Python, which the framework imports by name."""
    if re.search(r'\btype\s*:\s*"Python"', text):
        for match in up_to(re.finditer(r'\bmodule\s*:\s*"([^"\n]{1,200})"', text), 1_000, "layers of Python"):
            dangerous = judge(match[1]) is Target.DANGEROUS or judge(f"{match[1]}.x") is Target.DANGEROUS
            what = f"has the framework import a layer of Python: {shown(match[1], 80)}"
            yield Notice(rule="python-layer", what=what, line=text.count("\n", 0, match.start()) + 1, high=dangerous)


def mlmodel(pairs: list[tuple[str, str, int]]) -> Iterator[Notice]:
    """MLflow's `MLmodel`: the module that loading imports, and code that it puts on the path."""
    for key, value, line in pairs:
        if key == "loader_module" and not value.startswith("mlflow."):
            dangerous = judge(value) is Target.DANGEROUS or judge(f"{value}.x") is Target.DANGEROUS
            what = f"has loading import a module of its own: {shown(value, 80)}"
            yield Notice(rule="loader", what=what, line=line, high=dangerous)
        elif key == "python_model" and value:
            yield Notice(rule="python-model", what=f"loads a pickled Python object: {shown(value, 80)}", line=line)
        elif key in ("code", "model_code_path") and value not in ("", "null", "None", "~"):
            what = f"puts code that comes with it on the path: {shown(value, 80)}"
            yield Notice(rule="code", what=what, line=line)
        if key in ("python_model", "data", "code", "model_path", "pickled_model", "env", "uri") and _leaves(value):
            what = f"names {key} outside of the model: {shown(value, 80)}"
            yield Notice(rule="outside", what=what, line=line, high=True)


def _leaves(value: str) -> bool:
    return value.startswith(("/", "~", "\\\\", "http://", "https://", "ftp://")) or ".." in value.split("/")


_STEPS: Final = frozenset(
    {"run", "pre_install", "command", "args", "setup_script", "post_install", "entrypoint", "script", "prerun", "cmd"}
    | {"postrun", "build_commands", "startup_script", "start_command"}
)
_LISTS: Final = frozenset(
    {"python_packages", "packages", "pip", "requirements", "index_url", "extra_index_url", "find_links", "index-url"}
)


def recipe(pairs: list[tuple[str, str, int]]) -> Iterator[Notice]:
    """`cog.yaml`, `bentofile.yaml`, manifests of KServe and their like: commands, packages, privileges."""
    for key, value, line in pairs:
        if key in _STEPS or "\n" in value:
            yield from commands(value, line)
        if key in _LISTS:
            for source in requirements.sources(f"--index-url {value}" if "index" in key else value):
                if not source.known:
                    yield Notice(rule=source.rule, what=f"{source.what}: {source.text}", line=line, high=source.unsafe)
        if key in ("privileged", "hostNetwork", "hostPID", "hostIPC", "allowPrivilegeEscalation") and value == "true":
            yield Notice(rule=key, what=f"asks for rights over the host: {key}", line=line)
        if key == "path" and value in ("/", "/var/run/docker.sock", "/etc", "/root", "/proc"):
            yield Notice(rule="host-path", what=f"mounts a folder of the host: {value}", line=line, high=True)
        if key in ("docker.sock", "source", "volumes") and "docker.sock" in value:
            yield Notice(
                rule="host-path", what=f"hands out the host's containers: {shown(value, 60)}", line=line, high=True
            )


def modelfile(text: str) -> Iterator[Notice]:
    """Ollama's `Modelfile`: what it takes weights and adapters from. System prompts and templates are another's."""
    inside = False
    for number, line in lines(text, 50_000):
        quotes = line.count('"""')
        found = None if inside else re.match(r"\s*(FROM|ADAPTER)\s+(\S.*?)\s*$", line, re.IGNORECASE)
        inside ^= quotes % 2 == 1
        if found is None:
            continue
        word, value = found.group(1).upper(), found.group(2).strip("\"'")
        if value.startswith("http://"):
            yield Notice(
                rule="plain-address",
                what=f"{word} takes from an address without encryption: {shown(value, 80)}",
                line=number,
                high=True,
            )
        elif value.startswith(("/", "~", "\\\\")) or ".." in value.split("/"):
            system = re.match(r"(?:/etc|/proc|/sys|/dev|/root|/var|~/\.(?:ssh|aws|config))\b", value)
            what = f"{word} takes a file outside of the model: {shown(value, 80)}"
            yield Notice(rule="outside", what=what, line=number, high=system is not None)
