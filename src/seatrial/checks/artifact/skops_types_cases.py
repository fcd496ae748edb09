"""Known answers for `artifact.skops-types`."""

import json
from typing import Any

from seatrial.testing.builders import ZipMember, array, zipped
from seatrial.testing.case import Case


def node(loader: str, module: str, name: str, **more: Any) -> dict[str, Any]:
    """One node of a schema."""
    return {"__class__": name, "__module__": module, "__loader__": f"{loader}Node", "__id__": 1, **more}


def mapping(**content: Any) -> dict[str, Any]:
    """A dictionary of nodes."""
    return node("Dict", "builtins", "dict", content=content, key_types=node("List", "builtins", "list", content=[]))


def archive(**attributes: Any) -> bytes:
    """A `.skops` file of an estimator with the given attributes."""
    estimator = node("Object", "sklearn.linear_model._logistic", "LogisticRegression", content=mapping(**attributes))
    schema = {**estimator, "protocol": 2, "_skops_version": "0.11.0"}
    members = [ZipMember(name="1.npy", data=array("<f4", "(2,)", bytes(8)))]
    return zipped([*members, ZipMember(name="schema.json", data=json.dumps(schema).encode(), packed=True)])


_ARRAY = node("NdArray", "numpy", "ndarray", type="numpy", file="1.npy")
_VALUE = node("Json", "builtins", "str", content='"l2"', is_json=True)

CASES: tuple[Case, ...] = (
    Case(
        name="has a function of the system built",
        files={"model.skops": archive(func=node("Function", "os", "system"))},
        expect=("fail: has loading build os.system, which runs commands",),
    ),
    Case(
        name="states a plain type and has an operator built",
        files={"model.skops": archive(func=node("OperatorFunc", "builtins", "methodcaller", attrs=_VALUE))},
        expect=("fail: states builtins.methodcaller and has operator.methodcaller built",),
    ),
    Case(
        name="takes a hidden attribute of an object",
        files={
            "model.skops": archive(
                func=node("Method", "builtins", "str", content={"func": "__globals__", "obj": node("Type", "x", "y")})
            )
        },
        expect=("fail: states builtins.str and has x.y.__globals__ built",),
    ),
    Case(
        name="builds a class of somebody's own",
        files={"model.skops": archive(step=node("Object", "my_steps", "Cleaner", content=mapping()))},
        expect=("review: has loading build my_steps.Cleaner",),
    ),
    Case(
        name="rebuilds an estimator from arrays and settings",
        files={"model.skops": archive(coef_=_ARRAY, penalty=_VALUE, f=node("Function", "numpy", "log1p"))},
        expect=("pass: builds 6 nodes",),
        good=True,
    ),
    Case(name="other JSON", files={"schema.json": b'{"type": "object", "title": "__loader__"}'}, good=True),
)
