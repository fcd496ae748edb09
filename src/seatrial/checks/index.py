"""What there is in these folders, written by docs/generate.py: nothing here is edited by hand."""

from seatrial.domain.check import ListedCheck

# fmt: off
LISTED: tuple[ListedCheck, ...] = (
    ListedCheck('artifact.archive-paths', 'artifact', ('zip', 'tar', 'gzip', 'xz', 'bzip2', 'zlib'), False),
    ListedCheck('artifact.chat-template', 'artifact', ('gguf', 'json', 'jinja', 'text', 'markdown', 'model-card', 'yaml', 'python', 'unknown'), False),
    ListedCheck('artifact.custom-code', 'subject', ('json', 'python', 'yaml', 'text', 'empty'), False),
    ListedCheck('artifact.gguf-header', 'artifact', ('gguf',), False),
    ListedCheck('artifact.inventory-gaps', 'subject', (), False),
    ListedCheck('artifact.keras-config', 'artifact', ('json', 'json-guessed', 'hdf5'), False),
    ListedCheck('artifact.pickle-import', 'artifact', ('pickle', 'numpy'), False),
    ListedCheck('artifact.safetensors-header', 'artifact', ('safetensors',), False),
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
