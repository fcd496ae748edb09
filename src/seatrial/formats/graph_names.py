"""Operators of model graphs that do more than compute, with the reason for each grade, and whose operators are known.

What is not listed for TensorFlow computes, or is resolved inside the graph: its runtime knows some 1,500 operators,
and one that it does not know needs a library that the loading program chose itself. The effects are those of the
operators' documentation in TensorFlow 2 and ONNX Runtime.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from seatrial.domain.finding import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an operator does besides computing, and how bad that is in a model of an ordinary publisher."""

    effect: str
    """Continues a sentence that begins with the operator: `ReadFile, which ...`."""
    severity: Severity
    """High: no served model needs it. Medium: training graphs have it. None: ordinary, worth saying."""
    takes_path: bool = False
    """A text fixed in the graph that reaches it is a path or address."""
    writes: bool = False


def _all(names: str, effect: str, severity: Severity, **more: bool) -> dict[str, Effect]:
    made = Effect(
        effect=effect, severity=severity, takes_path=more.get("path", False), writes=more.get("writes", False)
    )
    return dict.fromkeys(names.split(), made)


_HIGH, _MEDIUM, _LOW, _NONE = Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.NONE

TENSORFLOW: Final = MappingProxyType(
    # Python in the process that runs the graph. The functions themselves are registered there, by a token.
    _all("PyFunc PyFuncStateless EagerPyFunc", "calls Python in the process that runs the graph", _HIGH)
    # The whole file system, by a path the graph chooses. Preprocessing in served models takes bytes, not paths.
    | _all("ReadFile", "reads any file when the graph runs", _HIGH, path=True)
    | _all("WriteFile", "writes any file when the graph runs", _HIGH, path=True, writes=True)
    | _all("MatchingFiles MatchingFilesDataset", "lists files when the graph runs", _HIGH, path=True)
    | _all("ImmutableConst", "maps a file into memory when the graph runs", _MEDIUM, path=True)
    # The network, by an address the graph chooses.
    | _all(
        "DataServiceDataset DataServiceDatasetV2 DataServiceDatasetV3 DataServiceDatasetV4 RegisterDataset "
        "RegisterDatasetV2 Rpc TryRpc RpcCall RpcClient RpcServer RpcServerRegister RpcServerStart",
        "talks to a server over the network when the graph runs",
        _HIGH,
        path=True,
    )
    | _all("RemoteCall", "runs a function on another device or host", _LOW)
    # Programs that are not in the graph's own terms.
    | _all("RemoteFusedGraphExecute", "hands a serialized program to an executor library", _HIGH)
    | _all("TRTEngineOp", "runs a serialized TensorRT engine", _MEDIUM)
    | _all("XlaCustomCall XlaCustomCallV2", "calls a function of the process by a name in the graph", _MEDIUM)
    | _all("MlirPassthroughOp", "runs a program given as text", _MEDIUM)
    | _all("Abort", "ends the process that runs the graph", _MEDIUM)
    # Checkpoints. Every SavedModel and every training graph saves and restores itself with these.
    | _all(
        "SaveV2 Save SaveSlices DistributedSave MergeV2Checkpoints",
        "writes a checkpoint where the graph or its caller says",
        _NONE,
        path=True,
        writes=True,
    )
    | _all(
        "RestoreV2 Restore RestoreSlice LoadAndRemapMatrix",
        "reads a checkpoint from where the graph or its caller says",
        _NONE,
        path=True,
    )
    # Vocabularies of SavedModels are read so, from their own assets.
    | _all(
        "InitializeTableFromTextFile InitializeTableFromTextFileV2 GenerateVocabRemapping",
        "reads a vocabulary file when the graph is loaded",
        _NONE,
        path=True,
    )
    # Input pipelines of training graphs. A served model has no need of them.
    | _all(
        "WholeFileReader WholeFileReaderV2 TextLineReader TextLineReaderV2 FixedLengthRecordReader "
        "FixedLengthRecordReaderV2 TFRecordReader TFRecordReaderV2 LMDBReader TextLineDataset TFRecordDataset "
        "TFRecordDatasetV2 FixedLengthRecordDataset FixedLengthRecordDatasetV2 LMDBDataset ExperimentalLMDBDataset "
        "CSVDataset CSVDatasetV2 ExperimentalCSVDataset LoadDataset SSTableReader",
        "reads data files when the graph runs",
        _MEDIUM,
        path=True,
    )
    | _all("SqlDataset ExperimentalSqlDataset", "queries a database when the graph runs", _HIGH, path=True)
    | _all(
        "SaveDataset SaveDatasetV2 DatasetToTFRecord ExperimentalDatasetToTFRecord SnapshotDataset SnapshotDatasetV2",
        "writes data files when the graph runs",
        _HIGH,
        path=True,
        writes=True,
    )
    | _all("CacheDataset CacheDatasetV2", "may cache data in a file", _NONE, path=True, writes=True)
    # Summaries for people who watch a training run. Policies saved while training have them.
    | _all(
        "CreateSummaryFileWriter CreateSummaryDbWriter",
        "writes summaries where the graph says",
        _MEDIUM,
        path=True,
        writes=True,
    )
    | _all("ImportEvent", "copies an event file into a summary", _MEDIUM, path=True)
    # Harmless until their attributes name a destination; read with them.
    | _all("PrintV2", "prints to a stream", _NONE)
    | _all(
        "DebugIdentity DebugIdentityV2 DebugIdentityV3 DebugNanCount DebugNumericSummary DebugNumericSummaryV2",
        "sends copies of tensors to a debugger",
        _NONE,
    )
    | _all("DecodeProtoV2 EncodeProto", "reads message descriptions from a source the graph names", _NONE)
    | _all("FileSystemSetConfiguration", "changes how the process reaches files", _HIGH)
    | _all("GcsConfigureCredentials GcsConfigureBlockCache", "sets how the process reaches cloud storage", _HIGH)
)
"""TensorFlow's own operators that touch files, the network, other programs or the process."""

