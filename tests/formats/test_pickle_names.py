"""The lists of pickle names: what they must hold, and how names are looked up in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.finding import Severity
from seatrial.formats import pickle_names

HARMLESS_WITHIN_DANGEROUS = {
    "dill._dill._create_array",
    "dill.dill._create_array",
    "http.HTTPStatus",
    "os.stat_result",
    "os.terminal_size",
    "pkg_resources.extern.packaging.version.Version",
    "posix.stat_result",
    "setuptools.extern.packaging.version.Version",
    "signal.Signals",
    "urllib.parse.ParseResult",
    "urllib.parse.SplitResult",
}
"""Values that live in modules which are dangerous otherwise."""


def names_of(groups: tuple[pickle_names.Harmless | pickle_names.Dangerous, ...]) -> list[str]:
    return [name for group in groups for name in group.names]


def test_no_name_is_harmless_and_dangerous() -> None:
    both = {name for name in names_of(pickle_names.HARMLESS) if pickle_names.dangerous(*name.rsplit(".", 1))}
    assert both == HARMLESS_WITHIN_DANGEROUS


def test_every_entry_is_a_name_in_a_module() -> None:
    entries = [*names_of(pickle_names.HARMLESS), *names_of(pickle_names.DANGEROUS)]
    entries += [module for group in pickle_names.DANGEROUS for module in group.modules]
    assert [entry for entry in entries if not all(part.isidentifier() for part in entry.split("."))] == []
    assert [name for name in names_of(pickle_names.HARMLESS) if "." not in name] == []


def test_every_group_says_why() -> None:
    assert all(group.reason and group.framework for group in pickle_names.HARMLESS)
    assert all(group.effect and group.severity.rank >= Severity.MEDIUM.rank for group in pickle_names.DANGEROUS)


def test_an_advisory_is_about_something_that_is_listed() -> None:
    for group in pickle_names.DANGEROUS:
        for entry in group.advisories:
            assert pickle_names.dangerous(entry, "anything") or pickle_names.dangerous(*entry.rsplit(".", 1)), entry
            assert pickle_names.advisory(entry, "anything") == group.advisories[entry]


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "system"),
        ("posix", "fork"),
        ("os.path", "exists"),
        ("torch.serialization", "os.system"),
        ("random", "_os.system"),
        ("torch", "os"),
        ("linecache", "os.system"),
        ("logging.config", "importlib.sys.modules"),
        ("asyncio.unix_events", "_UnixSubprocessTransport._start"),
        ("numpy.f2py.crackfortran", "getlincoef"),
        ("torch._dynamo.guards", "GuardBuilder.get"),
        ("torch.utils._config_module", "ConfigModule.load_config"),
        ("code", "InteractiveInterpreter.runcode"),
        ("numpy", "__builtins__"),
        ("argparse", "Namespace.__init__.__globals__"),
        ("builtins", "object.__subclasses__"),
        ("cloudpickle.cloudpickle", "_make_function"),
    ],
)
def test_what_acts_is_severe(module: str, name: str) -> None:
    group = pickle_names.dangerous(module, name)
    assert group is not None and group.severity.rank >= Severity.HIGH.rank


def test_the_worst_of_what_a_name_walks_through_counts() -> None:
    group = pickle_names.dangerous("linecache", "os.system")
    assert group is not None and group.severity is Severity.CRITICAL


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("code.layers", "Attention"),
        ("profile.model", "Net"),
        ("my_model.os_like", "Layer"),
        ("osmodel", "Net"),
        ("project", "code"),
        ("collections", "abc"),
        ("ultralytics.nn.modules.conv", "Conv"),
    ],
)
def test_somebody_s_own_name_is_neither(module: str, name: str) -> None:
    assert pickle_names.dangerous(module, name) is None
    assert pickle_names.harmless(module, name) is None


def test_a_harmless_class_does_not_clear_what_lies_in_it() -> None:
    assert pickle_names.harmless("collections", "OrderedDict") is not None
    assert pickle_names.harmless("collections", "OrderedDict.fromkeys") is None
    assert pickle_names.harmless("collections", "ordereddict") is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_looked_up(module: str, name: str) -> None:
    pickle_names.dangerous(module, name)
    pickle_names.advisory(module, name)
    assert pickle_names.harmless(module, name + "\0") is None


@given(st.sampled_from(["os", "subprocess", "pty", "ctypes", "pickle"]), st.text(max_size=20))
def test_every_name_of_a_dangerous_module_is_dangerous(module: str, name: str) -> None:
    assert pickle_names.dangerous(module, name) is not None


@pytest.mark.parametrize(
    ("texts", "plain"),
    [
        (("caf\u00e9", "latin1"), True),
        (("latin1",), True),  # the text itself was too long to be kept
        (("flfgrz", "rot13"), False),
        (("x", "zlib"), False),
        ((), False),
    ],
)
def test_only_character_sets_are_harmless_encodings(texts: tuple[str, ...], plain: bool) -> None:
    assert pickle_names.harmless_encoding(texts) is plain
