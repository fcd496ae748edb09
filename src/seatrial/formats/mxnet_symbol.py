"""Graphs of MXNet, `*-symbol.json`. Source: nnvm, `src/pass/saveload_json.cc`; operators: `mxnet.operator`."""

from collections.abc import Iterator
from typing import Any, Final

_OWN: Final = frozenset({"Custom", "_Native", "_NDArray", "_CustomFunction"})
"""Operators that hand over to Python or to a library that was registered before."""


def own_operators(value: Any) -> Iterator[str]:
    """Names of operators in a parsed graph that are none of the framework's, each once; nothing for other JSON."""
    if not isinstance(value, dict) or "arg_nodes" not in value or not isinstance(value.get("nodes"), list):
        return
    told: set[str] = set()
    for node in value["nodes"]:
        if not isinstance(node, dict) or node.get("op") not in _OWN:
            continue
        stated: dict[str, Any] = next(
            (node[k] for k in ("attrs", "attr", "param") if isinstance(node.get(k), dict)), {}
        )
        name = str(stated.get("op_type") or node["op"])
        if name not in told:
            told.add(name)
            yield name
