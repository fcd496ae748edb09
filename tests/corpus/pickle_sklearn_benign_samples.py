"""Ordinary estimators as scikit-learn and joblib write them."""

import bz2
import gzip
import lzma
import zlib
from typing import Final

from tests.corpus.assembler import (
    Ops,
    Value,
    array,
    call,
    dtype,
    estimator,
    instance,
    joblib_array,
    name,
    pickled,
    random_state,
    reduced,
    value,
)
from tests.corpus.sample import Label, Sample

TRUE: Final = Ops(b"\x88")


def _sample(title: str, data: bytes, path: str, family: str) -> Sample:
    return Sample(name=f"benign-{title}", label=Label.BENIGN, family=family, files={path: data})


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
    made = estimator(module, attribute, coef_=joblib_array(), n_features_in_=2, classes_=joblib_array(code="i8"))
    return _joblib(attribute.lower(), made)


def _tree() -> Ops:
    node = call("numpy", "dtype", "V56", Ops(b"\x89"), TRUE)
    made = reduced(name("sklearn.tree._tree", "Tree"), 4, array(1, "i8"), 1)
    nodes = call("numpy.core.multiarray", "scalar", node, bytes(56))
    return Ops(made + value({"max_depth": 3, "nodes": nodes}) + b"b")


_TREE: Final = _tree()
_STEPS: Final[list[Value]] = [
    ("scale", estimator("preprocessing._data", "StandardScaler", mean_=joblib_array())),
    ("model", estimator("linear_model._logistic", "LogisticRegression", coef_=joblib_array())),
]
SAMPLES: Final = (
    *map(_one_estimator, ESTIMATORS.split()),
    _joblib("pipeline", estimator("pipeline", "Pipeline", steps=_STEPS, memory=None)),
    _joblib(
        "column-transformer",
        estimator(
            "compose._column_transformer",
            "ColumnTransformer",
            transformers=[("a", _STEPS[0], call("builtins", "slice", 0, 2, None))],
            sparse_threshold=0.3,
        ),
    ),
    _joblib(
        "forest",
        estimator(
            "ensemble._forest",
            "RandomForestClassifier",
            estimators_=[
                estimator("tree._classes", "DecisionTreeClassifier", tree_=_TREE, random_state=random_state())
            ],
        ),
    ),
    _joblib(
        "gradient-boosting",
        estimator(
            "ensemble._gb",
            "GradientBoostingClassifier",
            init_=estimator("dummy", "DummyClassifier"),
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
        estimator(
            "ensemble._hist_gradient_boosting.gradient_boosting",
            "HistGradientBoostingRegressor",
            _bin_mapper=estimator("ensemble._hist_gradient_boosting.binning", "_BinMapper"),
            _predictors=[[instance("sklearn.ensemble._hist_gradient_boosting.predictor", "TreePredictor", {})]],
        ),
    ),
    _joblib(
        "grid-search",
        estimator(
            "model_selection._search",
            "GridSearchCV",
            param_grid={"C": [0.1, 1.0]},
            best_score_=call("numpy._core.multiarray", "scalar", dtype(), bytes(8)),
            cv_results_={"params": [{"C": 1.0}]},
        ),
    ),
    _joblib(
        "text-pipeline",
        estimator(
            "feature_extraction.text",
            "TfidfVectorizer",
            vocabulary_={"good": 1},
            dtype=name("numpy", "float64"),
            _tfidf=estimator(
                "feature_extraction.text",
                "TfidfTransformer",
                _idf_diag=instance("scipy.sparse._csr", "csr_matrix", {"_shape": (1, 1), "data": joblib_array()}),
            ),
        ),
    ),
    _joblib(
        "function-transformer",
        estimator(
            "preprocessing._function_transformer",
            "FunctionTransformer",
            func=name("numpy", "log1p"),
            inverse_func=name("numpy", "expm1"),
        ),
    ),
    _joblib(
        "neighbours-tree",
        estimator(
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
        zlib.compress(pickled(estimator("preprocessing._data", "MinMaxScaler", min_=array()))),
        "scaler.joblib",
        "pickle benign scikit-learn",
    ),
    _sample(
        "sklearn-gzip",
        gzip.compress(pickled(estimator("preprocessing._label", "LabelEncoder", classes_=array())), mtime=0),
        "encoder.pkl.gz",
        "pickle benign scikit-learn",
    ),
    _sample(
        "sklearn-bz2",
        bz2.compress(pickled(estimator("decomposition._pca", "PCA", components_=array()))),
        "pca.pkl.bz2",
        "pickle benign scikit-learn",
    ),
    _sample(
        "sklearn-xz",
        lzma.compress(pickled(estimator("decomposition._pca", "PCA", components_=array()))),
        "pca.joblib.xz",
        "pickle benign scikit-learn",
    ),
)
