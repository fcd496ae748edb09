"""What current releases of libraries write: columns of Arrow, arrays of dill, exported programs, fingerprints."""

import json

from tests.corpus.archive_writer import zip_file
from tests.corpus.assembler import Ops, array, call, estimator, instance, name, ordered, pickled, tensor, value
from tests.corpus.labelled import benign
from tests.corpus.protobuf_writer import field

ARROW = "pyarrow.lib"
WEIGHTS = bytes(range(64, 96))


def _column() -> Ops:
    """Texts as pandas 3 keeps them: an Arrow array from three buffers."""
    buffers = [None, call(ARROW, "py_buffer", bytes(8)), call(ARROW, "py_buffer", b"ab")]
    parts = (
        call(ARROW, "type_for_alias", "large_string"),
        2,
        0,
        0,
        Ops(b"]" + b"".join(value(b) + b"a" for b in buffers)),
    )
    return call(ARROW, "chunked_array", [call(ARROW, "_restore_array", (*parts, None, []))])


def _dilled() -> Ops:
    rebuilt = (name("numpy", "ndarray"), (0,), b"b")
    made = name("numpy._core.multiarray", "_reconstruct")
    return call("dill._dill", "_create_array", made, rebuilt, (1, (1,), bytes(8)), None)


def _notebook(*cells: str) -> str:
    made = [{"cell_type": "code", "metadata": {}, "source": cell, "outputs": []} for cell in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made})


_EXPORTED = {
    "e/archive_format": b"pt2",
    "e/archive_version": b"0",
    "e/byteorder": b"little",
    "e/models/model.json": b'{"graph_module": {"graph": {"nodes": []}}}',
    "e/data/weights/weight_0": b"\x9e\x1f\xd3\xbd" * 8,
    "e/data/weights/model_weights_config.json": b'{"config": {}}',
    "e/data/constants/model_constants_config.json": b"{}",
    "e/.data/serialization_id": b"1" * 40,
}
_PACKAGE = {
    "p/.data/extern_modules": b"torch\ncollections\n",
    "p/.data/python_version": b"3.11.7",
    "p/.data/version": b"6\n",
    "p/.data/0.storage": b"\x9e\x1f\xd3\xbd" * 8,
    "p/byteorder": b"little",
    "p/m/m.pkl": pickled(value({"w": tensor()}), protocol=3),
}
_FINGERPRINT = (
    b"".join(field(number, 0x8F1234567890ABCD + number) for number in range(1, 6))
    + field(6, field(1, 4))
    + field(7, b"174858")
)

SAMPLES = (
    benign("library-arrow-texts", "pandas", {"frame.pkl": pickled(_column())}, "A column of texts of pandas 3."),
    benign(
        "library-dill-array",
        "dill",
        {"a.dill": pickled(_dilled())},
        "An array as dill writes it.",
    ),
    benign(
        "library-splitting-texts",
        "scikit-learn",
        {
            "vectorizer.pkl": pickled(
                estimator(
                    "feature_extraction.text", "CountVectorizer", tokenizer=name("builtins", "str.split"), max_df=1.0
                )
            )
        },
        "Words are told by a method of texts.",
    ),
    benign(
        "library-clipping",
        "scikit-learn",
        {
            "step.pkl": pickled(
                estimator("preprocessing._function_transformer", "FunctionTransformer", func=name("numpy", "clip")),
            )
        },
        "A step that clips.",
    ),
    benign(
        "library-tensor-dataset",
        "pytorch",
        {
            "data.pt": zip_file(
                {
                    "d/data.pkl": pickled(
                        instance("torch.utils.data.dataset", "TensorDataset", {"tensors": (tensor(),)}), protocol=2
                    ),
                    "d/data/0": WEIGHTS,
                },
                packed=False,
            )
        },
        "A data set of tensors.",
    ),
    benign(
        "library-exported-program", "pytorch", {"e.pt2": zip_file(_EXPORTED, packed=False)}, "As torch.export saves."
    ),
    benign("library-torch-package", "pytorch", {"p.pt": zip_file(_PACKAGE, packed=False)}, "As torch.package saves."),
    benign(
        "library-saved-model-fingerprint",
        "tensorflow",
        {"model/fingerprint.pb": _FINGERPRINT},
        "Every SavedModel since TensorFlow 2.11 has one.",
    ),
    benign(
        "library-asking-the-repository",
        "code",
        {
            "train.py": "import subprocess\n\n\ndef main():\n"
            "    return subprocess.check_output(['git', 'rev-parse', 'HEAD'])\n\n\n"
            "if __name__ == '__main__':\n    main()\n"
        },
        "A script that notes which commit it ran at.",
    ),
    benign(
        "library-asking-the-driver",
        "notebook",
        {
            "demo.ipynb": _notebook(
                "import subprocess\nprint(subprocess.run(['nvidia-smi'], capture_output=True).stdout)"
            )
        },
        "A notebook that shows the graphics card.",
    ),
    benign(
        "library-many-records",
        "pickle",
        {"log.pkl": b"".join(pickled(value({"step": number % 200})) for number in range(6_000))},
        "A log to which a pickle was added at each step.",
    ),
    benign(
        "library-fasttext",
        "fasttext",
        {"lid.ftz": b"\xba\x16\x4f\x2f" + (12).to_bytes(4, "little") + b"\x9e\x1f\xd3\xbd" * 64},
        "A model that tells languages.",
    ),
    benign("library-array", "numpy", {"a.pkl": pickled(ordered({"w": array()}))}, "An array in a dictionary."),
)
