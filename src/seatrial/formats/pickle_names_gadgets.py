"""Names through which a pickle acts on the machine that loads it: the libraries that models are made with.

Found in what was published of scanners that let them pass, and by reading which functions of these libraries run,
import, load or fetch what they are told to.
"""

from typing import Final

from seatrial.domain.finding import Severity
from seatrial.formats.pickle_names_groups import Dangerous, each, named, words

COMMANDS: Final = Dangerous(
    effect="runs commands or programs",
    severity=Severity.CRITICAL,
    modules=words(
        "numpy.distutils torch.utils.collect_env torch.utils.cpp_extension torch._inductor torch.distributed.run "
        "torch.distributed.launch torch.distributed.launcher torch.distributed.elastic triton.runtime.build "
        "torch.utils.hipify spacy.cli nltk.internals tensorflow.python.platform.resource_loader"
    ),
    names=named(
        {
            "spacy.util": "run_command",
            "anyio": "run_process open_process",
            "trio": "run_process",
            "win32com.client": "Dispatch DispatchEx GetObject",
            "comtypes.client": "CreateObject GetActiveObject",
            "transformers.testing_utils": "execute_subprocess_async run_command",
            "accelerate.utils.launch": "prepare_multi_gpu_env launch_command",
            "pytest": "main",
            "nose": "main run",
            "torch.multiprocessing": "spawn start_processes",
            "torch.multiprocessing.spawn": "spawn start_processes",
            "nltk.parse.malt": "MaltParser",
            "nltk.downloader": "Downloader download",
        }
    ),
    advisories={
        "torch.utils.collect_env": "GHSA-f745-w6jp-hpxx, GHSA-jhph-76pp-mggw",
        "torch._inductor": "picklescan (`torch._inductor.codecache.compile_file`)",
    },
)

CODE: Final = Dangerous(
    effect="runs Python code given as text or bytes",
    severity=Severity.CRITICAL,
    modules=words(
        "numpy.f2py numpy.testing scipy.weave torch.utils.bottleneck torch._dynamo.guards torch._dynamo.repro "
        "torch._dynamo.debug_utils torch._dynamo.bytecode_transformation torch.fx.graph_module torch.fx.experimental "
        "torch.utils._config_module torch.jit.unsupported_tensor_ops torch.distributed.rpc torch.testing._internal "
        "torch.utils.benchmark torch.package torch.jit.frontend torch._sources sympy.parsing "
        "sympy.core.sympify sympy.utilities.lambdify numexpr jinja2 mako asteval RestrictedPython execnet "
        "pandas.core.computation"
    ),
    names=named(
        {
            "pandas": "eval",
            "pandas.core.frame": "DataFrame.eval DataFrame.query",
            "sympy": "sympify lambdify S parse_expr",
            "torch": "compile",
            "torch.fx": "symbolic_trace",
            "torch.fx._symbolic_trace": "symbolic_trace",
            "torch.jit.annotations": "parse_type_line get_type_line",
            "torch.jit": "CompilationUnit script",
            "torch.jit._script": "CompilationUnit script",
            "cython": "inline",
            "Cython.Build.Inline": "cython_inline",
            "keras.src.layers.core.lambda_layer": "Lambda",
            "keras.layers.core.lambda_layer": "Lambda",
            "keras.layers.core": "Lambda",
            "tensorflow.python.keras.layers.core": "Lambda",
            "tensorflow.python.ops.script_ops": "py_func numpy_function eager_py_func",
            "tensorflow.python.autograph.pyct.loader": "load_source load_ast",
            "patsy.eval": "EvalEnvironment EvalFactor",
            "patsy": "dmatrix dmatrices",
            "formulaic.utils.stateful_transforms": "stateful_eval",
            "hydra.utils": "instantiate call",
            "hydra._internal.instantiate._instantiate2": "instantiate",
            "attr._make": "_make _compile_and_eval _linecache_and_compile",
            "mmcv.utils.config": "Config.fromfile Config.fromstring Config._file2dict",
            "mmengine.config.config": "Config.fromfile Config.fromstring Config._file2dict",
            "ml_collections.config_flags.config_flags": "_ConfigFileParser",
        }
    )
    | each("keras keras.src tensorflow.keras tf_keras tf_keras.src", "layers.Lambda")
    | each(
        "keras.utils.generic_utils keras.utils.python_utils keras.src.utils.python_utils "
        "tensorflow.python.keras.utils.generic_utils tf_keras.src.utils.generic_utils",
        "func_load",
    ),
    advisories={
        "numpy.f2py": "GHSA-r8g5-cgf2-4m4m",
        "numpy.testing": "picklescan (`numpy.testing._private.utils.runstring`)",
        "torch.utils.bottleneck": "GHSA-4r9r-ch6f-vxmx, GHSA-4whj-rm5r-c2v8 (CVE-2025-71345)",
        "torch._dynamo.guards": "GHSA-86cj-95qr-2p4f (CVE-2025-71353)",
        "torch.fx.experimental": "GHSA-f4x7-rfwp-v3xw (CVE-2025-71356)",
        "torch.jit.unsupported_tensor_ops": "GHSA-vr7h-p6mm-wpmh (CVE-2025-71370)",
        "torch.utils._config_module": "GHSA-vv6j-3g6g-2pvj (CVE-2025-71348)",
        "torch.distributed.rpc": "CVE-2024-5480, CVE-2024-48063",
        "torch.jit.annotations.parse_type_line": "CVE-2022-45907",
    },
)

