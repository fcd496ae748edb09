"""Ordinary pickles of pandas, boosters, vocabularies and plain Python."""

from typing import Final

from seatrial.testing.builders import array as npy
from tests.corpus.assembler import (
    Ops,
    array,
    call,
    dtype,
    estimator,
    instance,
    name,
    pickled,
    random_state,
    reduced,
    value,
)
from tests.corpus.sample import Label, Sample

TRUE: Final = Ops(b"\x88")


def _sample(
    title: str, data: bytes, path: str = "model.pkl", family: str = "pickle benign plain", note: str = ""
) -> Sample:
    return Sample(name=f"benign-{title}", label=Label.BENIGN, family=family, files={path: data}, note=note)


def _frame() -> Ops:
    block = call("pandas._libs.internals", "_unpickle_block", array(), call("builtins", "slice", 0, 1, 1), 2)
    index = call(
        "pandas.core.indexes.base",
        "_new_Index",
        name("pandas.core.indexes.range", "RangeIndex"),
        {"name": None, "start": 0, "stop": 2, "step": 1},
    )
    columns = call(
        "pandas.core.indexes.base",
        "_new_Index",
        name("pandas.core.indexes.base", "Index"),
        {"data": array(2, "O8", 0), "name": None},
    )
    manager = call("pandas.core.internals.managers", "BlockManager", (block,), [columns, index])
    return instance(
        "pandas.core.frame", "DataFrame", {"_mgr": manager, "_typ": "dataframe", "_metadata": [], "attrs": {}}
    )


