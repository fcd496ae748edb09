"""What names in pickles do when they are called: knowledge for checks, with the reason beside each group.

A name is known harmless only as an exact module and name. A name that is not listed is not known, which is
not the same as dangerous.
"""

from dataclasses import dataclass

from seatrial.domain.finding import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Harmless:
    """Names that only rebuild data, of one framework."""

    framework: str
    reason: str
    names: frozenset[str]
    """`module.name`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dangerous:
    """Names through which a stream acts on the machine that loads it."""

    effect: str
    """What a call does, as the end of a sentence: `runs commands`."""
    severity: Severity
    modules: frozenset[str] = frozenset()
    """Every name of these modules and of what lies in them."""
    names: frozenset[str] = frozenset()
    """Single names, as `module.name`."""


def _within(module: str, names: str) -> set[str]:
    return {f"{module}.{name}" for name in names.split()}


def _each(modules: str, names: str) -> set[str]:
    return {f"{module}.{name}" for module in modules.split() for name in names.split()}


_STORAGES = "Float Double Half BFloat16 Long Int Short Char Byte Bool ComplexFloat ComplexDouble QUInt8 QInt8 QInt32"
_TORCH_DTYPES = (
    "float16 float32 float64 bfloat16 half float double int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool "
    "complex32 complex64 complex128 float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz qint8 quint8 qint32 "
    "strided sparse_coo sparse_csr contiguous_format channels_last preserve_format"
)
_TORCH_MODULES = (
    ("activation", "ReLU ReLU6 GELU SiLU Mish ELU SELU LeakyReLU Sigmoid Tanh Softmax LogSoftmax MultiheadAttention"),
    ("activation", "Hardtanh Hardswish Hardsigmoid PReLU Softplus GLU CELU"),
    ("batchnorm", "BatchNorm1d BatchNorm2d BatchNorm3d SyncBatchNorm"),
    ("container", "Sequential ModuleList ModuleDict ParameterList ParameterDict"),
    ("conv", "Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d"),
    ("dropout", "Dropout Dropout1d Dropout2d Dropout3d AlphaDropout"),
    ("flatten", "Flatten Unflatten"),
    ("linear", "Linear Identity Bilinear NonDynamicallyQuantizableLinear"),
    ("loss", "CrossEntropyLoss MSELoss L1Loss BCELoss BCEWithLogitsLoss NLLLoss KLDivLoss SmoothL1Loss"),
    ("normalization", "LayerNorm GroupNorm RMSNorm LocalResponseNorm"),
    ("padding", "ZeroPad2d ReflectionPad2d ConstantPad2d"),
    ("pooling", "MaxPool1d MaxPool2d MaxPool3d AvgPool1d AvgPool2d AdaptiveAvgPool1d AdaptiveAvgPool2d"),
    ("rnn", "RNN LSTM GRU LSTMCell GRUCell"),
    ("sparse", "Embedding EmbeddingBag"),
    (
        "transformer",
        "Transformer TransformerEncoder TransformerEncoderLayer TransformerDecoder TransformerDecoderLayer",
    ),
    ("upsampling", "Upsample UpsamplingBilinear2d UpsamplingNearest2d"),
)
_SKLEARN = (
    ("ensemble._forest", "RandomForestClassifier RandomForestRegressor ExtraTreesClassifier ExtraTreesRegressor"),
    ("ensemble._gb", "GradientBoostingClassifier GradientBoostingRegressor"),
    ("ensemble._iforest", "IsolationForest"),
    ("tree._classes", "DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor"),
    ("tree._tree", "Tree"),
    ("linear_model._logistic", "LogisticRegression"),
    ("linear_model._base", "LinearRegression"),
    ("linear_model._ridge", "Ridge RidgeClassifier"),
    ("linear_model._coordinate_descent", "Lasso ElasticNet"),
    ("linear_model._stochastic_gradient", "SGDClassifier SGDRegressor"),
    ("svm._classes", "SVC SVR LinearSVC LinearSVR NuSVC NuSVR OneClassSVM"),
    ("naive_bayes", "GaussianNB MultinomialNB BernoulliNB ComplementNB"),
    ("neighbors._classification", "KNeighborsClassifier"),
    ("neighbors._regression", "KNeighborsRegressor"),
    ("neural_network._multilayer_perceptron", "MLPClassifier MLPRegressor"),
    ("cluster._kmeans", "KMeans MiniBatchKMeans"),
    ("decomposition._pca", "PCA"),
    ("decomposition._truncated_svd", "TruncatedSVD"),
    ("preprocessing._data", "StandardScaler MinMaxScaler MaxAbsScaler RobustScaler Normalizer PolynomialFeatures"),
    ("preprocessing._label", "LabelEncoder LabelBinarizer MultiLabelBinarizer"),
    ("preprocessing._encoders", "OneHotEncoder OrdinalEncoder"),
    ("impute._base", "SimpleImputer"),
    ("feature_extraction.text", "CountVectorizer TfidfVectorizer TfidfTransformer"),
    ("pipeline", "Pipeline FeatureUnion"),
    ("compose._column_transformer", "ColumnTransformer"),
)

HARMLESS: tuple[Harmless, ...] = (
    Harmless(
        framework="Python",
        reason="builds plain values and collections",
        names=frozenset(
            _within(
                "builtins",
                "bool bytearray bytes complex dict float frozenset int list object range set slice str tuple Ellipsis",
            )
            | _within("collections", "OrderedDict Counter deque")
            | _within("datetime", "date datetime time timedelta timezone")
            | {
                "collections.defaultdict",
                "copyreg._reconstructor",
                "decimal.Decimal",
                "fractions.Fraction",
                "uuid.UUID",
            }
            | {"argparse.Namespace", "types.SimpleNamespace", "http.HTTPStatus"}
            | _within("pathlib", "PosixPath PurePosixPath WindowsPath PureWindowsPath Path")
        ),
    ),
    Harmless(
        framework="NumPy",
        reason="rebuilds arrays, scalars, types and random state",
        names=frozenset(
            _within("numpy", "ndarray dtype")
            | _each("numpy.core.multiarray numpy._core.multiarray", "_reconstruct scalar")
            | _each("numpy.core.numeric numpy._core.numeric", "_frombuffer")
            | _each("numpy.ma.core", "_mareconstruct MaskedArray")
            | {"numpy.ma.MaskedArray"}
            | _within("numpy.random.bit_generator", "SeedSequence __pyx_unpickle_SeedSequence")
            | _each("numpy.random._pickle", "__randomstate_ctor __generator_ctor __bit_generator_ctor")
            | {
                "numpy.random._mt19937.MT19937",
                "numpy.random._pcg64.PCG64",
                "numpy.random.mtrand.RandomState",
                "numpy.random.__RandomState_ctor",
            }
            | _within(
                "numpy",
                "bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 longdouble complex64 "
                "complex128 str_ bytes_ datetime64 timedelta64",
            )
            | {"joblib.numpy_pickle.NumpyArrayWrapper"}
        ),
    ),
    Harmless(
        framework="SciPy",
        reason="rebuilds sparse matrices",
        names=frozenset(
            _each("scipy.sparse._csr scipy.sparse.csr", "csr_matrix csr_array")
            | _each("scipy.sparse._csc scipy.sparse.csc", "csc_matrix csc_array")
            | _each("scipy.sparse._coo scipy.sparse.coo", "coo_matrix coo_array")
        ),
    ),
    Harmless(
        framework="PyTorch",
        reason="rebuilds tensors, storages, devices and types",
        names=frozenset(
            _within(
                "torch._utils",
                "_rebuild_tensor _rebuild_tensor_v2 _rebuild_tensor_v3 _rebuild_parameter "
                "_rebuild_parameter_with_state _rebuild_qtensor _rebuild_sparse_tensor _rebuild_meta_tensor_no_storage "
                "_rebuild_device_tensor_from_numpy _rebuild_nested_tensor _rebuild_wrapper_subclass",
            )
            | _within("torch", "Size Tensor device dtype Generator")
            | _within("torch", _TORCH_DTYPES)
            | {f"{module}.{name}Storage" for module in ("torch", "torch.cuda") for name in _STORAGES.split()}
            | {"torch.storage.UntypedStorage", "torch.storage.TypedStorage", "torch.UntypedStorage"}
            | {"torch.nn.parameter.Parameter", "torch.nn.parameter.Buffer", "torch._tensor._rebuild_from_type_v2"}
            | {"torch.serialization._get_layout", "torch.per_tensor_affine", "torch.per_channel_affine"}
        ),
    ),
    Harmless(
        framework="PyTorch modules",
        reason="rebuilds a standard layer, whose state is tensors and settings",
        names=frozenset(name for part, names in _TORCH_MODULES for name in _within(f"torch.nn.modules.{part}", names)),
    ),
    Harmless(
        framework="scikit-learn",
        reason="rebuilds a standard estimator from arrays and settings",
        names=frozenset(name for part, names in _SKLEARN for name in _within(f"sklearn.{part}", names)),
    ),
    Harmless(
        framework="Transformers",
        reason="rebuilds the settings of a training run",
        names=frozenset(
            _within("transformers.training_args", "TrainingArguments OptimizerNames ParallelMode")
            | _within("transformers.training_args_seq2seq", "Seq2SeqTrainingArguments")
            | _within(
                "transformers.trainer_utils",
                "IntervalStrategy SchedulerType HubStrategy EvaluationStrategy SaveStrategy FSDPOption",
            )
            | _within("transformers.trainer_pt_utils", "AcceleratorConfig")
            | _within("accelerate.state", "PartialState")
            | _within("accelerate.utils.dataclasses", "DistributedType DynamoBackend")
        ),
    ),
)

DANGEROUS: tuple[Dangerous, ...] = (
    Dangerous(
        effect="runs commands or programs",
        severity=Severity.CRITICAL,
        modules=frozenset({"os", "posix", "nt", "subprocess", "pty", "_posixsubprocess", "popen2", "_winapi"}),
        names=frozenset(
            {"platform.popen", "webbrowser.open", "asyncio.subprocess.create_subprocess_shell"}
            | {"asyncio.create_subprocess_shell", "asyncio.create_subprocess_exec", "asyncio.run"}
            | {"multiprocessing.util.spawnv_passfds", "pydoc.pipepager", "pydoc.tempfilepager", "pydoc.pager"}
            | {"numpy.distutils.exec_command.exec_command", "distutils.spawn.spawn", "imaplib.IMAP4_stream"}
            | {"uuid._get_command_stdout", "test.support.script_helper.assert_python_ok", "ctypes.util._findLib_gcc"}
            | {"torch._inductor.codecache.compile_file", "concurrent.futures.process.ProcessPoolExecutor"}
        ),
    ),
    Dangerous(
        effect="runs Python code given as text or bytes",
        severity=Severity.CRITICAL,
        modules=frozenset(
            {"runpy", "code", "codeop", "pdb", "bdb", "timeit", "doctest", "profile", "cProfile", "trace"}
        ),
        names=frozenset(
            _within("builtins", "eval exec compile execfile __import__ breakpoint input")
            | {"types.FunctionType", "types.CodeType", "types.LambdaType", "types.MethodType", "new.function"}
            | {
                "marshal.loads",
                "marshal.load",
                "numpy.testing._private.utils.runstring",
                "numpy.testing.utils.runstring",
            }
            | {"pandas.eval", "pandas.core.computation.eval.eval", "pandas.core.frame.DataFrame.query"}
            | {"torch._dynamo.guards.GuardBuilder.get", "torch.fx.graph_module._exec_with_source"}
            | {"torch.fx.graph_module._forward_from_src", "torch.jit.unsupported_tensor_ops.execWrapper"}
            | {"torch.utils._config_module.ConfigModule.load_config", "torch.utils.collect_env.run"}
            | {"torch.fx.experimental.symbolic_shapes.ShapeEnv.evaluate_guards_expression"}
            | {
                "torch.distributed.rpc.internal._run_function",
                "idlelib.run.Executive",
                "lib2to3.pgen2.grammar.Grammar.loads",
            }
            | {"keras.src.layers.core.lambda_layer.Lambda", "keras.layers.core.lambda_layer.Lambda"}
        ),
    ),
    Dangerous(
        effect="carries code of its own, or loads another pickle",
        severity=Severity.CRITICAL,
        modules=frozenset({"cloudpickle", "dill", "_dill", "pickle", "_pickle", "cPickle", "shelve", "jsonpickle"}),
        names=frozenset(
            {"joblib.load", "joblib.numpy_pickle.load", "torch.load", "torch.serialization.load", "torch.hub.load"}
            | {"torch.jit.load", "torch.package.PackageImporter", "pandas.read_pickle", "pandas.io.pickle.read_pickle"}
            | {"numpy.load", "numpy.lib.npyio.load", "numpy.lib._npyio_impl.load"}
            | {"yaml.load", "yaml.unsafe_load", "yaml.full_load", "sklearn.externals.joblib.load"}
        ),
    ),
    Dangerous(
        effect="loads another pickle, as a pickled tensor does",
        severity=Severity.MEDIUM,
        names=frozenset({"torch.storage._load_from_bytes"}),
    ),
    Dangerous(
        effect="imports modules or reaches into them",
        severity=Severity.HIGH,
        modules=frozenset({"importlib", "imp", "pkgutil", "zipimport", "pip", "ensurepip", "site", "pkg_resources"}),
        names=frozenset(
            _within(
                "builtins",
                "getattr setattr delattr globals locals vars",
            )
            | _within("operator", "attrgetter methodcaller")
            | {"functools.reduce", "inspect.getattr_static"}
            | {
                "sys.modules",
                "sys.meta_path",
                "sys.path",
                "sys.settrace",
                "sys.setprofile",
                "sys._getframe",
                "sys.exit",
            }
            | {"types.ModuleType", "pydoc.locate", "logging.config.dictConfig", "logging.config._resolve"}
            | {
                "logging.config.listen",
                "logging.config.BaseConfigurator.resolve",
                "copyreg.add_extension",
                "atexit.register",
            }
        ),
    ),
    Dangerous(
        effect="calls native code or reads raw memory",
        severity=Severity.CRITICAL,
        modules=frozenset({"ctypes", "_ctypes", "cffi", "_cffi_backend", "mmap", "msvcrt", "winreg", "_winreg"}),
        names=frozenset({"torch.ops.load_library", "torch._ops._Ops.load_library", "torch.utils.cpp_extension.load"}),
    ),
    Dangerous(
        effect="opens network connections",
        severity=Severity.HIGH,
        modules=frozenset(
            {
                "socket",
                "_socket",
                "ssl",
                "urllib",
                "http",
                "httplib",
                "ftplib",
                "smtplib",
                "poplib",
                "imaplib",
                "nntplib",
            }
            | {
                "telnetlib",
                "xmlrpc",
                "socketserver",
                "requests",
                "aiohttp",
                "httpx",
                "urllib3",
                "paramiko",
                "webbrowser",
            }
        ),
    ),
    Dangerous(
        effect="reads, writes or removes files",
        severity=Severity.HIGH,
        modules=frozenset({"shutil", "tempfile", "sqlite3", "fileinput", "glob", "zipfile", "tarfile", "linecache"}),
        names=frozenset(
            {
                "builtins.open",
                "builtins.file",
                "io.open",
                "io.FileIO",
                "_io.open",
                "_io.FileIO",
                "io.open_code",
                "codecs.open",
            }
            | {"pathlib.Path.write_text", "pathlib.Path.write_bytes", "pathlib.Path.unlink", "pathlib.Path.read_text"}
            | {"pathlib.Path.open", "numpy.fromfile", "numpy.save", "numpy.savetxt", "numpy.memmap", "torch.save"}
            | {"logging.FileHandler", "distutils.file_util.write_file", "distutils.file_util.copy_file"}
        ),
    ),
    Dangerous(
        effect="starts threads, processes or signals",
        severity=Severity.HIGH,
        modules=frozenset({"threading", "_thread", "thread", "multiprocessing", "signal", "faulthandler", "asyncio"}),
    ),
)

_HARMLESS_BY_NAME = {name: group for group in HARMLESS for name in group.names}
_DANGEROUS_BY_NAME = {name: group for group in reversed(DANGEROUS) for name in group.names}
_DANGEROUS_BY_MODULE = {module: group for group in reversed(DANGEROUS) for module in group.modules}
_WHOLE_MODULES = frozenset(
    {"builtins", "ctypes", "importlib", "nt", "os", "pickle", "posix", "shutil", "socket", "subprocess"}
)
"""Modules that are as good as their functions when a name hands out the module itself."""
_ENCODINGS = frozenset({"latin1", "latin-1", "utf-8", "utf8", "ascii", "raw_unicode_escape"})


def harmless(module: str, name: str) -> Harmless | None:
    """The group that knows exactly this name as harmless, or None."""
    return _HARMLESS_BY_NAME.get(f"{module}.{name}")


def dangerous(module: str, name: str) -> Dangerous | None:
    """The group that knows a name as dangerous, or None.

    Later protocols walk dotted names, so `torch.serialization` with `os.system` reaches `os.system`:
    every tail of the whole dotted name is looked up.
    """
    parts = f"{module}.{name}".split(".")
    depth = len(module.split("."))
    for start in range(len(parts)):
        tail = parts[start:]
        found = _DANGEROUS_BY_NAME.get(".".join(tail))
        if found is not None:
            return found
        # A module's own package may carry the name of a dangerous one; only walking into it by attribute counts.
        if (start == 0 or start >= depth) and (found := _of_module(tail)) is not None:
            return found
    return None


def _of_module(parts: list[str]) -> Dangerous | None:
    if len(parts) == 1:
        return _DANGEROUS_BY_MODULE.get(parts[0]) if parts[0] in _WHOLE_MODULES else None
    for length in range(len(parts) - 1, 0, -1):
        found = _DANGEROUS_BY_MODULE.get(".".join(parts[:length]))
        if found is not None:
            return found
    return None


def harmless_encoding(texts: tuple[str, ...]) -> bool:
    """Whether `_codecs.encode(text, encoding)` only turns text into bytes; other codecs unpack or disguise."""
    return len(texts) == 2 and texts[1] in _ENCODINGS