PICKLES: Final = Dangerous(
    effect="loads another pickle or a model that may hold one",
    severity=Severity.CRITICAL,
    modules=words("torch.hub torch.utils.data.datapipes mlflow.pyfunc"),
    names=named(
        {
            "joblib": "load",
            "joblib.numpy_pickle": "load load_temporary_memmap NumpyUnpickler _unpickle",
            "joblib.numpy_pickle_compat": "load_compatibility ZipNumpyUnpickler",
            "sklearn.externals.joblib": "load",
            "sklearn.externals.joblib.numpy_pickle": "load",
            "torch": "load",
            "torch.serialization": "load _load _legacy_load",
            "torch.jit": "load",
            "torch.jit._serialization": "load",
            "torch.export": "load",
            "torch._export.serde.serialize": "deserialize",
            "torch.distributed.checkpoint.filesystem": "FileSystemReader",
            "torch.utils.model_zoo": "load_url",
            "pandas": "read_pickle read_hdf",
            "pandas.io.pickle": "read_pickle",
            "pandas.compat.pickle_compat": "load loads Unpickler",
            "numpy": "load",
            "numpy.lib.npyio": "load NpzFile",
            "numpy.lib._npyio_impl": "load NpzFile",
            "numpy.lib.format": "read_array",
            "numpy.lib._format_impl": "read_array",
            "numpy.core._methods": "_load",
            "numpy.compat.py3k": "npy_load_module",
            "yaml": "load unsafe_load full_load load_all unsafe_load_all",
            "ruamel.yaml": "load",
            "keras.models": "load_model",
            "keras.saving": "load_model",
            "keras.src.saving.saving_api": "load_model",
            "keras.src.saving.saving_lib": "load_model",
            "tensorflow.keras.models": "load_model",
            "tensorflow.python.keras.saving.save": "load_model",
            "tensorflow.python.saved_model.load": "load",
            "tensorflow.python.keras.engine.training": "Model.from_config",
            "transformers": "pipeline AutoModel.from_pretrained AutoTokenizer.from_pretrained",
            "transformers.pipelines": "pipeline",
            "transformers.dynamic_module_utils": "get_class_from_dynamic_module get_class_in_module",
            "transformers.modeling_utils": "load_state_dict PreTrainedModel.from_pretrained",
            "diffusers.utils.dynamic_modules_utils": "get_class_from_dynamic_module",
            "huggingface_hub": "from_pretrained_keras from_pretrained_fastai",
            "mlflow.sklearn": "load_model",
            "mlflow.pytorch": "load_model",
            "skops.io": "load loads",
            "spacy": "load",
            "spacy.util": "load_model load_model_from_path load_model_from_package load_model_from_init_py",
            "srsly": "pickle_loads read_yaml",
            "srsly._pickle_api": "pickle_loads",
            "nltk.data": "load retrieve",
            "gensim.utils": "unpickle SaveLoad.load",
            "gensim.models.keyedvectors": "KeyedVectors.load",
            "fastai.learner": "load_learner",
            "fastai.basic_train": "load_learner",
            "ray.cloudpickle": "load loads",
            "dask.base": "unpickle",
            "distributed.protocol.pickle": "loads",
            "h5py": "File",
            "paddle": "load",
            "paddle.framework.io": "load",
            "statsmodels.iolib.smpickle": "load_pickle",
            "catboost.core": "_CatBoostBase.load_model",
        }
    ),
    advisories={
        "torch.load": "CVE-2025-32434, CVE-2026-24747",
        "torch.serialization.load": "CVE-2025-32434, CVE-2026-24747",
        "torch.utils.data.datapipes": "GHSA-h3qp-7fh3-f8h4 (CVE-2025-71369)",
        "joblib.load": "CVE-2024-34997",
        "joblib.numpy_pickle.load": "CVE-2024-34997",
    },
)

NESTED: Final = Dangerous(
    effect="loads another pickle, as a pickled tensor, document or vocabulary does",
    severity=Severity.MEDIUM,
    names=named(
        {
            "torch.storage": "_load_from_bytes",
            "spacy.vocab": "unpickle_vocab",
            "spacy.tokens.doc": "unpickle_doc",
        }
    ),
)

