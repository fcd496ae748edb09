"""What names in Keras configurations stand for: knowledge for checks, with the reason beside each group.

Older versions of Keras import the module that a configuration names and take the name from it, whatever it is
(CVE-2025-1550, CVE-2025-8747, CVE-2025-9906, CVE-2025-12058, CVE-2025-12060). Newer ones refuse what is outside Keras.
"""

import sys
from enum import StrEnum

from seatrial.formats import pickle_names


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


class Standing(StrEnum):
    """What is known of a module and a name in it."""

    KNOWN = "known"
    """Part of a model as Keras writes it."""
    UNNAMED = "unnamed"
    """A class that no module is given for: only a loader that is handed the class finds it."""
    CUSTOM = "custom"
    """Code of somebody's own, which has to be there and be imported."""
    UNFAMILIAR = "unfamiliar"
    """Inside Keras, TensorFlow or Python, and not known to be part of models."""
    OUT_OF_PLACE = "out of place"
    """Of Python, of a library without layers, or of what Keras has beside models."""
    ACTING = "acting"
    """A call of it acts on the machine that loads the model."""


KERAS_PACKAGES = frozenset({"keras", "tf_keras", "keras_core", "keras_nlp", "keras_cv", "keras_hub", "keras_rs"})
REGISTERED_PACKAGES = KERAS_PACKAGES | {"Addons", "Vision", "Text", "Keras", "keras.src"}
"""Packages under which libraries of layers register their own classes: the part before `>`."""
_AREAS = _words(
    "activations applications backend constraints dtype_policies engine feature_column initializers layers losses "
    "metrics mixed_precision models ops operations optimizers quantizers random regularizers premade "
    "premade_models legacy legacy_tf_layers distribution experimental preprocessing tokenizers samplers trainers "
    "bounding_box keypoint point_cloud core visualization"
)
"""Parts of Keras that hold what models are made of, or data that describes it."""
_ASIDE = frozenset({"utils", "saving", "datasets", "config", "export", "callbacks", "wrappers", "testing"})
"""Parts of Keras that read, write, download or switch protection off."""
_SETTING = frozenset({"src", "api", "keras", "_tf_keras", "_v1", "_v2", "python"})
"""Parts of a module's path that only say which arrangement of Keras it is."""
_FROM_ASIDE = frozenset({"FeatureSpace", "Feature", "Cross", "TrackedList", "TrackedDict", "TrackedSet"})
_AT_TOP = frozenset({"Operation", "Function", "Initializer", "Loss", "Metric", "Optimizer", "Quantizer", "Regularizer"})
_ACTING = _words(
    "get_file load_model save_model load_weights save_weights model_from_json model_from_config model_from_yaml "
    "clone_model enable_unsafe_deserialization disable_safe_mode extract_archive extract_open_archive func_load "
    "load_img save_img deserialize_keras_object audio_dataset_from_directory image_dataset_from_directory "
    "text_dataset_from_directory plot_model model_to_dot load_data register_keras_serializable clear_session "
    "load_op_library load_library load_file_system_library py_function numpy_function eager_py_func py_func "
    "write_file read_file urlretrieve urlopen download"
)
"""Names that read, write or fetch files, run Python, or switch protection off, wherever in Keras or TensorFlow."""
_TENSORFLOW_ACTING = frozenset({"gfile", "file_io", "load_library", "script_ops", "gen_io_ops", "saved_model", "lite"})
_RAW_ACTING = ("file", "pyfunc", "save", "restore", "checkpoint", "directory", "dataset", "writer", "reader")
_CODING = ("decode_", "encode_", "parse_", "serialize_", "deserialize_many_sparse")
_FUNCTIONS = _words(
    "relu relu6 softmax sigmoid tanh linear elu selu gelu silu swish softplus softsign exponential hard_sigmoid "
    "leaky_relu mish log_softmax hard_silu hard_swish mse mae mape msle mean_squared_error mean_absolute_error "
    "mean_absolute_percentage_error mean_squared_logarithmic_error binary_crossentropy categorical_crossentropy "
    "sparse_categorical_crossentropy hinge squared_hinge categorical_hinge huber log_cosh poisson kl_divergence "
    "cosine_similarity binary_accuracy categorical_accuracy sparse_categorical_accuracy accuracy acc dice tversky"
)
"""Functions of Keras that some versions write as if they were Python's own."""
_LIBRARIES = _words(
    "torch torchvision torchaudio numpy scipy pandas sklearn joblib cloudpickle dill requests urllib3 httpx "
    "aiohttp pip setuptools wheel pkg_resources distutils IPython ipykernel notebook matplotlib PIL cv2 yaml "
    "ruamel jinja2 flask django fastapi werkzeug tornado twisted paramiko fabric invoke sh pexpect plumbum psutil "
    "boto3 botocore google azure s3fs fsspec gcsfs transformers huggingface_hub datasets diffusers accelerate "
    "pytorch_lightning lightning mlflow wandb ray dask pyarrow numba cffi Cython pytest nose execnet gevent "
    "eventlet celery redis sqlalchemy h5py onnx onnxruntime tqdm click typer rich attr attrs pydantic msgpack "
    "simplejson jsonpickle lxml bs4 selenium docker kubernetes ansible salt cryptography Crypto"
)
"""Libraries that hold no Keras layer; a name in them is there for what it does when it is called."""
_CLASSES = _words(
    "Model Functional Sequential Network Layer Wrapper RNN InputLayer Input InputSpec Lambda TFOpLambda "
    "SlicingOpLambda ClassMethod InstanceMethod InstanceProperty TensorFlowOpLayer AddLoss AddMetric LinearModel "
    "WideDeepModel Activation ActivityRegularization Add AdditiveAttention AlphaDropout Attention Average "
    "Bidirectional CategoryEncoding CenterCrop Concatenate ConvLSTM1D ConvLSTM2D ConvLSTM3D CuDNNGRU CuDNNLSTM "
    "Cropping1D Cropping2D Cropping3D Dense DenseFeatures DepthwiseConv1D DepthwiseConv2D Discretization Dot "
    "Dropout ELU EinsumDense Embedding Flatten FlaxLayer GRU GRUCell GRUV1 GRUV2 GaussianDropout GaussianNoise "
    "GroupNormalization GroupQueryAttention HashedCrossing Hashing Identity IntegerLookup JaxLayer LSTM LSTMCell "
    "LSTMV1 LSTMV2 LayerNormalization LeakyReLU LocallyConnected1D LocallyConnected2D Masking Maximum "
    "MelSpectrogram Merge Minimum MultiHeadAttention Multiply Normalization PReLU Permute Pipeline "
    "RMSNormalization RandomBrightness RandomColorJitter RandomContrast RandomCrop RandomFlip RandomHeight "
    "RandomHue RandomRotation RandomSaturation RandomShear RandomTranslation RandomWidth RandomZoom ReLU "
    "RepeatVector Rescaling Reshape Resizing SeparableConv1D SeparableConv2D SeparableConvolution1D "
    "SeparableConvolution2D SimpleRNN SimpleRNNCell Softmax SpatialDropout1D SpatialDropout2D SpatialDropout3D "
    "SpectralNormalization StackedRNNCells StringLookup Subtract TFSMLayer TextVectorization ThresholdedReLU "
    "TimeDistributed TorchModuleWrapper UnitNormalization UpSampling1D UpSampling2D UpSampling3D ZeroPadding1D "
    "ZeroPadding2D ZeroPadding3D SyncBatchNormalization BatchNormalization BatchNormalizationV1 "
    "BatchNormalizationV2 SeedGenerator Constant GlorotNormal GlorotUniform HeNormal HeUniform "
    "IdentityInitializer LecunNormal LecunUniform Ones Orthogonal OrthogonalInitializer RandomNormal "
    "RandomUniform TruncatedNormal VarianceScaling Zeros L1 L1L2 L2 OrthogonalRegularizer MaxNorm MinMaxNorm "
    "NonNeg UnitNorm Adadelta Adafactor Adagrad Adam AdamW Adamax Ftrl Lamb Lion LossScaleOptimizer Muon Nadam "
    "RMSprop SGD CosineDecay CosineDecayRestarts ExponentialDecay InverseTimeDecay PiecewiseConstantDecay "
    "PolynomialDecay LearningRateSchedule CTC Circle CosineSimilarity Dice Hinge Huber KLDivergence LogCosh "
    "MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredError MeanSquaredLogarithmicError Poisson "
    "CategoricalHinge SquaredHinge Tversky AUC Accuracy BinaryIoU F1Score FBetaScore FalseNegatives "
    "FalsePositives IoU LogCoshError Mean MeanIoU MeanMetricWrapper OneHotIoU OneHotMeanIoU Precision "
    "PrecisionAtRecall R2Score Recall RecallAtPrecision RootMeanSquaredError SensitivityAtSpecificity "
    "SpecificityAtSensitivity Sum TrueNegatives TruePositives Policy PolicyV1 DTypePolicy DTypePolicyMap "
    "FloatDTypePolicy QuantizedDTypePolicy QuantizedFloat8DTypePolicy AbsMaxQuantizer Tokenizer KerasTensor "
    "TensorShape TypeSpec CompositeTensor function type Variable Dtype __tuple__ __tensor__ __numpy__ __bytes__ "
    "__ellipsis__ __slice__ __keras_tensor__ __lambda__ __typespec__ __set__"
)
_STEMS = _words(
    "AveragePooling AvgPool MaxPool MaxPooling GlobalAveragePooling GlobalAvgPool GlobalMaxPool GlobalMaxPooling "
    "AdaptiveAveragePooling AdaptiveMaxPooling Conv Convolution"
)
_PLAIN = _CLASSES | {
    f"{stem}{n}D{end}" for stem in _STEMS for n in "123" for end in ("", "Transpose") if end == "" or "Conv" in stem
}
_KINDS = _words("Accuracy Crossentropy FocalCrossentropy TopKCategoricalAccuracy")
_PLAIN_KINDS = frozenset(
    f"{prefix}{kind}" for prefix in ("Binary", "Categorical", "Sparse", "SparseCategorical") for kind in _KINDS
)


