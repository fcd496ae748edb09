"""One file and the environment: what is known is taken, and nothing else is."""

from pathlib import Path

import pytest

from seatrial.app.office.configuration import names, read_configuration, settings, variable
from seatrial.domain.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]
LEAST = 'name = "Authority"\norigin = "authority.example/log"\n'


def read(tmp_path: Path, more: str = "", **environment: str) -> dict[str, str]:
    (tmp_path / "office.toml").write_text(LEAST + more)
    return dict(settings(read_configuration(tmp_path, environment)))


def test_the_environment_stands_over_the_file(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        '[limits]\naddress = 7\naccount = 8\n[server]\nproxies = ["10.0.0.1"]\n',
        SEATRIAL_OFFICE_LIMITS_ADDRESS="9",
        SEATRIAL_OFFICE_SERVER_PROXIES="10.0.0.2, 10.0.0.3",
        SEATRIAL_OFFICE_WEBHOOKS_UNENCRYPTED="true",
        SEATRIAL_OFFICE_TOKEN="of the client",
        SEATRIAL_OFFICE="https://office.example",
        HOME="/",
    )
    assert (found["limits.address"], found["limits.account"]) == ("9", "8")
    assert found["server.proxies"] == "10.0.0.2, 10.0.0.3"
    assert found["webhooks.unencrypted"] == "True"


def test_the_environment_names_what_a_provider_of_the_file_has(tmp_path: Path) -> None:
    more = '[server]\nurl = "https://o.example"\n[providers.company]\nissuer = "https://l.example"\nclient_id = "c"\n'
    found = read(tmp_path, more, SEATRIAL_OFFICE_PROVIDERS_COMPANY_CLIENT_SECRET="swordfish")
    assert found["providers.company.client_secret"] == "(set)"
    assert found["providers.company.issuer"] == "https://l.example"
    with pytest.raises(UsageError, match="nobody knows"):
        read(tmp_path, more, SEATRIAL_OFFICE_PROVIDERS_OTHER_CLIENT_SECRET="swordfish")


