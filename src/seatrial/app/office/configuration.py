"""What an office is told: one TOML file, and the environment over it. What nobody knows is refused, with a guess.

Every name is a field below. The environment names it as `SEATRIAL_OFFICE_` and the path in capitals,
`SEATRIAL_OFFICE_MAIL_PASSWORD` for `password` in `[mail]`; with `_FILE` behind it, the value is read from that file.
"""

import difflib
import ipaddress
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, Final, get_type_hints
from urllib.parse import urlsplit

from seatrial.domain.errors import UsageError
from seatrial.domain.text import shown

FILE: Final = "office.toml"
PREFIX: Final = "SEATRIAL_OFFICE_"
OF_CLIENTS: Final = ("SEATRIAL_OFFICE_TOKEN",)
"""Names that begin alike and belong to who talks to an office."""
MOST_SECRET: Final = 64 * 1024
LEVELS: Final = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerPart:
    """`[server]`: how the office is reached."""

    listen: str = "127.0.0.1:8438"
    """Address and port, `HOST:PORT`."""
    url: str = ""
    """How others reach it, `https://office.example`: for links in feeds, calendars and mail."""
    proxies: tuple[str, ...] = ("127.0.0.1",)
    """Addresses of proxies whose `X-Forwarded-For` is believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPart:
    """`[logging]`: what is written to standard error."""

    level: str = "info"
    """`debug info warning error`."""
    format: str = "json"
    """`json`, one object a line, or `text`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsPart:
    """`[limits]`: requests a minute, before the answer is 429; 0 for no limit."""

    address: int = 600
    """From one address; of IPv6, from one network of 64 bits."""
    account: int = 600
    """By one account, from wherever."""
    logins: int = 10
    """Logins that are begun or tried by password, from one address, and for one account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsPart:
    """`[metrics]`: numbers for Prometheus at `/metrics`."""

    token: str = ""
    """What the scraper sends as `Authorization: Bearer`; without one there is nothing at that address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TelemetryPart:
    """`[telemetry]`: traces and numbers sent by OpenTelemetry, as OTLP over HTTP. Needs the extra `telemetry`."""

    endpoint: str = ""
    """Address of the collector, `http://127.0.0.1:4318`; nothing is sent without one."""
    token: str = ""
    """What is sent with it as `Authorization: Bearer`, where the collector wants one."""
    seconds: int = 15
    """How often numbers are sent, and after how long traces at the latest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPart:
    """`[mail]`: the server that takes messages."""

    host: str = ""
    """Empty for no mail."""
    port: int = 587
    security: str = "starttls"
    """`starttls`, `tls`, or `none` where the server is on this machine."""
    user: str = ""
    password: str = ""
    sender: str = ""
    """Address from which messages come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhooksPart:
    """`[webhooks]`: where the office may send news."""

    networks: tuple[str, ...] = ()
    """Private networks that may be reached after all, as `10.20.0.0/16`; by default none, and not this machine."""
    unencrypted: bool = False
    """Whether `http://` may be used, within `networks` alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderPart:
    """`[providers.NAME]`: an identity provider (OpenID Connect) by which people may log in."""

    issuer: str = ""
    """Its address, to the letter as it writes it in its tokens."""
    client_id: str = ""
    """What it calls this office."""
    client_secret: str = ""
    """Empty for a public client."""
    title: str = ""
    """What people call it; its name without one."""
    skew: int = 60
    """Seconds by which its clock and the office's may differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsPart:
    """`[jobs]`: work that workers do, as running checks again."""

    models: tuple[str, ...] = ()
    """Directories below which reviewers may name models to be run again; by default none."""
    beside: bool = True
    """Whether `office serve` runs a worker of the pool `default` beside it while there is work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What `office.toml` and the environment say."""

    name: str
    """Who the office is: the organisation of those who review."""
    origin: str
    """Name of its log."""
    database: str = ""
    """Address of the database; empty for SQLite in the directory."""
    independence: int = 3
    """How far its own re-runs are from developers: 1 a separate team, 2 an outside party, 3 an authority."""
    recipient: str = ""
    """`age1...` to which sealed submissions are sealed; empty where none are taken."""
    server: ServerPart = field(default_factory=ServerPart)
    logging: LogPart = field(default_factory=LogPart)
    limits: LimitsPart = field(default_factory=LimitsPart)
    metrics: MetricsPart = field(default_factory=MetricsPart)
    telemetry: TelemetryPart = field(default_factory=TelemetryPart)
    mail: MailPart = field(default_factory=MailPart)
    webhooks: WebhooksPart = field(default_factory=WebhooksPart)
    jobs: JobsPart = field(default_factory=JobsPart)
    providers: Mapping[str, ProviderPart] = field(default_factory=dict)


SECRET: Final = ("database", "metrics.token", "telemetry.token", "mail.password")
"""What is not shown, since it holds or may hold a password."""
SECRET_LAST: Final = ("client_secret",)
"""The same, by its last name."""
_PROVIDER: Final = re.compile(r"[a-z][a-z0-9]{0,39}")


