"""What there is in these folders, written by docs/generate.py: nothing here is edited by hand."""

from seatrial.domain.check import ListedCheck

# fmt: off
LISTED: tuple[ListedCheck, ...] = (
    ListedCheck('artifact.active-document', 'artifact', ('pdf',), False),
    ListedCheck('artifact.archive-paths', 'artifact', ('rar', '7z', 'tar', 'zip', 'bzip2', 'gzip', 'lz4', 'lzma', 'xz', 'zlib', 'zstd'), False),
    ListedCheck('artifact.array-header', 'artifact', ('numpy',), False),
    ListedCheck('artifact.card-links', 'artifact', ('model-card', 'markdown', 'text'), False),
    ListedCheck('artifact.chat-template', 'artifact', ('gguf', 'json', 'json-guessed', 'jinja', 'text', 'markdown', 'model-card', 'yaml', 'python', 'unknown'), False),
    ListedCheck('artifact.custom-code', 'artifact', ('json', 'python', 'yaml', 'text', 'markdown', 'model-card', 'jinja', 'shell', 'unknown'), False),
    ListedCheck('artifact.custom-code-missing', 'subject', ('json', 'python', 'text', 'yaml', 'markdown', 'model-card', 'jinja', 'shell', 'empty', 'unknown'), False),
    ListedCheck('artifact.embedded-pickle', 'artifact', ('unknown',), False),
    ListedCheck('artifact.embedded-secrets', 'artifact', ('text', 'json', 'json-guessed', 'yaml', 'python', 'shell', 'markdown', 'model-card', 'jinja', 'notebook', 'openvino', 'pickle', 'gguf', 'safetensors'), False),
    ListedCheck('artifact.external-data', 'artifact', ('coreml', 'executorch', 'onnx', 'openvino', 'tensorflow-graph', 'tensorflow-text-graph', 'tflite', 'xml-entities', 'json'), False),
    ListedCheck('artifact.gguf-header', 'artifact', ('gguf',), False),
    ListedCheck('artifact.graph-operators', 'artifact', ('coreml', 'executorch', 'onnx', 'openvino', 'tensorflow-graph', 'tensorflow-text-graph', 'tflite', 'xml-entities'), False),
    ListedCheck('artifact.install-scripts', 'artifact', ('text', 'python', 'shell', 'json', 'yaml', 'markdown', 'model-card', 'jinja', 'unknown'), False),
    ListedCheck('artifact.inventory-gaps', 'subject', (), False),
    ListedCheck('artifact.json-text', 'artifact', ('json', 'text'), False),
    ListedCheck('artifact.keras-config', 'artifact', ('json', 'json-guessed', 'hdf5', 'keras-metadata'), False),
    ListedCheck('artifact.metadata-text', 'artifact', ('gguf', 'safetensors', 'catboost', 'lightgbm', 'xgboost'), False),
    ListedCheck('artifact.native-code', 'artifact', ('native-code', 'python-bytecode', 'wasm'), False),
    ListedCheck('artifact.notebook-code', 'artifact', ('notebook',), False),
    ListedCheck('artifact.pickle-import', 'artifact', ('pickle', 'numpy'), False),
    ListedCheck('artifact.safetensors-header', 'artifact', ('safetensors',), False),
    ListedCheck('artifact.serving-config', 'artifact', ('text', 'yaml', 'json', 'shell', 'python', 'markdown', 'model-card', 'jinja', 'unknown'), False),
    ListedCheck('artifact.skops-types', 'artifact', ('json', 'json-guessed'), False),
    ListedCheck('artifact.tokenizer-files', 'artifact', ('json',), False),
    ListedCheck('artifact.torchscript-code', 'artifact', ('python', 'text', 'pickle', 'markdown', 'yaml', 'jinja', 'unknown'), False),
    ListedCheck('artifact.unknown-format', 'subject', (), False),
    ListedCheck('behaviour.harmful-compliance', 'target', (), True),
    ListedCheck('behaviour.prompt-leak', 'target', (), True),
    ListedCheck('documentation.declaration', 'subject', (), False),
    ListedCheck('documentation.model-card', 'subject', (), False),
    ListedCheck('provenance.base-model', 'subject', (), False),
    ListedCheck('provenance.signature', 'subject', (), False),
    ListedCheck('weights.tensor-integrity', 'artifact', ('safetensors', 'gguf'), True),
)
# fmt: on
