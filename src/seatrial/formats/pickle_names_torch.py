"""Names of PyTorch that rebuild tensors, layers, optimizers and their settings.

Read from `torch._utils`, `torch.storage`, `torch.nn.modules` and what `torch.save` writes: versions 0.4 to 2.9.
"""

from typing import Final

from seatrial.formats.pickle_names_groups import Harmless, each, named

_STORAGES = (
    "BFloat16Storage BoolStorage ByteStorage CharStorage ComplexDoubleStorage ComplexFloatStorage DoubleStorage "
    "FloatStorage HalfStorage IntStorage LongStorage QInt32Storage QInt8Storage QUInt2x4Storage QUInt4x2Storage "
    "QUInt8Storage ShortStorage UntypedStorage TypedStorage"
)
_TENSORS = (
    "BFloat16Tensor BoolTensor ByteTensor CharTensor DoubleTensor FloatTensor HalfTensor IntTensor LongTensor "
    "ShortTensor"
)
_DTYPES = (
    "float16 float32 float64 bfloat16 half float double int8 int16 int32 int64 int short long uint8 uint16 uint32 "
    "uint64 int1 int2 int3 int4 int5 int6 int7 uint1 uint2 uint3 uint4 uint5 uint6 uint7 bool cfloat cdouble chalf "
    "complex32 complex64 complex128 float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu "
    "float4_e2m1fn_x2 qint8 quint8 qint32 quint4x2 quint2x4"
)
_TYPES = "device dtype Generator layout memory_format qscheme"
_LAYOUTS = (
    "strided sparse_coo sparse_csr sparse_csc sparse_bsr sparse_bsc jagged contiguous_format channels_last "
    "channels_last_3d preserve_format per_tensor_affine per_channel_affine per_tensor_symmetric per_channel_symmetric "
    "per_channel_affine_float_qparams"
)

TENSORS: Final = Harmless(
    framework="PyTorch",
    reason="rebuilds tensors, storages, devices and types",
    names=named(
        {
            "torch": f"Size Tensor ScriptObject {_TYPES} {_DTYPES} {_LAYOUTS}",
            "torch._utils": (
                "_rebuild_tensor _rebuild_tensor_v2 _rebuild_tensor_v3 _rebuild_parameter "
                "_rebuild_parameter_with_state _rebuild_qtensor _rebuild_sparse_tensor _rebuild_sparse_csr_tensor "
                "_rebuild_meta_tensor_no_storage _rebuild_device_tensor_from_numpy "
                "_rebuild_device_tensor_from_cpu_tensor _rebuild_xla_tensor _rebuild_nested_tensor "
                "_rebuild_wrapper_subclass"
            ),
            "torch._tensor": "_rebuild_from_type_v2 _rebuild_from_type Tensor",
            "torch.tensor": "_rebuild_from_type Tensor",
            "torch._C": "Generator device dtype layout Size DisableTorchFunctionSubclass",
            "torch.storage": f"{_STORAGES} _TypedStorage _UntypedStorage",
            "torch.nn": "Parameter Buffer",
            "torch.nn.parameter": "Parameter Buffer UninitializedParameter UninitializedBuffer",
            "torch.serialization": "_get_layout",
            "torch.autograd.variable": "Variable",
            "torch.autograd": "Variable",
            "torch._namedtensor_internals": "update_names",
            "torch.utils.hooks": "BackwardHook RemovableHandle",
            "torch.jit._pickle": (
                "build_boollist build_doublelist build_intlist build_tensorlist build_tensor_from_id restore_type_tag"
            ),
            "torch._C._nn": "gelu silu relu6 leaky_relu hardtanh",
            "torch.nn.functional": "relu gelu silu tanh leaky_relu elu softmax log_softmax sigmoid mish hardswish",
        }
    )
    | each("torch torch.cuda torch.sparse", f"{_STORAGES} {_TENSORS}")
    | each("torch", "relu tanh sigmoid softmax relu_"),
)