def read_configuration(directory: Path, environment: Mapping[str, str] | None = None) -> Configuration:
    """What `office.toml` and the environment say. Raises `UsageError`, naming what to change."""
    path = directory / FILE
    try:
        plain = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"there is no office in {directory}", advice=f"seatrial office init {directory}") from error
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", advice="mend it, or restore it from a copy") from error
    _overlay(plain, os.environ if environment is None else environment)
    found: Configuration = _part(Configuration, plain, "", str(path))
    _sensible(found, str(path))
    return found


def names(kind: Any = Configuration, above: str = "") -> Iterator[tuple[str, Any]]:
    """Every name that can be set, with dots, and its type."""
    hints = get_type_hints(kind)
    for one in fields(kind):
        if is_dataclass(hints[one.name]):
            yield from names(hints[one.name], f"{above}{one.name}.")
        elif one.name != "providers":
            yield f"{above}{one.name}", hints[one.name]


def names_with(providers: Any) -> Iterator[tuple[str, Any]]:
    """The same, with those of the identity providers that the file has."""
    yield from names()
    for provider in providers if isinstance(providers, Mapping) else ():
        yield from names(ProviderPart, f"providers.{provider}.")


def variable(name: str) -> str:
    """What the environment calls a name."""
    return PREFIX + name.replace(".", "_").upper()


def settings(found: Configuration) -> Iterator[tuple[str, str]]:
    """Every name with its value as text; what may hold a secret is only said to be there."""
    for name, _ in names_with(found.providers):
        value: Any = found
        for part in name.split("."):
            value = value[part] if isinstance(value, Mapping) else getattr(value, part)
        text = ", ".join(value) if isinstance(value, tuple) else str(value)
        secret = name in SECRET or name.rpartition(".")[2] in SECRET_LAST
        yield name, ("(set)" if text else "") if secret else text


def _overlay(plain: dict[str, Any], environment: Mapping[str, str]) -> None:
    """Put what the environment says in place of what the file says."""
    known = {variable(name): (name, kind) for name, kind in names_with(plain.get("providers"))}
    for given, value in sorted(environment.items()):
        if not given.startswith(PREFIX) or given in OF_CLIENTS:
            continue
        bare = given.removesuffix("_FILE") if given not in known else given
        if bare not in known:
            raise UsageError(f"the environment sets {shown(given, 80)}, which nobody knows", advice=_near(given, known))
        name, kind = known[bare]
        text = value if bare == given else _from_file(given, value)
        *tables, last = name.split(".")
        table = plain
        for one in tables:
            table = table.setdefault(one, {})
            if not isinstance(table, dict):
                raise UsageError(f"{one} is not a table", advice=f"write [{one}] and what belongs to it")
        table[last] = _read(text, kind, given)