BESIDE: Final = Dangerous(
    effect="reads an array, or a pickle in its place, from another file",
    severity=Severity.MEDIUM,
    names=each(
        "joblib.numpy_pickle joblib.numpy_pickle_compat sklearn.externals.joblib.numpy_pickle",
        "NDArrayWrapper ZNDArrayWrapper",
    ),
)

REACHING: Final = Dangerous(
    effect="imports modules or reaches into them by a name it is given",
    severity=Severity.HIGH,
    modules=words("pydantic.v1.utils werkzeug.utils django.utils.module_loading"),
    names=named(
        {
            "pydantic._internal._validators": "import_string _import_string_logic",
            "pydantic.utils": "import_string",
            "keras.src.saving.serialization_lib": "deserialize_keras_object _retrieve_class_or_fn",
            "torch._utils": "_import_dotted_name",
            "torch.ops": "load_library",
            "torch.classes": "load_library",
            "ultralytics.utils.checks": "check_requirements",
            "fairseq.utils": "import_user_module",
        }
    ),
)

ATTRIBUTES: Final = Dangerous(
    effect="imports a name it is given, as NumPy does for its own functions",
    severity=Severity.MEDIUM,
    names=each(
        "numpy.core numpy._core numpy.core._multiarray_umath numpy._core._multiarray_umath", "_ufunc_reconstruct"
    ),
)

NATIVE: Final = Dangerous(
    effect="loads native code",
    severity=Severity.CRITICAL,
    modules=words("numpy.ctypeslib torch._classes"),
    names=named(
        {
            "torch._ops": "_Ops.load_library",
            "torch.ops": "load_library",
            "torch.utils.cpp_extension": "load load_inline",
            "tensorflow.python.framework.load_library": "load_op_library load_file_system_library load_library",
            "tensorflow": "load_op_library load_library",
            "onnxruntime": "InferenceSession SessionOptions.register_custom_ops_library",
            "scipy._lib._ccallback": "LowLevelCallable",
        }
    ),
)

NETWORK: Final = Dangerous(
    effect="fetches files over the network",
    severity=Severity.HIGH,
    modules=words("torchvision.datasets.utils huggingface_hub.file_download wget gdown kagglehub"),
    names=named(
        {
            "huggingface_hub": "hf_hub_download snapshot_download upload_file HfApi",
            "keras.utils.data_utils": "get_file",
            "keras.src.utils.file_utils": "get_file",
            "tensorflow.python.keras.utils.data_utils": "get_file",
            "numpy.lib._datasource": "DataSource open",
            "numpy": "DataSource",
            "pandas": "read_csv read_json read_html read_xml read_excel read_parquet read_sql read_table",
            "pandas.io.parsers.readers": "read_csv read_table",
            "pandas.io.common": "urlopen get_handle",
            "scipy.datasets": "download_all",
            "sklearn.datasets._base": "_fetch_remote",
            "datasets": "load_dataset",
            "ultralytics.utils.downloads": "safe_download",
        }
    ),
)

FILES: Final = Dangerous(
    effect="reads, writes or removes files",
    severity=Severity.HIGH,
    modules=words("tensorflow.python.lib.io tensorflow.io.gfile tensorflow.python.ops.gen_io_ops"),
    names=named(
        {
            "numpy": "fromfile save savez savez_compressed savetxt loadtxt genfromtxt memmap fromregex",
            "numpy.core.multiarray": "fromfile",
            "numpy._core.multiarray": "fromfile",
            "numpy.core.memmap": "memmap",
            "numpy._core.memmap": "memmap",
            "numpy.lib.npyio": "save savez savetxt loadtxt genfromtxt fromregex",
            "numpy.lib._npyio_impl": "save savez savetxt loadtxt genfromtxt fromregex",
            "numpy.lib.format": "open_memmap",
            "torch": "save from_file",
            "torch.serialization": "save",
            "torch._C": "PyTorchFileWriter PyTorchFileReader",
            "joblib": "dump",
            "joblib.numpy_pickle": "dump",
            "joblib.disk": "delete_folder rm_subdirs",
            "pandas.core.generic": "NDFrame.to_pickle NDFrame.to_csv NDFrame.to_json",
            "tensorflow": "io.write_file io.read_file",
            "tensorflow.python.ops.io_ops": "read_file write_file save restore",
            "tensorflow.io": "read_file write_file",
            "scipy.io": "loadmat savemat",
            "scipy.io.matlab._mio": "loadmat savemat",
        }
    ),
)

GROUPS: Final = (COMMANDS, CODE, PICKLES, REACHING, NATIVE, NETWORK, FILES, NESTED, BESIDE, ATTRIBUTES)