def test_a_secret_is_read_from_a_file_and_never_shown(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("swordfish\n")
    (tmp_path / "office.toml").write_text(LEAST)
    found = read_configuration(tmp_path, {"SEATRIAL_OFFICE_MAIL_PASSWORD_FILE": str(tmp_path / "password")})
    assert found.mail.password == "swordfish"
    assert "swordfish" not in str(dict(settings(found)))
    with pytest.raises(UsageError, match="MAIL_PASSWORD_FILE names cannot be read"):
        read_configuration(tmp_path, {"SEATRIAL_OFFICE_MAIL_PASSWORD_FILE": "/nowhere"})


WRONG = {
    "a key that nobody knows": ("databse = 'x'\n", "databse is not known", "did you mean database?"),
    "a key of a table": ("[limits]\nlogin = 3\n", "limits.login is not known", "did you mean limits.logins?"),
    "a key in the wrong table": ("[server]\npassword = 'x'\n", "server.password", "did you mean mail.password?"),
    "a table that nobody knows": ("[smtp]\nhost = 'x'\n", "smtp is not known", "known: "),
    "text for a number": ("[limits]\naddress = 'many'\n", "limits.address is of the wrong kind", "give a number"),
    "a number for yes or no": ("[webhooks]\nunencrypted = 1\n", "webhooks.unencrypted", "true or false"),
    "yes or no for a number": ("[limits]\naddress = true\n", "limits.address is of the wrong kind", "a number"),
    "text for a list": ("[server]\nproxies = '10.0.0.1'\n", "server.proxies", "give a list"),
    "a word that is no choice": ("[logging]\nlevel = 'loud'\n", "logging.level", "debug or info"),
    "less than nothing": ("[limits]\nlogins = -1\n", "limits.logins", "0 for no limit"),
    "mail from nobody": ("[mail]\nhost = 'mx.example'\n", "mail.sender is missing", "name the address"),
    "a token that can be guessed": ("[metrics]\ntoken = 'x'\n", "metrics.token is short", "at least 16"),
    "a collector that is none": ("[telemetry]\nendpoint = 'here'\n", "telemetry.endpoint", "http://127.0.0.1:4318"),
    "a collector with a password in it": (
        "[telemetry]\nendpoint = 'https://me:secret@collector.example'\n",
        "telemetry.endpoint",
        "http://127.0.0.1:4318",
    ),
    "a collector's token in the open": (
        "[telemetry]\nendpoint = 'http://collector.example'\ntoken = 'x'\n",
        "telemetry.token",
        "use https",
    ),
    "never": ("[telemetry]\nseconds = 0\n", "telemetry.seconds", "1 to 3600"),
    "an address that is none": ("[server]\nurl = 'office.example'\n", "server.url", "https://"),
    "a network that is none": ("[webhooks]\nnetworks = ['10.0.0.1/8']\n", "webhooks.networks", "10.20.0.0/16"),
    "a password in the open": ("[mail]\nsecurity = 'none'\npassword = 'x'\n", "unencrypted", "starttls or tls"),
    "text for a table": ("server = 'x'\n", "server is not a table", "write [server]"),
    "an issuer unencrypted": (
        '[providers.x]\nissuer = "http://login.example"\nclient_id = "c"\n',
        "providers.x.issuer is no issuer",
        "https://login.example",
    ),
    "a provider that does not know us": (
        '[providers.x]\nissuer = "https://l.example"\n',
        "providers.x.client_id is missing",
        "ask who runs",
    ),
    "a provider and no way back": (
        '[providers.x]\nissuer = "https://l.example"\nclient_id = "c"\n',
        "server.url is missing",
        "name it",
    ),
    "a provider without a name": (
        '[providers."X Y"]\nissuer = "https://l.example"\n',
        "cannot name an identity provider",
        "small letters",
    ),
    "a key of a provider": (
        "[providers.x]\nissuers = 'x'\n",
        "providers.x.issuers",
        "did you mean providers.x.issuer?",
    ),
    "a clock that is far off": (
        '[providers.x]\nissuer = "https://l.example"\nclient_id = "c"\nskew = 3600\n',
        "providers.x.skew",
        "300 seconds",
    ),
    "text for a provider": ("[providers]\nx = 'https://l.example'\n", "providers is not a table", "[providers.NAME]"),
    "no such independence": ("independence = 9\n", "independence", "1, 2 or 3"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_in_the_file_is_named_with_advice(name: str, tmp_path: Path) -> None:
    more, message, advice = WRONG[name]
    with pytest.raises(UsageError) as told:
        read(tmp_path, more)
    assert message in told.value.message
    assert advice in told.value.advice


@pytest.mark.parametrize(
    ("variable_", "value", "advice"),
    [
        ("SEATRIAL_OFFICE_LIMITS_LOGIN", "3", "did you mean SEATRIAL_OFFICE_LIMITS_LOGINS?"),
        ("SEATRIAL_OFFICE_LIMITS_LOGINS", "three", "write digits"),
        ("SEATRIAL_OFFICE_WEBHOOKS_UNENCRYPTED", "yes", "write one of them"),
        ("SEATRIAL_OFFICE_XYZZY", "", "known: "),
    ],
)
def test_what_is_wrong_in_the_environment_is_named_with_advice(
    variable_: str, value: str, advice: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError) as told:
        read(tmp_path, **{variable_: value})
    assert advice in told.value.advice


def test_every_name_is_in_the_guide_with_its_variable() -> None:
    guide = (ROOT / "docs" / "office-configuration.md").read_text()
    for name, _ in names():
        table, _, key = name.rpartition(".")
        assert f"{key} = " in guide, name
        assert not table or f"[{table}]" in guide, name
    assert len({variable(name) for name, _ in names()}) == len(list(names()))


def test_the_guides_file_is_one_that_is_taken(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "office-configuration.md").read_text()
    text = guide.partition("```toml\n")[2].partition("```")[0]
    (tmp_path / "office.toml").write_text(text)
    assert read_configuration(tmp_path, {}).mail.host == "mail.example"