MODULES: Final = Harmless(
    framework="PyTorch modules",
    reason="rebuilds a standard layer, whose state is tensors and settings",
    names=named(
        {
            "torch.nn.modules.activation": (
                "CELU ELU GELU GLU Hardshrink Hardsigmoid Hardswish Hardtanh LeakyReLU LogSigmoid LogSoftmax Mish "
                "MultiheadAttention PReLU ReLU ReLU6 RReLU SELU SiLU Sigmoid Softmax Softmax2d Softmin Softplus "
                "Softshrink Softsign Tanh Tanhshrink Threshold"
            ),
            "torch.nn.modules.adaptive": "AdaptiveLogSoftmaxWithLoss",
            "torch.nn.modules.batchnorm": (
                "BatchNorm1d BatchNorm2d BatchNorm3d LazyBatchNorm1d LazyBatchNorm2d SyncBatchNorm"
            ),
            "torch.nn.modules.channelshuffle": "ChannelShuffle",
            "torch.nn.modules.container": "ModuleDict ModuleList ParameterDict ParameterList Sequential",
            "torch.nn.modules.conv": (
                "Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d LazyConv1d LazyConv2d"
            ),
            "torch.nn.modules.distance": "CosineSimilarity PairwiseDistance",
            "torch.nn.modules.dropout": "AlphaDropout Dropout Dropout1d Dropout2d Dropout3d FeatureAlphaDropout",
            "torch.nn.modules.flatten": "Flatten Unflatten",
            "torch.nn.modules.fold": "Fold Unfold",
            "torch.nn.modules.instancenorm": "InstanceNorm1d InstanceNorm2d InstanceNorm3d",
            "torch.nn.modules.linear": "Bilinear Identity LazyLinear Linear NonDynamicallyQuantizableLinear",
            "torch.nn.modules.loss": (
                "BCELoss BCEWithLogitsLoss CTCLoss CosineEmbeddingLoss CrossEntropyLoss GaussianNLLLoss "
                "HingeEmbeddingLoss HuberLoss KLDivLoss L1Loss MSELoss MarginRankingLoss MultiLabelMarginLoss "
                "MultiLabelSoftMarginLoss MultiMarginLoss NLLLoss NLLLoss2d PoissonNLLLoss SmoothL1Loss SoftMarginLoss "
                "TripletMarginLoss TripletMarginWithDistanceLoss"
            ),
            "torch.nn.modules.module": "Module",
            "torch.nn.modules.normalization": "CrossMapLRN2d GroupNorm LayerNorm LocalResponseNorm RMSNorm",
            "torch.nn.modules.padding": (
                "CircularPad1d CircularPad2d ConstantPad1d ConstantPad2d ConstantPad3d ReflectionPad1d ReflectionPad2d "
                "ReflectionPad3d ReplicationPad1d ReplicationPad2d ReplicationPad3d ZeroPad1d ZeroPad2d ZeroPad3d"
            ),
            "torch.nn.modules.pixelshuffle": "PixelShuffle PixelUnshuffle",
            "torch.nn.modules.pooling": (
                "AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d AdaptiveMaxPool1d AdaptiveMaxPool2d "
                "AdaptiveMaxPool3d AvgPool1d AvgPool2d AvgPool3d FractionalMaxPool2d LPPool1d LPPool2d MaxPool1d "
                "MaxPool2d MaxPool3d MaxUnpool1d MaxUnpool2d MaxUnpool3d"
            ),
            "torch.nn.modules.rnn": "GRU GRUCell LSTM LSTMCell RNN RNNBase RNNCell",
            "torch.nn.modules.sparse": "Embedding EmbeddingBag",
            "torch.nn.modules.transformer": (
                "Transformer TransformerDecoder TransformerDecoderLayer TransformerEncoder TransformerEncoderLayer"
            ),
            "torch.nn.modules.upsampling": "Upsample UpsamplingBilinear2d UpsamplingNearest2d",
            "torch.nn.backends.thnn": "_get_thnn_function_backend",
            "torch.nn.parallel.data_parallel": "DataParallel",
            "torch.nn.parallel.distributed": "DistributedDataParallel",
            "torch.nn.utils.weight_norm": "WeightNorm",
            "torch.nn.utils.spectral_norm": "SpectralNorm",
            "torch.nn.utils.parametrizations": "_WeightNorm _SpectralNorm",
            "torch.nn.utils.parametrize": "ParametrizationList",
        }
    ),
)