DESTINATIONS: Final = MappingProxyType(
    {
        "PrintV2": "output_stream",
        "DebugIdentity": "debug_urls",
        "DebugIdentityV2": "debug_urls",
        "DebugIdentityV3": "debug_urls",
        "DebugNanCount": "debug_urls",
        "DebugNumericSummary": "debug_urls",
        "DebugNumericSummaryV2": "debug_urls",
        "DecodeProtoV2": "descriptor_source",
        "EncodeProto": "descriptor_source",
    }
)
"""Operators that reach out only where this attribute says so."""

ONNX_DOMAINS: Final = frozenset(
    {
        "",
        "ai.onnx",
        "ai.onnx.ml",
        "ai.onnx.training",
        "ai.onnx.preview",
        "ai.onnx.preview.training",
        # ONNX Runtime: contributed operators, layouts, execution providers and its extensions package.
        "com.microsoft",
        "com.microsoft.experimental",
        "com.microsoft.nchwc",
        "com.microsoft.dml",
        "com.microsoft.mlfeaturizers",
        "com.ms.internal.nhwc",
        "com.ms.nhwc",
        "ai.onnx.contrib",
        "com.microsoft.extensions",
        # Fallbacks and functions of PyTorch's exporters.
        "org.pytorch.aten",
        "org.pytorch._caffe2",
        "pkg.onnxscript.torch_lib",
        "pkg.onnxscript.torch_lib.common",
        "pkg.torch",
    }
)
"""Whose operators known runtimes bring with them. Any other needs a library that the model does not contain."""

ONNX_OPERATORS: Final = MappingProxyType(
    _all("PyOp PythonOp PythonOpGrad PyCustomOp", "calls Python in the process that runs the graph", _HIGH)
    | _all(
        "AzureAudioToText AzureTextToText AzureTritonInvoker OpenAIAudioToText",
        "sends what it is given to a server",
        _HIGH,
    )
)
"""Operators of ONNX graphs, of any domain, that do more than compute."""

