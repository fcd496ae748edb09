"""Names of the standard library, NumPy, SciPy and pandas that rebuild plain data, and nothing else.

Read from what the values of these libraries pickle to: Python 2.7 to 3.14, NumPy 1.9 to 2.4, SciPy 0.19 to 1.17,
pandas 0.20 to 3.1.
"""

from typing import Final

from seatrial.formats.pickle_names_groups import Harmless, each, named

_ERRORS = (
    "ArithmeticError AssertionError AttributeError BaseException BufferError EOFError Exception FileExistsError "
    "FileNotFoundError FloatingPointError IOError ImportError IndexError KeyError LookupError MemoryError NameError "
    "OSError OverflowError PermissionError RuntimeError StopIteration TimeoutError TypeError "
    "UnicodeDecodeError UnicodeEncodeError ValueError ZeroDivisionError"
)


def _of_texts(kind: str) -> str:
    """Methods of texts that take one apart or change its letters, as pipelines keep them for splitting words."""
    names = ("lower", "upper", "split", "rsplit", "strip", "splitlines", "title", "casefold")
    return " ".join(f"{kind}.{name}" for name in names)


PYTHON: Final = Harmless(
    framework="Python",
    reason="builds plain values and collections",
    names=named(
        {
            "builtins": (
                "bool bytearray bytes complex dict float frozenset int list object range set slice str tuple Ellipsis "
                "NotImplemented long unicode xrange basestring __main__"
            ),
            "collections": (
                "OrderedDict Counter deque defaultdict ChainMap UserDict UserList UserString IterableUserDict"
            ),
            "datetime": "date datetime time timedelta timezone",
            "decimal": "Decimal",
            "_pydecimal": "Decimal",
            "fractions": "Fraction",
            "uuid": "UUID SafeUUID",
            "argparse": "Namespace",
            "types": "SimpleNamespace GenericAlias",
            "http": "HTTPStatus",
            "signal": "Signals",
            "time": "struct_time",
            "os": "stat_result terminal_size",
            "posix": "stat_result",
            "urllib.parse": "ParseResult SplitResult",
            "array": "array _array_reconstructor",
            "ipaddress": "IPv4Address IPv4Network IPv6Address IPv6Network",
            "io": "BytesIO StringIO",
            "_io": "BytesIO StringIO",
            "random": "Random",
            "string": "Template",
            "zoneinfo": "ZoneInfo ZoneInfo._unpickle",
            "itertools": "count cycle repeat",
            "enum": "Enum IntEnum StrEnum",
            "logging": "getLogger",
            "distutils.version": "LooseVersion StrictVersion",
            "packaging.version": "Version",
            "pkg_resources.extern.packaging.version": "Version",
            "setuptools.extern.packaging.version": "Version",
        }
    )
    | each("pathlib pathlib._local", "PosixPath PurePosixPath WindowsPath PureWindowsPath Path PurePath")
    | each("builtins", _ERRORS),
)

MACHINERY: Final = Harmless(
    framework="Python",
    reason="is how Python itself writes instances, enumerations, patterns and annotations",
    names=named(
        {
            "copyreg": "_reconstructor __newobj__ __newobj_ex__",
            "re": "_compile",
            "inspect": "Signature Parameter _ParameterKind _empty",
            "typing": (
                "Any Callable ClassVar Dict FrozenSet Generic Iterable Iterator List Literal Mapping "
                "Optional Sequence Set Tuple Type TypeVar Union"
            ),
        }
    ),
)

KEPT_FUNCTIONS: Final = Harmless(
    framework="Python",
    reason="keeps a function with some of its arguments for later; what it keeps is named, and judged, by itself",
    names=named({"functools": "partial"}),
)

PURE_FUNCTIONS: Final = Harmless(
    framework="Python",
    reason="computes a value from its arguments alone",
    names=named(
        {
            "builtins": (
                "abs all any ascii bin chr divmod hash hex iter len max min oct ord repr round sum type "
                f"{_of_texts('str')} {_of_texts('unicode')}"
            ),
            "math": "ceil cos exp expm1 fabs floor isfinite isinf isnan log log10 log1p log2 sin sqrt tan tanh",
            "json": "dumps loads",
        }
    ),
)

