"""Names of training frameworks and model libraries that rebuild settings and models from data.

Read from checkpoints as these libraries write them. The classes of a model's architecture (`ultralytics.nn`,
`timm.models`, ...) are not here: their own code runs with the model, so a person has to look.
"""

from typing import Final

from seatrial.formats.pickle_names_groups import Harmless, each, named

TRANSFORMERS: Final = Harmless(
    framework="Transformers",
    reason="rebuilds the settings of a training run",
    names=named(
        {
            "transformers.training_args": "TrainingArguments OptimizerNames ParallelMode",
            "transformers.training_args_seq2seq": "Seq2SeqTrainingArguments",
            "transformers.trainer_utils": (
                "IntervalStrategy SchedulerType HubStrategy EvaluationStrategy SaveStrategy FSDPOption ShardedDDPOption"
            ),
            "transformers.trainer_pt_utils": "AcceleratorConfig",
            "transformers.trainer_callback": "TrainerState TrainerControl",
            "transformers.utils.quantization_config": (
                "BitsAndBytesConfig GPTQConfig AwqConfig QuantizationMethod AWQLinearVersion"
            ),
            "transformers.generation.configuration_utils": "GenerationConfig CompileConfig",
            "transformers.integrations.deepspeed": "HfDeepSpeedConfig HfTrainerDeepSpeedConfig",
            "transformers.deepspeed": "HfDeepSpeedConfig HfTrainerDeepSpeedConfig",
            "transformers.debug_utils": "DebugOption",
            "accelerate.state": "PartialState AcceleratorState",
            "accelerate.utils.dataclasses": (
                "DistributedType DynamoBackend DeepSpeedPlugin FullyShardedDataParallelPlugin PrecisionType "
                "TorchDynamoPlugin GradientAccumulationPlugin SageMakerDistributedType"
            ),
            "alignment.configs": "DPOConfig SFTConfig DataArguments ModelArguments",
            "trl.trainer.sft_config": "SFTConfig",
            "trl.trainer.dpo_config": "DPOConfig",
            "trl.trainer.kto_config": "KTOConfig",
            "trl.trainer.grpo_config": "GRPOConfig",
            "trl.trainer.reward_config": "RewardConfig",
            "trl.trainer.orpo_config": "ORPOConfig",
            "setfit.training_args": "TrainingArguments",
            "sentence_transformers.training_args": (
                "SentenceTransformerTrainingArguments BatchSamplers MultiDatasetBatchSamplers"
            ),
            "peft.tuners.lora": "LoraConfig",
            "peft.tuners.lora.config": "LoraConfig LoraRuntimeConfig",
            "peft.utils.peft_types": "PeftType TaskType",
        }
    ),
)

SHARDED: Final = Harmless(
    framework="DeepSpeed and Megatron",
    reason="rebuilds the settings and the layout of a distributed run",
    names=named(
        {
            "deepspeed.runtime.fp16.loss_scaler": "LossScaler DynamicLossScaler",
            "deepspeed.runtime.zero.config": "ZeroStageEnum",
            "deepspeed.utils.tensor_fragment": "fragment_address",
            "deepspeed.runtime.zero.offload_config": "OffloadDeviceEnum",
            "megatron.core.enums": "ModelType",
            "megatron.core.transformer.enums": "AttnMaskType AttnType LayerType AttnBackend",
            "megatron.model.enums": "AttnMaskType AttnType LayerType ModelType PositionEmbeddingType",
            "megatron.legacy.model.enums": "AttnMaskType AttnType LayerType ModelType",
            "bitsandbytes.functional": "QuantState",
            "bitsandbytes.nn.modules": "Int8Params Params4bit",
        }
    ),
)

LIGHTNING: Final = Harmless(
    framework="Lightning",
    reason="rebuilds the settings and the states of a training run",
    names=each(
        "pytorch_lightning lightning.pytorch lightning",
        "callbacks.model_checkpoint.ModelCheckpoint callbacks.early_stopping.EarlyStopping "
        "callbacks.progress.ProgressBar callbacks.lr_monitor.LearningRateMonitor utilities.parsing.AttributeDict "
        "utilities.enums.DistributedType trainer.states.TrainerFn trainer.states.RunningStage",
    )
    | each("lightning_fabric.utilities.data lightning.fabric.utilities.data", "AttributeDict"),
)