TFLITE_CUSTOM: Final = MappingProxyType(
    {
        "TFLite_Detection_PostProcess": "detection models of TensorFlow",
        **dict.fromkeys(
            (
                "Convolution2DTransposeBias",
                "MaxPoolingWithArgmax2D",
                "MaxUnpooling2D",
                "Landmarks2TransformMatrix",
                "TransformTensorBilinear",
                "TransformLandmarks",
                "Resampler",
            ),
            "MediaPipe",
        ),
        **dict.fromkeys(
            ("AudioSpectrogram", "Mfcc", "AudioMicrofrontend", "SIGNAL_RFFT", "SIGNAL_IRFFT"), "audio front ends"
        ),
        **dict.fromkeys(
            ("NumericVerify", "IRFFT2D", "RFFT", "RandomUniform", "RandomStandardNormal"), "TensorFlow Lite"
        ),
        **dict.fromkeys(
            (
                "TFSentencepieceTokenizeOp",
                "TFSentencepieceDetokenizeOp",
                "FastSentencepieceTokenizer",
                "FastSentencepieceDetokenizer",
                "NgramsStringJoin",
                "TFText>FastWordpieceTokenizeWithOffsets",
                "TFText>WhitespaceTokenizeWithOffsetsV2",
                "WhitespaceTokenizeWithOffsetsV2",
                "RaggedTensorToTensor",
            ),
            "TensorFlow Text",
        ),
        **dict.fromkeys(("edgetpu-custom-op", "ethos-u", "DISPATCH_OP"), "compilers for accelerators"),
        **dict.fromkeys(
            ("odml.detector", "odml.rms_norm", "odml.runtime_bmm", "odml.scaled_dot_product_attention"), "LiteRT"
        ),
    }
)
"""Custom operators of TFLite that well-known runtimes bring with them, and who makes them. They only compute."""

EXECUTORCH_NAMESPACES: Final = frozenset(
    {
        "aten",
        "prims",
        "prim",
        "executorch_prim",
        "quantized_decomposed",
        "dim_order_ops",
        "et_vk",
        "llama",
        "cadence",
        "cortex_m",
        "torchao",
        "torchaudio",
        "torchvision",
    }
)
"""Namespaces of operators that ExecuTorch brings with it."""

EXECUTORCH_DELEGATES: Final = frozenset(
    {
        "XnnpackBackend",
        "CoreMLBackend",
        "MPSBackend",
        "VulkanBackend",
        "QnnBackend",
        "EthosUBackend",
        "ArmBackend",
        "VgfBackend",
        "TOSABackend",
        "NeuropilotBackend",
        "OpenvinoBackend",
        "EnnBackend",
        "NXPBackend",
        "NeutronBackend",
    }
)
"""Back ends that take a compiled graph as data."""

EXECUTORCH_NATIVE: Final = frozenset({"AotiBackend", "CudaBackend", "MetalBackend"})
"""Back ends that load a shared library out of the program's data."""

OPENVINO_OPSETS: Final = frozenset(
    {"", "experimental", "type_relaxed_opset", "ie_internal_opset", *(f"opset{number}" for number in range(1, 25))}
)
"""Operator sets that OpenVINO brings with it; any other needs an extension library."""

OPENVINO_TOKENIZERS: Final = frozenset(
    {
        "BPETokenizer",
        "BytesToChars",
        "CaseFold",
        "CharsMapNormalization",
        "CharsToBytes",
        "CombineSegments",
        "EqualStr",
        "FuzeRagged",
        "NormalizeUnicode",
        "RaggedTensorPack",
        "RaggedToDense",
        "RaggedToRagged",
        "RaggedToSparse",
        "RegexNormalization",
        "RegexSplit",
        "SentencepieceDetokenizer",
        "SentencepieceStreamDetokenizer",
        "SentencepieceTokenizer",
        "SpecialTokensSplit",
        "StringTensorPack",
        "StringTensorUnpack",
        "StringToHashBucket",
        "TrieTokenizer",
        "Truncate",
        "UTF8Validate",
        "UnigramTokenizer",
        "VocabDecoder",
        "VocabEncoder",
        "WordpieceTokenizer",
    }
)
"""Extension operators of OpenVINO's own tokenizers package, which its language models ship with."""