_SCALARS = (
    "bool_ int_ intc intp int8 int16 int32 int64 uint8 uint16 uint32 uint64 longlong ulonglong float16 float32 float64 "
    "longdouble complex64 complex128 clongdouble str_ bytes_ void object_ datetime64 timedelta64 float_ unicode_ "
    "string_ bool uint half single double"
)
_FUNCTIONS = (
    "abs absolute add arccos arcsin arctan ceil cos cosh divide equal exp expm1 fabs floor fmax fmin greater isfinite "
    "isnan less log log10 log1p log2 logaddexp maximum mean median minimum multiply negative nanmean nanmedian power "
    "prod reciprocal sign sin sinh sqrt square std subtract sum tan tanh true_divide var array asarray "
    "arcsinh arctan2 argmax argmin average clip concatenate cumsum dot floor_divide hstack isinf logical_and "
    "logical_not logical_or nan_to_num nanmax nanmin nanstd nansum ravel rint round sort squeeze transpose trunc "
    "unique vstack where"
)

NUMPY: Final = Harmless(
    framework="NumPy",
    reason="rebuilds arrays, scalars, types and random state",
    names=named({"numpy": f"ndarray dtype matrix recarray record poly1d {_SCALARS}"})
    | each("numpy.core.multiarray numpy._core.multiarray", "_reconstruct scalar")
    | each("numpy.core.numeric numpy._core.numeric", "_frombuffer")
    | each("numpy.core.records numpy.rec numpy._core.records", "recarray record")
    | each("numpy.core.defchararray numpy.char numpy._core.defchararray", "chararray")
    | each("numpy.core numpy._core", "_DType_reconstruct")
    | named(
        {
            "numpy.matrixlib.defmatrix": "matrix",
            "numpy.ma": "MaskedArray",
            "numpy.ma.core": "_mareconstruct MaskedArray MaskedConstant",
            "numpy.lib.polynomial": "poly1d",
            "numpy.lib._polynomial_impl": "poly1d",
            "numpy.polynomial.polynomial": "Polynomial",
            "numpy.polynomial.chebyshev": "Chebyshev",
            "numpy.polynomial.legendre": "Legendre",
            "numpy.random": "__RandomState_ctor",
            "numpy.random.bit_generator": "SeedSequence __pyx_unpickle_SeedSequence",
            "numpy.random._bit_generator": "SeedSequence",
            "numpy.random._pickle": "__randomstate_ctor __generator_ctor __bit_generator_ctor",
            "numpy.random._generator": "Generator",
            "numpy.random._mt19937": "MT19937",
            "numpy.random._pcg64": "PCG64 PCG64DXSM",
            "numpy.random._philox": "Philox",
            "numpy.random._sfc64": "SFC64",
            "numpy.random.mtrand": "RandomState",
            "numpy.dtypes": (
                "BoolDType Int8DType Int16DType Int32DType Int64DType UInt8DType UInt16DType UInt32DType UInt64DType "
                "Float16DType Float32DType Float64DType LongDoubleDType Complex64DType Complex128DType ObjectDType "
                "BytesDType StrDType StringDType VoidDType DateTime64DType TimeDelta64DType"
            ),
        }
    ),
)
NUMPY_FUNCTIONS: Final = Harmless(
    framework="NumPy",
    reason="computes arrays from arrays",
    names=each(
        "numpy numpy.core._multiarray_umath numpy._core._multiarray_umath numpy.core.umath numpy._core.umath",
        _FUNCTIONS,
    ),
)
JOBLIB: Final = Harmless(
    framework="joblib",
    reason="describes the array whose bytes follow",
    names=named({"joblib.numpy_pickle": "NumpyArrayWrapper"})
    | named({"sklearn.externals.joblib.numpy_pickle": "NumpyArrayWrapper"}),
)