OMEGACONF: Final = Harmless(
    framework="OmegaConf",
    reason="rebuilds a configuration",
    names=named(
        {
            "omegaconf.base": "ContainerMetadata Metadata Node SCMode",
            "omegaconf.dictconfig": "DictConfig",
            "omegaconf.listconfig": "ListConfig",
            "omegaconf.nodes": (
                "AnyNode BooleanNode BytesNode EnumNode FloatNode IntegerNode InterpolationResultNode PathNode "
                "StringNode ValueNode"
            ),
            "easydict": "EasyDict",
            "addict.addict": "Dict",
            "addict": "Dict",
            "box.box": "Box",
            "box.box_list": "BoxList",
            "munch": "Munch DefaultMunch",
            "yacs.config": "CfgNode",
            "fvcore.common.config": "CfgNode",
            "ml_collections.config_dict.config_dict": "ConfigDict FrozenConfigDict FieldReference",
            "mmcv.utils.config": "ConfigDict Config",
            "mmengine.config.config": "ConfigDict Config",
            "mmengine.logging.history_buffer": "HistoryBuffer",
            "fairseq.data.dictionary": "Dictionary",
            "wandb.sdk.wandb_config": "Config",
        }
    ),
)

BOOSTING: Final = Harmless(
    framework="Gradient boosting",
    reason="rebuilds a booster from its own serialised form",
    names=named(
        {
            "xgboost.core": "Booster",
            "xgboost.sklearn": (
                "XGBClassifier XGBModel XGBRanker XGBRegressor XGBRFClassifier XGBRFRegressor XGBRankerMixIn"
            ),
            "xgboost.compat": "XGBoostLabelEncoder",
            "lightgbm.basic": "Booster Dataset",
            "lightgbm.sklearn": "LGBMClassifier LGBMModel LGBMRanker LGBMRegressor",
            "lightgbm.compat": "_LGBMLabelEncoder",
            "catboost.core": "CatBoost CatBoostClassifier CatBoostRanker CatBoostRegressor",
        }
    ),
)

STATISTICS: Final = Harmless(
    framework="statsmodels",
    reason="rebuilds a fitted model from arrays",
    names=named(
        {
            "statsmodels.base.data": "ModelData PandasData",
            "statsmodels.base.model": "LikelihoodModelResults",
            "statsmodels.discrete.discrete_model": "Logit Probit LogitResults BinaryResults BinaryResultsWrapper",
            "statsmodels.genmod.families.family": "Binomial Gamma Gaussian Poisson",
            "statsmodels.genmod.families.links": "Identity Log Logit InversePower",
            "statsmodels.genmod.families.varfuncs": "VarianceFunction Binomial Power",
            "statsmodels.genmod.generalized_linear_model": "GLM GLMResults GLMResultsWrapper",
            "statsmodels.regression.linear_model": "OLS WLS GLS OLSResults RegressionResults RegressionResultsWrapper",
            "statsmodels.tools.tools": "Bunch",
            "statsmodels.tsa.arima.model": "ARIMA ARIMAResults ARIMAResultsWrapper",
            "statsmodels.tsa.arima.params": "SARIMAXParams",
            "statsmodels.tsa.arima.specification": "SARIMAXSpecification",
            "statsmodels.tsa.base.tsa_model": "TimeSeriesModel",
            "statsmodels.tsa.holtwinters.model": "ExponentialSmoothing SimpleExpSmoothing Holt",
            "statsmodels.tsa.holtwinters.results": "HoltWintersResults HoltWintersResultsWrapper",
            "statsmodels.tsa.statespace.initialization": "Initialization",
            "statsmodels.tsa.statespace.kalman_smoother": "SmootherResults",
            "statsmodels.tsa.statespace.sarimax": "SARIMAX SARIMAXResults SARIMAXResultsWrapper",
            "statsmodels.tsa.statespace.simulation_smoother": "SimulationSmoothResults SimulationSmoother",
        }
    )
    | frozenset(
        f"statsmodels.tsa.statespace.{module}.{letter}{name}"
        for module, name in (
            ("_initialization", "Initialization"),
            ("_kalman_filter", "KalmanFilter"),
            ("_kalman_smoother", "KalmanSmoother"),
            ("_representation", "Statespace"),
            ("_simulation_smoother", "SimulationSmoother"),
        )
        for letter in "cdsz"
    ),
)