def known_class(name: str) -> bool:
    """Whether Keras has a class of this name for models, in any of its versions."""
    return name in _PLAIN or name in _PLAIN_KINDS


def standing(module: str, name: str, registered: str = "", *, function: bool = False) -> Standing:
    """What `module` and `name` stand for; `module` is empty when none is given.

    `registered` is the name under which a custom object was registered, `package>Name`. `function` tells a
    reference to a function from a class, because Keras writes functions of a model's author as Python's own.
    """
    if not module:
        return _without_module(name, registered, function=function)
    parts = module.split(".")
    if parts[0] in (*KERAS_PACKAGES, "tensorflow") and _walks_out(parts, name):
        return Standing.ACTING
    if parts[0] in KERAS_PACKAGES:
        return _of_keras(parts[1:], name)
    if parts[0] == "tensorflow":
        return _of_keras(parts[parts.index("keras") :], name) if "keras" in parts else _of_tensorflow(parts[1:], name)
    if pickle_names.dangerous(module, name) is not None:
        return Standing.ACTING
    if pickle_names.harmless(module, name) is not None:
        return Standing.KNOWN
    if module == "builtins":
        known = function and name in _FUNCTIONS
        return Standing.KNOWN if known else Standing.CUSTOM if function else Standing.UNFAMILIAR
    if parts[0] != "__main__" and (parts[0] in sys.stdlib_module_names or parts[0] in _LIBRARIES):
        return Standing.OUT_OF_PLACE
    return Standing.CUSTOM