SCIPY: Final = Harmless(
    framework="SciPy",
    reason="rebuilds sparse matrices, splines, trees of points and distributions from arrays",
    names=frozenset(
        f"scipy.sparse.{module}{kind}.{kind}_{shape}"
        for module in ("_", "")
        for kind in ("bsr", "coo", "csc", "csr", "dia", "dok", "lil")
        for shape in ("array", "matrix")
    )
    | each("scipy.sparse", "csr_matrix csc_matrix coo_matrix lil_matrix dok_matrix bsr_matrix dia_matrix")
    | named(
        {
            "scipy.interpolate._bsplines": "BSpline",
            "scipy.interpolate._cubic": "CubicSpline PchipInterpolator Akima1DInterpolator",
            "scipy.interpolate._fitpack2": "UnivariateSpline InterpolatedUnivariateSpline LSQUnivariateSpline",
            "scipy.interpolate.fitpack2": "UnivariateSpline InterpolatedUnivariateSpline LSQUnivariateSpline",
            "scipy.interpolate._interpolate": "interp1d PPoly BPoly interp1d._call_linear_np interp1d._call_linear",
            "scipy.interpolate.interpolate": "interp1d PPoly BPoly",
            "scipy.interpolate._rgi": "RegularGridInterpolator",
            "scipy.interpolate._rbfinterp": "RBFInterpolator",
            "scipy.optimize._lbfgsb_py": "LbfgsInvHessProduct",
            "scipy.optimize._optimize": "OptimizeResult",
            "scipy.optimize.optimize": "OptimizeResult",
            "scipy.spatial._ckdtree": "cKDTree",
            "scipy.spatial.ckdtree": "cKDTree",
            "scipy.spatial._kdtree": "KDTree",
            "scipy.spatial.kdtree": "KDTree",
            "scipy.spatial.transform._rotation": "Rotation",
            "scipy.stats._distn_infrastructure": "rv_continuous_frozen rv_discrete_frozen rv_frozen",
            "scipy.stats._continuous_distns": "norm_gen uniform_gen expon_gen gamma_gen beta_gen t_gen reciprocal_gen",
            "scipy.stats._discrete_distns": "randint_gen poisson_gen binom_gen",
            "scipy.stats._kde": "gaussian_kde",
            "scipy.stats.kde": "gaussian_kde",
            "scipy._lib.array_api_compat.numpy._aliases": "asarray",
            "scipy.special._ufuncs": "expit logit",
        }
    ),
)

