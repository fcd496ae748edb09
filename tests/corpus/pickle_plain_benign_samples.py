"""Ordinary pickles of scikit-learn, pandas, boosters, vocabularies and plain Python."""

import bz2
import gzip
import lzma
import zlib
from typing import Final

from seatrial.testing.builders import array as npy
from tests.corpus.assembler import Ops, Value, array, call, dtype, instance, joblib_array, name, pickled, reduced, value
from tests.corpus.sample import Label, Sample

TRUE: Final = Ops(b"\x88")


def _sample(
    title: str, data: bytes, path: str = "model.pkl", family: str = "pickle benign plain", note: str = ""
) -> Sample:
    return Sample(name=f"benign-{title}", label=Label.BENIGN, family=family, files={path: data}, note=note)


def _estimator(module: str, attribute: str, **state: Value) -> Ops:
    return instance(f"sklearn.{module}", attribute, {**state, "_sklearn_version": "1.5.2"})


def _joblib(title: str, *content: bytes) -> Sample:
    return _sample(f"sklearn-{title}", pickled(*content), "model.joblib", "pickle benign scikit-learn")


ESTIMATORS: Final = (
    "linear_model._logistic.LogisticRegression linear_model._base.LinearRegression linear_model._ridge.Ridge "
    "linear_model._coordinate_descent.Lasso linear_model._coordinate_descent.ElasticNet "
    "linear_model._stochastic_gradient.SGDClassifier linear_model._perceptron.Perceptron "
    "linear_model._huber.HuberRegressor linear_model._bayes.BayesianRidge linear_model._glm.glm.PoissonRegressor "
    "svm._classes.SVC svm._classes.LinearSVC svm._classes.OneClassSVM naive_bayes.GaussianNB naive_bayes.MultinomialNB "
    "neighbors._classification.KNeighborsClassifier neighbors._lof.LocalOutlierFactor cluster._kmeans.KMeans "
    "cluster._dbscan.DBSCAN cluster._birch.Birch cluster._hdbscan.hdbscan.HDBSCAN decomposition._pca.PCA "
    "decomposition._truncated_svd.TruncatedSVD decomposition._nmf.NMF decomposition._lda.LatentDirichletAllocation "
    "preprocessing._data.StandardScaler preprocessing._data.PowerTransformer preprocessing._encoders.OneHotEncoder "
    "preprocessing._polynomial.PolynomialFeatures impute._base.SimpleImputer impute._knn.KNNImputer "
    "feature_extraction._dict_vectorizer.DictVectorizer mixture._gaussian_mixture.GaussianMixture "
    "neural_network._multilayer_perceptron.MLPClassifier gaussian_process._gpr.GaussianProcessRegressor "
    "discriminant_analysis.LinearDiscriminantAnalysis isotonic.IsotonicRegression ensemble._iforest.IsolationForest "
    "ensemble._weight_boosting.AdaBoostClassifier ensemble._bagging.BaggingClassifier manifold._t_sne.TSNE "
    "semi_supervised._label_propagation.LabelSpreading calibration.CalibratedClassifierCV dummy.DummyClassifier"
)


def _one_estimator(dotted: str) -> Sample:
    module, _, attribute = dotted.rpartition(".")
    made = _estimator(module, attribute, coef_=joblib_array(), n_features_in_=2, classes_=joblib_array(code="i8"))
    return _joblib(attribute.lower(), made)


def _tree() -> Ops:
    node = call("numpy", "dtype", "V56", Ops(b"\x89"), TRUE)
    made = reduced(name("sklearn.tree._tree", "Tree"), 4, array(1, "i8"), 1)
    nodes = call("numpy.core.multiarray", "scalar", node, bytes(56))
    return Ops(made + value({"max_depth": 3, "nodes": nodes}) + b"b")


def _generator() -> Ops:
    made = call(
        "numpy.random._pickle", "__randomstate_ctor", call("numpy.random._pickle", "__bit_generator_ctor", "MT19937")
    )
    return Ops(
        made + value({"bit_generator": "MT19937", "gauss": 0.0, "state": {"key": array(4, "u4", 4), "pos": 1}}) + b"b"
    )