OPTIMIZERS: Final = Harmless(
    framework="PyTorch optimizers",
    reason="rebuilds an optimizer or a schedule, whose state is tensors and settings",
    names=named(
        {
            "torch.optim.adadelta": "Adadelta",
            "torch.optim.adagrad": "Adagrad",
            "torch.optim.adam": "Adam",
            "torch.optim.adamax": "Adamax",
            "torch.optim.adamw": "AdamW",
            "torch.optim.asgd": "ASGD",
            "torch.optim.lbfgs": "LBFGS",
            "torch.optim.nadam": "NAdam",
            "torch.optim.radam": "RAdam",
            "torch.optim.rmsprop": "RMSprop",
            "torch.optim.rprop": "Rprop",
            "torch.optim.sgd": "SGD",
            "torch.optim.sparse_adam": "SparseAdam",
            "torch.optim.optimizer": "_RequiredParameter Optimizer",
            "torch.optim.swa_utils": "AveragedModel SWALR",
            "torch.optim.lr_scheduler": (
                "ConstantLR CosineAnnealingLR CosineAnnealingWarmRestarts CyclicLR ExponentialLR LambdaLR LinearLR "
                "MultiStepLR MultiplicativeLR OneCycleLR PolynomialLR ReduceLROnPlateau SequentialLR StepLR"
            ),
            "torch.cuda.amp.grad_scaler": "GradScaler _refresh_per_optimizer_state OptState",
            "torch.amp.grad_scaler": "GradScaler _refresh_per_optimizer_state OptState",
        }
    ),
)

QUANTIZED: Final = Harmless(
    framework="PyTorch quantisation",
    reason="rebuilds quantised layers and observers from tensors and settings",
    names=each(
        "torch.ao.quantization torch.quantization",
        "observer.HistogramObserver observer.MinMaxObserver observer.MovingAverageMinMaxObserver "
        "observer.PerChannelMinMaxObserver observer.MovingAveragePerChannelMinMaxObserver observer.PlaceholderObserver "
        "fake_quantize.FakeQuantize fake_quantize.FusedMovingAvgObsFakeQuantize qconfig.QConfig "
        "qconfig.QConfigDynamic stubs.QuantStub stubs.DeQuantStub stubs.QuantWrapper",
    )
    | each(
        "torch.ao.nn.quantized torch.nn.quantized",
        "modules.Quantize modules.DeQuantize modules.linear.Linear modules.linear.LinearPackedParams "
        "modules.conv.Conv1d modules.conv.Conv2d modules.conv.Conv3d modules.batchnorm.BatchNorm2d "
        "modules.functional_modules.QFunctional modules.functional_modules.FloatFunctional modules.activation.ReLU6 "
        "modules.embedding_ops.Embedding modules.embedding_ops.EmbeddingPackedParams dynamic.modules.linear.Linear "
        "dynamic.modules.rnn.LSTM dynamic.modules.rnn.GRU",
    ),
)

SHARDED: Final = Harmless(
    framework="PyTorch distributed",
    reason="describes the shards of a checkpoint",
    names=named(
        {
            "torch.distributed.checkpoint.metadata": (
                "Metadata TensorStorageMetadata BytesStorageMetadata ChunkStorageMetadata TensorProperties "
                "MetadataIndex StorageMeta _MEM_FORMAT_ENCODING"
            ),
            "torch.distributed.checkpoint.filesystem": "_StorageInfo _StoragePrefix",
            "torch.distributed.tensor": "DTensor",
            "torch.distributed._tensor.api": "DTensor",
            "torch.distributed.tensor._dtensor_spec": "DTensorSpec TensorMeta",
            "torch.distributed._tensor.placement_types": "DTensorSpec TensorMeta Shard Replicate Partial",
            "torch.distributed.tensor.placement_types": "Shard Replicate Partial _StridedShard",
            "torch.distributed.device_mesh": "DeviceMesh",
            "torch.distributed._shard.sharded_tensor.api": "ShardedTensor",
            "torch.distributed._shard.sharded_tensor.metadata": "ShardedTensorMetadata TensorProperties",
            "torch.distributed._shard.sharded_tensor.shard": "Shard",
            "torch.distributed._shard.metadata": "ShardMetadata",
        }
    ),
)

_DISTRIBUTIONS: Final = (
    "bernoulli.Bernoulli beta.Beta categorical.Categorical dirichlet.Dirichlet exponential.Exponential gamma.Gamma "
    "independent.Independent laplace.Laplace log_normal.LogNormal mixture_same_family.MixtureSameFamily "
    "multivariate_normal.MultivariateNormal normal.Normal poisson.Poisson studentT.StudentT uniform.Uniform"
)
DATA: Final = Harmless(
    framework="PyTorch data",
    reason="holds tensors as a data set or as a distribution",
    names=named(
        {
            "torch.utils.data.dataset": "TensorDataset Subset ConcatDataset",
            "torch.distributions": _DISTRIBUTIONS,
        }
    ),
)

GROUPS: Final = (TENSORS, MODULES, OPTIMIZERS, QUANTIZED, SHARDED, DATA)