_FRAMES = "DataFrame Series Index RangeIndex MultiIndex DatetimeIndex TimedeltaIndex CategoricalIndex IntervalIndex"
_DTYPES = (
    "CategoricalDtype DatetimeTZDtype IntervalDtype PeriodDtype SparseDtype StringDtype BooleanDtype Int8Dtype "
    "Int16Dtype Int32Dtype Int64Dtype UInt8Dtype UInt16Dtype UInt32Dtype UInt64Dtype Float32Dtype Float64Dtype"
)
_ARRAYS = (
    "BooleanArray DatetimeArray FloatingArray IntegerArray IntervalArray PeriodArray SparseArray StringArray "
    "TimedeltaArray ArrowStringArray NumpyExtensionArray Categorical PandasArray"
)
_OFFSETS = (
    "BDay BMonthBegin BMonthEnd BusinessDay Day Hour Micro Milli Minute MonthBegin MonthEnd Nano QuarterBegin "
    "QuarterEnd Second Week YearBegin YearEnd __pyx_unpickle_BaseOffset __pyx_unpickle_MonthOffset"
)
PANDAS: Final = Harmless(
    framework="pandas",
    reason="rebuilds tables, indexes, times and their types",
    names=named({"pandas": f"{_FRAMES} {_DTYPES} Categorical Interval Period PeriodIndex NA Timestamp Timedelta"})
    | named({"pandas.arrays": _ARRAYS, "pandas._libs.tslibs.offsets": _OFFSETS})
    | named(
        {
            "pandas._libs.arrays": "__pyx_unpickle_NDArrayBacked NDArrayBacked",
            "pandas._libs.internals": "_unpickle_block BlockPlacement",
            "pandas._libs.interval": "__pyx_unpickle_IntervalMixin Interval",
            "pandas._libs.missing": "NAType NA",
            "pandas._libs.sparse": "IntIndex BlockIndex",
            "pandas._libs.tslibs.nattype": "_nat_unpickle __nat_unpickle",
            "pandas._libs.tslibs.period": "Period",
            "pandas._libs.tslibs.timedeltas": "_timedelta_unpickle Timedelta",
            "pandas._libs.tslibs.timestamps": "_unpickle_timestamp Timestamp",
            "pandas._libs.tslib": "Timestamp",
            "pandas._libs.tslibs.timezones": "tz_standardize",
            "pandas.core.frame": "DataFrame",
            "pandas.core.series": "Series",
            "pandas.core.flags": "Flags",
            "pandas.core.internals.managers": "BlockManager SingleBlockManager",
            "pandas.core.internals": "BlockManager SingleBlockManager",
            "pandas.core.internals.blocks": "new_block ObjectBlock FloatBlock IntBlock",
            "pandas.core.index": "Index Int64Index MultiIndex RangeIndex _new_Index",
            "pandas.core.indexes.base": "_new_Index Index",
            "pandas.core.indexes.category": "CategoricalIndex",
            "pandas.core.indexes.datetimes": "_new_DatetimeIndex DatetimeIndex",
            "pandas.core.indexes.interval": "IntervalIndex",
            "pandas.core.indexes.multi": "MultiIndex",
            "pandas.core.indexes.numeric": "Int64Index Float64Index UInt64Index",
            "pandas.core.indexes.period": "PeriodIndex _new_PeriodIndex",
            "pandas.core.indexes.range": "RangeIndex",
            "pandas.core.indexes.timedeltas": "TimedeltaIndex",
            "pandas.core.indexes.frozen": "FrozenList",
            "pandas.core.dtypes.dtypes": _DTYPES,
            "pandas.core.arrays.boolean": "BooleanArray BooleanDtype",
            "pandas.core.arrays.categorical": "Categorical",
            "pandas.core.arrays.datetimes": "DatetimeArray",
            "pandas.core.arrays.floating": "FloatingArray Float32Dtype Float64Dtype",
            "pandas.core.arrays.integer": "IntegerArray Int8Dtype Int16Dtype Int32Dtype Int64Dtype UInt8Dtype",
            "pandas.core.arrays.interval": "IntervalArray",
            "pandas.core.arrays.numpy_": "PandasArray NumpyExtensionArray",
            "pandas.core.arrays.period": "PeriodArray",
            "pandas.core.arrays.sparse.array": "SparseArray",
            "pandas.core.arrays.string_": "StringArray StringDtype",
            "pandas.core.arrays.string_arrow": "ArrowStringArray",
            "pandas.core.arrays.timedeltas": "TimedeltaArray",
            "pytz": "_UTC _p",
            "dateutil.tz.tz": "tzutc tzlocal tzoffset",
            "dateutil.zoneinfo": "gettz",
        }
    ),
)

ARROW: Final = Harmless(
    framework="Arrow",
    reason="rebuilds columns of tables from buffers and types, as pandas keeps its texts",
    names=named(
        {
            "pyarrow.lib": (
                "_restore_array chunked_array py_buffer scalar schema field type_for_alias list_ large_list map_ "
                "struct dictionary timestamp time32 time64 duration decimal128 decimal256 binary RecordBatch Table "
                "_reconstruct_table"
            ),
        }
    ),
)

GROUPS: Final = (
    PYTHON,
    MACHINERY,
    KEPT_FUNCTIONS,
    PURE_FUNCTIONS,
    NUMPY,
    NUMPY_FUNCTIONS,
    JOBLIB,
    SCIPY,
    PANDAS,
    ARROW,
)