PANDAS: Final = (
    _sample("pandas-frame", pickled(_frame()), "frame.pkl"),
    _sample(
        "pandas-timestamp",
        pickled(
            value(
                [
                    call("pandas._libs.tslibs.timestamps", "_unpickle_timestamp", 1, None, None, 10),
                    call("pandas._libs.tslibs.timedeltas", "_timedelta_unpickle", 1, 10),
                ]
            )
        ),
    ),
    _sample(
        "pandas-categories",
        pickled(
            instance(
                "pandas.core.arrays.categorical",
                "Categorical",
                {"_dtype": call("pandas.core.dtypes.dtypes", "CategoricalDtype", [], Ops(b"\x89"))},
            )
        ),
    ),
    _sample("numpy-array", pickled(array()), "vectors.pkl"),
    _sample(
        "numpy-array-protocol-5",
        pickled(
            call(
                "numpy._core.numeric",
                "_frombuffer",
                Ops(b"\x96" + (16).to_bytes(8, "little") + bytes(16)),
                dtype(),
                (2,),
                "C",
            ),
            protocol=5,
        ),
        "vectors.pkl",
    ),
    _sample(
        "numpy-strings",
        npy(
            "|O",
            "(2,)",
            pickled(
                call("numpy.core.multiarray", "_reconstruct", name("numpy", "ndarray"), (0,), b"b")
                + value((1, (2,), dtype("O8"), Ops(b"\x89"), ["cat", "dog"]))
                + b"b",
                protocol=3,
            ),
        ),
        "labels.npy",
    ),
    _sample(
        "numpy-masked",
        pickled(
            call(
                "numpy.ma.core", "_mareconstruct", name("numpy.ma", "MaskedArray"), name("numpy", "ndarray"), (0,), "b"
            )
        ),
    ),
    _sample("numpy-random-state", pickled(random_state()), "rng.pkl"),
    _sample(
        "scipy-sparse",
        pickled(
            instance(
                "scipy.sparse.csr", "csr_matrix", {"_shape": (2, 2), "data": array(), "indices": array(2, "i4", 4)}
            )
        ),
        "matrix.pkl",
    ),
    _sample(
        "scipy-interpolation",
        pickled(instance("scipy.interpolate._cubic", "CubicSpline", {"c": array(), "x": array()})),
        "spline.pkl",
    ),
)
BOOSTERS: Final = (
    _sample(
        "xgboost-classifier",
        pickled(
            instance(
                "xgboost.sklearn",
                "XGBClassifier",
                {
                    "n_estimators": 10,
                    "_Booster": instance(
                        "xgboost.core",
                        "Booster",
                        {"handle": call("builtins", "bytearray", b"{L\0\0\0\0\0\0\x07Config")},
                    ),
                },
            )
        ),
        "model.pkl",
    ),
    _sample(
        "lightgbm-classifier",
        pickled(
            instance(
                "lightgbm.sklearn",
                "LGBMClassifier",
                {
                    "_Booster": instance("lightgbm.basic", "Booster", {"handle": "tree\nversion=v4\nnum_class=1\n"}),
                    "_le": estimator("preprocessing._label", "LabelEncoder"),
                },
            )
        ),
        "model.pkl",
    ),
    _sample(
        "catboost-classifier",
        pickled(instance("catboost.core", "CatBoostClassifier", {"__model": b"CBM1" + bytes(20)})),
        "model.pkl",
    ),
    _sample(
        "statsmodels-result",
        pickled(
            instance(
                "statsmodels.regression.linear_model",
                "RegressionResultsWrapper",
                {"_results": instance("statsmodels.regression.linear_model", "OLSResults", {"params": array()})},
            )
        ),
        "ols.pickle",
    ),
)
PLAIN: Final = (
    _sample(
        "python-time-zone",
        pickled(
            reduced(call("builtins", "getattr", name("zoneinfo", "ZoneInfo"), "_unpickle"), "Europe/Oslo", True),
            protocol=2,
        ),
    ),
    _sample(
        "python-bytes-as-long-text",
        pickled(call("_codecs", "encode", "\u00e9" * 100_000, "latin1"), protocol=2),
    ),
    _sample("python-none-type", pickled(value({"cast": call("builtins", "type", None)}))),
    _sample(
        "python-values",
        pickled(value({"epoch": 3, "loss": 0.25, "tags": ["a", "b"], "none": None, "bytes": b"\x00\x01"})),
    ),
    _sample("python-protocol-0", b"(lp0\nVhello\np1\naI7\naF0.5\na.", "list.pkl"),
    _sample("python-protocol-1", b"}q\x00(U\x01aq\x01K\x01U\x01bq\x02]q\x03(K\x02K\x03eu."),
    _sample("python-protocol-2-bytes", pickled(call("_codecs", "encode", "caf\u00e9", "latin1"), protocol=2)),
    _sample(
        "python-collections",
        pickled(
            value(
                [
                    call("collections", "OrderedDict", [["a", 1]]),
                    call("collections", "Counter", {"a": 2}),
                    call("collections", "deque", [1, 2], 5),
                    Ops(call("collections", "defaultdict", name("builtins", "list")) + b"K\x01]s"),
                ]
            )
        ),
    ),
    _sample(
        "python-times",
        pickled(
            value(
                [
                    call("datetime", "datetime", b"\x07\xe8\x01\x02\x03\x04\x05\0\0\0"),
                    call("datetime", "timedelta", 1, 2, 3),
                    call("datetime", "timezone", call("datetime", "timedelta", 0)),
                ]
            )
        ),
    ),
    _sample(
        "python-numbers",
        pickled(
            value(
                [
                    call("decimal", "Decimal", "1.5"),
                    call("fractions", "Fraction", "1/3"),
                    call("builtins", "complex", 1.0, 2.0),
                    instance("uuid", "UUID", {"int": 5}),
                    call("builtins", "range", 0, 5, 1),
                ]
            )
        ),
    ),
    _sample(
        "python-paths",
        pickled(value([call("pathlib", "PosixPath", "/", "data"), call("pathlib", "PureWindowsPath", "C:\\", "x")])),
    ),
    _sample(
        "python-old-instance",
        b"ccopy_reg\n_reconstructor\n(cargparse\nNamespace\nc__builtin__\nobject\nNtR(dVlr\nF0.1\nsb.",
    ),
    _sample(
        "python-types-as-values",
        pickled(
            value(
                {
                    "dtype": name("builtins", "float"),
                    "annotation": name("typing", "Any"),
                    "pattern": call("re", "_compile", "a+", 32),
                }
            )
        ),
    ),
    _sample(
        "python-text-about-code",
        pickled(value({"readme": "never call os.system('rm -rf /') or eval(x)", "prompt": "import subprocess"})),
    ),
    _sample(
        "python-own-class",
        pickled(instance("my_project.models", "Net", {"layers": 3})),
        note="somebody's own class is for a person to look at",
    ),
    _sample(
        "python-own-class-in-main",
        pickled(instance("__main__", "Config", {"lr": 0.1})),
        note="somebody's own class is for a person to look at",
    ),
    _sample(
        "python-own-package-called-code",
        pickled(instance("code.models", "Net", {"layers": 3})),
        note="an ordinary word as the name of a package",
    ),
    _sample(
        "python-several-streams",
        pickled(value([1, 2]), protocol=2) + pickled(value({"a": 1}), protocol=2),
        "batches.pkl",
    ),
    _sample("python-framed", b"\x80\x04\x95\x09\0\0\0\0\0\0\0]\x94(K\x01K\x02e."),
    _sample("python-shared-memo", pickled(b"]\x94(\x8c\x03abc\x94h\x01h\x01e")),
    _sample("python-exception", pickled(call("builtins", "ValueError", "bad shape"))),
    _sample(
        "cifar-batch",
        pickled(
            b"}q\x00(U\x06labelsq\x01]q\x02(K\x01K\x02eU\x04dataq\x03" + array(core="numpy.core.multiarray") + b"u",
            protocol=2,
        ),
        "data_batch_1",
    ),
    _sample(
        "vocabulary",
        pickled(
            instance(
                "nltk.tokenize.punkt",
                "PunktSentenceTokenizer",
                {
                    "_params": instance(
                        "nltk.tokenize.punkt", "PunktParameters", {"abbrev_types": Ops(b"\x8f(\x8c\x02dr\x90")}
                    )
                },
            )
        ),
        "english.pickle",
    ),
    _sample(
        "word-vectors",
        pickled(instance("gensim.models.keyedvectors", "KeyedVectors", {"vectors": array(), "index_to_key": ["cat"]})),
        "word2vec.model",
    ),
    _sample("tokenizer", pickled(instance("tokenizers", "Tokenizer", b'{"version": "1.0"}')), "tokenizer.pkl"),
    _sample(
        "normalised-environment",
        pickled(
            instance(
                "stable_baselines3.common.vec_env.vec_normalize",
                "VecNormalize",
                {
                    "obs_rms": instance(
                        "stable_baselines3.common.running_mean_std", "RunningMeanStd", {"mean": array()}
                    ),
                    "observation_space": instance(
                        "gymnasium.spaces.box", "Box", {"dtype": dtype("f4"), "_shape": (4,)}
                    ),
                },
            )
        ),
        "vec_normalize.pkl",
    ),
)
SAMPLES: Final = (*PANDAS, *BOOSTERS, *PLAIN)