def _from_file(name: str, path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            return file.read(MOST_SECRET).decode().strip()
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise UsageError(
            f"the file that {name} names cannot be read", advice="check the path and who may read"
        ) from error


def _read(text: str, kind: Any, name: str) -> Any:
    if kind is bool:
        if text.lower() not in ("true", "false"):
            raise UsageError(f"{name} is neither `true` nor `false`", advice="write one of them")
        return text.lower() == "true"
    if kind is int:
        if not text.lstrip("-").isdigit() or len(text) > 9:
            raise UsageError(f"{name} is not a number", advice="write digits")
        return int(text)
    return [part.strip() for part in text.split(",") if part.strip()] if kind is not str else text


def _part(kind: Any, plain: Mapping[str, Any], above: str, where: str) -> Any:
    hints = get_type_hints(kind)
    for name in plain:
        if name not in hints:
            full = f"{above}{name}"
            raise UsageError(f"{where}: {shown(full, 80)} is not known", advice=_near(full, _known(above)))
    given: dict[str, Any] = {}
    for name, value in plain.items():
        full, wanted = f"{above}{name}", hints[name]
        if is_dataclass(wanted):
            if not isinstance(value, dict):
                raise UsageError(f"{where}: {full} is not a table", advice=f"write [{full}] and what belongs to it")
            given[name] = _part(wanted, value, f"{full}.", where)
        elif name == "providers":
            given[name] = _providers(value, where)
        elif wanted in (str, int, bool):
            if type(value) is not wanted:
                raise UsageError(f"{where}: {full} is of the wrong kind", advice=f"give {_KINDS[wanted]}")
            given[name] = value
        elif not isinstance(value, list) or any(not isinstance(one, str) for one in value):
            raise UsageError(f"{where}: {full} is of the wrong kind", advice='give a list, as ["one", "two"]')
        else:
            given[name] = tuple(value)
    for needed in ("name", "origin") if kind is Configuration else ():
        if not given.get(needed):
            raise UsageError(f"{where}: {needed} is missing", advice=f'write {needed} = "..."')
    return kind(**given)


def _known(above: str) -> list[str]:
    more = names(ProviderPart, above) if above.startswith("providers.") else ()
    return [name for name, _ in (*names(), *more)]


def _providers(value: Any, where: str) -> dict[str, ProviderPart]:
    if not isinstance(value, dict) or any(not isinstance(one, dict) for one in value.values()):
        raise UsageError(f"{where}: providers is not a table", advice="write [providers.NAME] and what belongs to it")
    for name in value:
        if not _PROVIDER.fullmatch(name):
            advice = "use small letters and digits, beginning with a letter"
            raise UsageError(f"{where}: {shown(name, 60)} cannot name an identity provider", advice=advice)
    return {name: _part(ProviderPart, one, f"providers.{name}.", where) for name, one in value.items()}


_KINDS: Final = {str: "text in quotes", int: "a number", bool: "true or false"}
_CHOICES: Final = {
    "logging.level": LEVELS,
    "logging.format": ("json", "text"),
    "mail.security": ("starttls", "tls", "none"),
}


def _sensible(found: Configuration, where: str) -> None:
    values = dict(settings(found))
    for name, choices in _CHOICES.items():
        if values[name] not in choices:
            raise UsageError(f"{where}: {name} is {shown(values[name], 40)!r}", advice=f"use {' or '.join(choices)}")
    if found.independence not in (1, 2, 3):
        raise UsageError(f"{where}: independence is {found.independence}", advice="use 1, 2 or 3")
    for name in ("limits.address", "limits.account", "limits.logins"):
        if int(values[name]) < 0:
            raise UsageError(f"{where}: {name} is less than nothing", advice="give 0 for no limit")
    if found.server.url and not found.server.url.startswith(("https://", "http://")):
        raise UsageError(f"{where}: server.url is no address", advice="write it like https://office.example")
    if found.mail.host and not found.mail.sender:
        raise UsageError(f"{where}: mail.sender is missing", advice="name the address from which messages come")
    _reaching(found, where)
    _watching(found, where)
    _logging_in(found, where)
    if found.mail.security == "none" and found.mail.password:
        raise UsageError(f"{where}: mail.password would be sent unencrypted", advice="use starttls or tls")
    if any(mark.isspace() or not mark.isprintable() for mark in found.mail.sender):
        raise UsageError(f"{where}: mail.sender is no address", advice="write it like office@office.example")


def _watching(found: Configuration, where: str) -> None:
    if 0 < len(found.metrics.token) < 16:
        raise UsageError(f"{where}: metrics.token is short", advice="give at least 16 characters that nobody can guess")
    told = found.telemetry
    if told.endpoint and (not told.endpoint.startswith(("https://", "http://")) or urlsplit(told.endpoint).username):
        raise UsageError(f"{where}: telemetry.endpoint is no address", advice="write it like http://127.0.0.1:4318")
    if told.token and not secure(told.endpoint):
        raise UsageError(f"{where}: telemetry.token would be sent unencrypted", advice="use https, or this machine")
    if not 1 <= told.seconds <= 3600:
        raise UsageError(f"{where}: telemetry.seconds is {told.seconds}", advice="use 1 to 3600")


def _reaching(found: Configuration, where: str) -> None:
    for network in found.webhooks.networks:
        try:
            ipaddress.ip_network(network)
        except ValueError as error:
            text = f"{where}: webhooks.networks has {shown(network, 60)!r}"
            raise UsageError(text, advice="write networks like 10.20.0.0/16") from error


def _logging_in(found: Configuration, where: str) -> None:
    for name, provider in found.providers.items():
        at = f"{where}: providers.{name}"
        if not secure(provider.issuer) or urlsplit(provider.issuer).query or urlsplit(provider.issuer).fragment:
            raise UsageError(f"{at}.issuer is no issuer", advice="write it like https://login.example")
        if not provider.client_id:
            raise UsageError(f"{at}.client_id is missing", advice="ask who runs the identity provider for it")
        if not 0 <= provider.skew <= 300:
            raise UsageError(f"{at}.skew is {provider.skew}", advice="give at most 300 seconds")
    issuers = [provider.issuer for provider in found.providers.values()]
    if len(set(issuers)) != len(issuers):
        raise UsageError(f"{where}: two providers have one issuer", advice="keep one of them")
    if issuers and not found.server.url:
        raise UsageError(f"{where}: server.url is missing", advice="identity providers send people back to it: name it")


def secure(address: str) -> bool:
    """Whether an address is encrypted, or of this machine alone."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    plain = address.isascii() and address.isprintable() and " " not in address and parts.username is None
    return plain and bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and here))


def _near(wrong: str, known: Any) -> str:
    names_ = list(known)
    cut = len(PREFIX) if wrong.startswith(PREFIX) else 0
    short = {name[cut:]: name for name in names_}
    close = [short[name] for name in difflib.get_close_matches(wrong[cut:], short, 1, 0.6)]
    last = {short_.rpartition(".")[2]: name for short_, name in short.items()}
    guess = close or [last[name] for name in difflib.get_close_matches(wrong[cut:].rpartition(".")[2], last, 1, 0.75)]
    return f"did you mean {guess[0]}?" if guess else f"known: {', '.join(sorted(names_))}"