def _walks_out(parts: list[str], name: str) -> bool:
    """Whether a path through a package comes to a module of Python that the package imported: `keras....os`."""
    tails = (parts[at:] for at in range(1, len(parts)))
    return any(
        tail[0] in sys.stdlib_module_names and pickle_names.dangerous(".".join(tail), name) is not None
        for tail in tails
    )


def tensorflow_function(dotted: str) -> Standing:
    """What a function of TensorFlow stands for that a layer calls by its public name: `math.add`, `io.write_file`."""
    parts = dotted.removeprefix("tf.").removeprefix("compat.v1.").split(".")
    if "keras" in parts[:-1]:
        return _of_keras(parts[parts.index("keras") : -1], parts[-1])
    return _of_tensorflow(parts[:-1], parts[-1])


def _without_module(name: str, registered: str, *, function: bool) -> Standing:
    for stated in (name, registered):
        # A dotted name states its module itself.
        module, _, last = stated.replace(">", ".").rpartition(".")
        if module and pickle_names.dangerous(module, last) is not None:
            return Standing.ACTING
    package = registered.split(">", 1)[0] if ">" in registered else ""
    if ">" in name and not package:
        package = name.split(">", 1)[0]
    if package:
        return Standing.KNOWN if package in REGISTERED_PACKAGES else Standing.CUSTOM
    known = name in _FUNCTIONS if function else known_class(name)
    return Standing.KNOWN if known else Standing.UNNAMED


def _of_keras(parts: list[str], name: str) -> Standing:
    inner = [part for part in parts if part not in _SETTING]
    # A module that Keras imports for itself can be looked up in it by its name.
    if name in _ACTING or pickle_names.dangerous("keras", name) is not None:
        return Standing.ACTING
    if name in _FROM_ASIDE:
        return Standing.KNOWN
    if not set(inner).isdisjoint(_ASIDE):
        return Standing.OUT_OF_PLACE
    if not inner:
        return Standing.KNOWN if known_class(name) or name in _AT_TOP else Standing.UNFAMILIAR
    return Standing.KNOWN if inner[0] in _AREAS else Standing.UNFAMILIAR


def _of_tensorflow(parts: list[str], name: str) -> Standing:
    if name in _ACTING or not set(parts).isdisjoint(_TENSORFLOW_ACTING):
        return Standing.ACTING
    if parts[:1] == ["io"] and not name.startswith(_CODING):
        return Standing.ACTING
    if parts[:1] == ["raw_ops"] and any(word in name.lower() for word in _RAW_ACTING):
        return Standing.ACTING
    return Standing.KNOWN