LANGUAGE: Final = Harmless(
    framework="Natural language",
    reason="rebuilds vocabularies, counts and word vectors",
    names=named(
        {
            "nltk.classify.naivebayes": "NaiveBayesClassifier",
            "nltk.probability": "ConditionalFreqDist ELEProbDist FreqDist MLEProbDist LidstoneProbDist",
            "nltk.stem.porter": "PorterStemmer",
            "nltk.stem.snowball": "SnowballStemmer EnglishStemmer",
            "nltk.tag.perceptron": "PerceptronTagger AveragedPerceptron",
            "nltk.tag.sequential": "DefaultTagger UnigramTagger BigramTagger TrigramTagger",
            "nltk.tokenize.punkt": "PunktLanguageVars PunktParameters PunktSentenceTokenizer PunktToken PunktTrainer",
            "nltk.tree": "Tree",
            "nltk.tree.tree": "Tree",
            "gensim.models.keyedvectors": "KeyedVectors Vocab Word2VecKeyedVectors CompatVocab EuclideanKeyedVectors",
            "gensim.models.word2vec": "Word2Vec Word2VecTrainables Word2VecVocab Vocab",
            "gensim.models.doc2vec": "Doc2Vec Doctag DocvecsArray",
            "gensim.models.fasttext": "FastText FastTextKeyedVectors FastTextTrainables FastTextVocab",
            "gensim.models.ldamodel": "LdaModel LdaState",
            "gensim.models.tfidfmodel": "TfidfModel",
            "gensim.models.phrases": "Phrases Phraser FrozenPhrases",
            "gensim.corpora.dictionary": "Dictionary",
            "gensim.similarities.docsim": "MatrixSimilarity SparseMatrixSimilarity Similarity",
            "tokenizers": "Tokenizer AddedToken",
            "tokenizers.models": "BPE Model Unigram WordLevel WordPiece",
            "spacy.strings": "StringStore",
            "thinc.config": "Config",
            "torchtext.vocab": "Vocab Vectors",
            "torchtext.vocab.vocab": "Vocab",
        }
    ),
)

REINFORCEMENT: Final = Harmless(
    framework="Reinforcement learning",
    reason="rebuilds spaces, running statistics and schedules",
    names=each(
        "gym.spaces gymnasium.spaces",
        "box.Box dict.Dict discrete.Discrete multi_binary.MultiBinary multi_discrete.MultiDiscrete tuple.Tuple "
        "space.Space",
    )
    | named(
        {
            "stable_baselines3.common.running_mean_std": "RunningMeanStd",
            "stable_baselines3.common.vec_env.vec_normalize": "VecNormalize",
            "stable_baselines3.common.type_aliases": "TrainFreq TrainFrequencyUnit RolloutReturn",
            "stable_baselines3.common.noise": "NormalActionNoise OrnsteinUhlenbeckActionNoise",
            "ray.rllib.utils.filter": "MeanStdFilter RunningStat NoFilter",
        }
    ),
)

DILL: Final = Harmless(
    framework="dill",
    reason="calls what is named before it to rebuild an array; what it calls is named, and judged, by itself",
    names=each("dill._dill dill.dill", "_create_array"),
)

GROUPS: Final = (DILL, TRANSFORMERS, SHARDED, LIGHTNING, OMEGACONF, BOOSTING, STATISTICS, LANGUAGE, REINFORCEMENT)