_TREE: Final = _tree()
_STEPS: Final[list[Value]] = [
    ("scale", _estimator("preprocessing._data", "StandardScaler", mean_=joblib_array())),
    ("model", _estimator("linear_model._logistic", "LogisticRegression", coef_=joblib_array())),
]
SKLEARN: Final = (
    *map(_one_estimator, ESTIMATORS.split()),
    _joblib("pipeline", _estimator("pipeline", "Pipeline", steps=_STEPS, memory=None)),
    _joblib(
        "column-transformer",
        _estimator(
            "compose._column_transformer",
            "ColumnTransformer",
            transformers=[("a", _STEPS[0], call("builtins", "slice", 0, 2, None))],
            sparse_threshold=0.3,
        ),
    ),
    _joblib(
        "forest",
        _estimator(
            "ensemble._forest",
            "RandomForestClassifier",
            estimators_=[_estimator("tree._classes", "DecisionTreeClassifier", tree_=_TREE, random_state=_generator())],
        ),
    ),
    _joblib(
        "gradient-boosting",
        _estimator(
            "ensemble._gb",
            "GradientBoostingClassifier",
            init_=_estimator("dummy", "DummyClassifier"),
            _loss=instance(
                "sklearn._loss.loss",
                "HalfBinomialLoss",
                {
                    "closs": reduced(name("sklearn._loss._loss", "CyHalfBinomialLoss")),
                    "link": instance("sklearn._loss.link", "LogitLink", {}),
                },
            ),
        ),
    ),
    _joblib(
        "histogram-boosting",
        _estimator(
            "ensemble._hist_gradient_boosting.gradient_boosting",
            "HistGradientBoostingRegressor",
            _bin_mapper=_estimator("ensemble._hist_gradient_boosting.binning", "_BinMapper"),
            _predictors=[[instance("sklearn.ensemble._hist_gradient_boosting.predictor", "TreePredictor", {})]],
        ),
    ),
    _joblib(
        "grid-search",
        _estimator(
            "model_selection._search",
            "GridSearchCV",
            param_grid={"C": [0.1, 1.0]},
            best_score_=call("numpy._core.multiarray", "scalar", dtype(), bytes(8)),
            cv_results_={"params": [{"C": 1.0}]},
        ),
    ),
    _joblib(
        "text-pipeline",
        _estimator(
            "feature_extraction.text",
            "TfidfVectorizer",
            vocabulary_={"good": 1},
            dtype=name("numpy", "float64"),
            _tfidf=_estimator(
                "feature_extraction.text",
                "TfidfTransformer",
                _idf_diag=instance("scipy.sparse._csr", "csr_matrix", {"_shape": (1, 1), "data": joblib_array()}),
            ),
        ),
    ),
    _joblib(
        "function-transformer",
        _estimator(
            "preprocessing._function_transformer",
            "FunctionTransformer",
            func=name("numpy", "log1p"),
            inverse_func=name("numpy", "expm1"),
        ),
    ),
    _joblib(
        "neighbours-tree",
        _estimator(
            "neighbors._classification",
            "KNeighborsClassifier",
            _tree=reduced(name("sklearn.neighbors._kd_tree", "newObj"), name("sklearn.neighbors._kd_tree", "KDTree")),
        ),
    ),
    _sample(
        "sklearn-before-0.22",
        pickled(
            instance(
                "sklearn.ensemble.forest",
                "RandomForestClassifier",
                {"base_estimator": instance("sklearn.tree.tree", "DecisionTreeClassifier", {})},
            ),
            protocol=2,
        ),
        "old.pkl",
        "pickle benign scikit-learn",
    ),
    _sample(
        "sklearn-zlib",
        zlib.compress(pickled(_estimator("preprocessing._data", "MinMaxScaler", min_=array()))),
        "scaler.joblib",
        "pickle benign scikit-learn",
    ),
    _sample(
        "sklearn-gzip",
        gzip.compress(pickled(_estimator("preprocessing._label", "LabelEncoder", classes_=array())), mtime=0),
        "encoder.pkl.gz",
        "pickle benign scikit-learn",
    ),
    _sample(
        "sklearn-bz2",
        bz2.compress(pickled(_estimator("decomposition._pca", "PCA", components_=array()))),
        "pca.pkl.bz2",
        "pickle benign scikit-learn",
    ),
    _sample(
        "sklearn-xz",
        lzma.compress(pickled(_estimator("decomposition._pca", "PCA", components_=array()))),
        "pca.joblib.xz",
        "pickle benign scikit-learn",
    ),
)


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
    _sample("numpy-random-state", pickled(_generator()), "rng.pkl"),
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
                    "_le": _estimator("preprocessing._label", "LabelEncoder"),
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
SAMPLES: Final = (*SKLEARN, *PANDAS, *BOOSTERS, *PLAIN)
