"""What a model card leads its reader to: links, markup that acts, commands to paste, text that nobody sees.

Facts only, read from the text by bounded patterns; nothing is rendered or fetched.
"""

import html
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from seatrial.domain.text import shown
from seatrial.formats.bounds import up_to
from seatrial.formats.link_hosts import HOMES, INSTALLERS, PACKAGE_HOSTS, SHORTENERS, TOP_DOMAINS

MAX_LINKS: Final = 20_000
_FENCE: Final = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.DOTALL | re.MULTILINE)
_CODE: Final = re.compile(r"(?<!`)(`{1,2})(?!`)[^`\n]{1,500}\1(?!`)")
_LINK: Final = re.compile(r"\[([^\]\[\n]{0,300})\]\(\s{0,8}<?([^\s)<>]{1,2000})")
_REFERENCE: Final = re.compile(r"^ {0,3}\[[^\]\n]{1,200}\]:\s{0,8}<?(\S{1,2000})", re.MULTILINE)
_ANCHOR: Final = re.compile(
    r"<a\b[^<>]{0,500}?\bhref\s{0,4}=\s{0,4}[\"']?([^\"'\s<>]{1,2000})[^<>]{0,500}>([^<]{0,300})</a", re.IGNORECASE
)
_ATTRIBUTE: Final = re.compile(
    r"\b(?:href|src|action|formaction)\s{0,4}=\s{0,4}[\"']?([^\"'\s>]{1,2000})", re.IGNORECASE
)
_BARE: Final = re.compile(r"\bhttps?://[^\s<>()\[\]\"'`]{3,2000}", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"([a-z][a-z0-9+.-]{1,20})://([^/?#\\]{0,300})([^?#]{0,1800})", re.IGNORECASE)
_NAMED_HOST: Final = re.compile(
    r"(?:https?://)?((?:[\w-]{1,63}\.){1,6}[a-z]{2,24})(?::\d{1,5})?(?:/\S{0,500})?", re.IGNORECASE
)
_ACTING: Final = re.compile(r"<(script|iframe|object|embed|form|meta\s{1,4}http-equiv)\b[^<>]{0,300}", re.IGNORECASE)
_HANDLER: Final = re.compile(r"<[a-z][a-z0-9]{0,20}\b[^<>]{0,600}?[\s/\"'](on[a-z]{3,20})\s{0,4}=", re.IGNORECASE)
_RUNNABLE: Final = re.compile(r"\.(exe|scr|bat|cmd|msi|ps1|apk|dmg|vbs|hta|lnk|pkg|iso|jar)$", re.IGNORECASE)
_ARCHIVE: Final = re.compile(r"\.(zip|rar|7z)$", re.IGNORECASE)
_PASSWORD: Final = re.compile(r"\b(?:password|passwd|pass|pwd)\b\s{0,3}(?:is|:|=|-|`)", re.IGNORECASE)
_PIPED: Final = re.compile(
    r"\b(?:curl|wget|iwr|irm|invoke-webrequest|invoke-restmethod)\b([^\n|]{0,400})\|\s{0,4}(?:sudo\s{1,4}(?:-\w\s{1,4})?)?"
    r"(?:env\s{1,4})?(?:/\w{1,10}){0,4}/?"
    r"(?:(?:ba|z|da|k|fi)?sh|iex|invoke-expression|perl|node|ruby|python[\d.]{0,4}(?!\s{1,4}-[mc]))\b"
    r"|\b(?:ba|z)?sh\s{1,4}(?:-\w{1,4}\s{1,4})?[\"']?(?:<\(|\$\(|`)\s{0,4}(?:curl|wget)([^\n)]{0,400})"
    r"|\b(?:iex|invoke-expression)\b[^\n]{0,40}(?:iwr|irm|downloadstring|webrequest)([^\n]{0,300})"
    r"|\bmshta\s{1,4}(https?:[^\s]{1,300})",
    re.IGNORECASE,
)
_INSTALLED: Final = re.compile(
    r"\bpip3?\s{1,4}install\b[^\n]{0,200}?(?:(?:-i|--(?:extra-)?index-url)[\s=]{1,4}|git\+|@\s{0,2})(https?://[^\s\"'`]{3,300})"
    r"|\bpip3?\s{1,4}install\s{1,4}(?:-\S{1,20}\s{1,4}){0,4}(https?://[^\s\"'`]{3,300})",
    re.IGNORECASE,
)
_CODED: Final = re.compile(
    r"base64\s{1,4}(?:-d|-D|--decode)[^\n|]{0,100}\|\s{0,4}(?:sudo\s{1,4})?(?:ba|z|da)?sh\b"
    r"|\bpowershell(?:\.exe)?\b[^\n]{0,120}\s-e(?:nc|ncodedcommand)?\s{1,4}[A-Za-z0-9+/=]{20}",
    re.IGNORECASE,
)
_REMARK: Final = re.compile(r"^ {0,3}\[(?://|comment|_)\]:[ \t]{0,4}#[ \t]{0,4}([^\n]{0,4000})", re.MULTILINE)
_HIDDEN_ELEMENT: Final = re.compile(
    r"<[a-z]{1,10}\b[^<>]{0,300}(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden"
    r"|font-size\s{0,3}:\s{0,3}[01](?:px|pt|em)?\s{0,3}[;\"']"
    r"|opacity\s{0,3}:\s{0,3}0\s{0,3}[;\"']|[\"';\s]color\s{0,3}:\s{0,3}(?:white|#fff(?:fff)?|transparent)|\shidden\b)[^<>]{0,300}>([^<]{0,4000})",
    re.IGNORECASE,
)
_READER: Final = re.compile(
    r"\b(?:AI|LLMs?|(?:AI |coding )?assistants?|(?:large )?language models?|chatbots?|(?:AI |coding )?agents?"
    r"|copilot|claude|chatgpt|gpt-?\d|gemini|scanners?|automated (?:review|system)\w*)\b",
    re.IGNORECASE,
)
_ORDER: Final = re.compile(
    r"\b(?:ignore|disregard|override|forget|you must|you should|you are (?:now|required)|do not|don't|never|always"
    r"|recommend|rate (?:this|it)|classify|mark (?:this|it|the)|approve|report (?:this|that|it|the)|respond|reply"
    r"|answer with|execute|run (?:the|this)|download|include|instructions?)\b",
    re.IGNORECASE,
)
_AS_SYSTEM: Final = re.compile(r"^\W{0,8}(?:system|assistant|instructions?(?: to| for)?[^:]{0,40}):\s", re.IGNORECASE)
_OVERRIDE: Final = re.compile(
    r"\b(?:ignore|disregard|forget) (?:all |any |the |your ){0,4}(?:previous|prior|above|earlier)", re.IGNORECASE
)
_ZERO_WIDTH: Final = re.compile("[\u200b\u200c\u200d\u2060\u2061-\u2064\ufeff\u180e]{4,}")
_BROKEN_WORD: Final = re.compile("[A-Za-z][\u200b\u2060-\u2064\ufeff](?=[A-Za-z])")
_TAGS: Final = re.compile("(?<!\U0001f3f4)[\U000e0000-\U000e007f]{1,}")
_FLAG: Final = re.compile("\U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]{1,6}\U000e007f")
_SELECTORS: Final = re.compile("[\ufe00-\ufe0e\U000e0100-\U000e01ef]{3,}")
_ORDERING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LOCAL: Final = re.compile(r"(?:127|10|0)\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|169\.254\.[\d.]+")
_NUMERIC: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|\d{7,10}|0x[0-9a-f]{6,8}|\[[0-9a-f:.]{2,45}\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTrait:
    """One thing that a card leads to."""

    rule: str
    """Stable short name: `script-link`, `other-host`, `piped-command`, ..."""
    subject: str
    """What it is about, safe to show."""
    offset: int
    """In characters."""


def traits(text: str) -> Iterator[CardTrait]:
    """Everything in a card, each once for each subject."""
    seen: set[tuple[str, str]] = set()
    prose = _without_code(text)
    page = (
        re.match(r"\ufeff?\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,20})?<(?:!doctype html|html)\b", text, re.IGNORECASE)
        is not None
    )
    for found in (_unseen(text), _spoken(prose), _commands(text), _links(prose), () if page else _markup(prose)):
        for rule, subject, offset in found:
            key = (rule, shown(subject, 100))
            if key not in seen:
                seen.add(key)
                yield CardTrait(rule=rule, subject=key[1], offset=offset)


def metadata_traits(text: str) -> Iterator[CardTrait]:
    """Everything in a text of metadata that no description needs: markup that acts, hidden characters, orders."""
    for rule, subject, offset in (*_unseen(text), *_markup(text), *_commands(text)):
        yield CardTrait(rule=rule, subject=shown(subject, 100), offset=offset)
    order = _OVERRIDE.search(text)
    if order is not None:
        words = " ".join(text[max(order.start() - 40, 0) : order.end() + 80].split())
        yield CardTrait(rule="hidden-order", subject=shown(words, 100), offset=order.start())


_Seen = tuple[str, str, int]


def _without_code(text: str) -> str:
    """The text with code blanked out, every offset kept."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    return _CODE.sub(blank, _FENCE.sub(blank, text))


def _unseen(text: str) -> Iterator[_Seen]:
    if text.isascii():
        return
    plain = _FLAG.sub(lambda match: "x" * len(match[0]), text)
    for match in _TAGS.finditer(plain):
        hidden = "".join(chr(ord(c) - 0xE0000) for c in match[0] if 0xE0020 <= ord(c) <= 0xE007E)
        yield "tag-characters", hidden or "characters of the tag block", match.start()
    for match in _SELECTORS.finditer(plain):
        yield "coded-selectors", f"{len(match[0])} variation selectors", match.start()
    for match in _ZERO_WIDTH.finditer(plain):
        yield "zero-width", f"{len(match[0])} characters without width", match.start()
    broken = list(itertools.islice(_BROKEN_WORD.finditer(plain), 2))
    if len(broken) > 1:
        yield "zero-width", "characters without width inside of words", broken[0].start()
    if _RIGHT_TO_LEFT.search(plain) is None:
        for match in _ORDERING.finditer(plain):
            yield "reordered-text", f"U+{ord(match[0]):04X}", match.start()


def _spoken(text: str) -> Iterator[_Seen]:
    """Orders to whoever reads by machine, where people do not see them."""
    remarks = ((match[1], match.start()) for match in _REMARK.finditer(text))
    elements = ((match[1], match.start()) for match in _HIDDEN_ELEMENT.finditer(text))
    for hidden, offset in (*_comments(text), *remarks, *elements):
        words = " ".join(hidden.split())
        addressed = _READER.search(words) or _AS_SYSTEM.match(words)
        if _OVERRIDE.search(words) or (addressed and _ORDER.search(words)):
            yield "hidden-order", words, offset


def _comments(text: str) -> Iterator[tuple[str, int]]:
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at + 4)
        end = len(text) if end < 0 else end
        yield text[at + 4 : end], at
        at = text.find("<!--", end)


def _commands(text: str) -> Iterator[_Seen]:
    for match in _PIPED.finditer(text):
        rest = "".join(group or "" for group in match.groups())
        hosts = [_host(url[0]) for url in _BARE.finditer(rest)]
        if not hosts and re.search(r"https?:|\$|\b[\w-]+\.[a-z]{2,}/", rest) is None:
            continue
        if not hosts or not all(_belongs(host, INSTALLERS) for host in hosts):
            yield "piped-command", " ".join(match[0].split()), match.start()
    for match in _INSTALLED.finditer(text):
        address = match[1] or match[2]
        if not _belongs(_host(address), HOMES | INSTALLERS | PACKAGE_HOSTS):
            yield "strange-install", " ".join(match[0].split()), match.start()
    for match in _CODED.finditer(text):
        yield "coded-command", " ".join(match[0].split()), match.start()


def _markup(text: str) -> Iterator[_Seen]:
    for match in _ACTING.finditer(text):
        yield "acting-markup", f"<{match[1].lower()}>", match.start()
    for match in _HANDLER.finditer(text):
        yield "event-handler", match[1].lower(), match.start()


def _links(text: str) -> Iterator[_Seen]:
    for label, url, offset in up_to(_all_links(text), MAX_LINKS, "links"):
        yield from ((rule, subject, offset) for rule, subject in _judged(label, url, text, offset))


def _all_links(text: str) -> Iterator[tuple[str, str, int]]:
    """What is written, where it leads, and where that stands."""
    yield from ((m[1], m[2], m.start()) for m in _LINK.finditer(text))
    yield from (("", m[1], m.start()) for m in _REFERENCE.finditer(text))
    yield from ((m[2], m[1], m.start()) for m in _ANCHOR.finditer(text))
    yield from (("", m[1], m.start()) for m in _ATTRIBUTE.finditer(text))
    yield from (("", m[0].rstrip(".,;:!*_"), m.start()) for m in _BARE.finditer(text))


def _judged(label: str, url: str, text: str, offset: int) -> Iterator[tuple[str, str]]:
    url = re.sub(r"[\s\x00-\x20]", "", html.unescape(url))
    lowered = url.lower()
    if lowered.startswith(
        ("javascript:", "vbscript:", "data:text/html", "data:application/xhtml", "data:image/svg+xml")
    ):
        # Pages write `javascript:void(0)` for a link that leads nowhere.
        if re.fullmatch(r"javascript:(?:void\(?0?\)?|;|//)?;?", lowered) is None and not lowered.startswith(
            "data:image"
        ):
            yield "script-link", lowered.split(":", 1)[0] + ":"
        return
    address = _ADDRESS.match(url)
    if address is None:
        return
    scheme, authority, path = address[1].lower(), address[2], address[3]
    if scheme == "file":
        yield "local-link", url
    if scheme not in ("http", "https", "ftp"):
        return
    host = _host(url)
    user = authority.rpartition("@")[0]
    if "." in user or "%" in user:
        yield "disguised-host", authority
    yield from _host_traits(host)
    home = _belongs(host, HOMES)
    if not home and _RUNNABLE.search(path) and "." in host:
        yield "runnable-download", url
    if not home and _ARCHIVE.search(path) and _PASSWORD.search(text[max(0, offset - 200) : offset + len(url) + 300]):
        yield "locked-archive", url
    stated = _NAMED_HOST.fullmatch(html.unescape(label).strip(" *_`<>"))
    if stated and not home and _top(stated[1]) in TOP_DOMAINS and _owner(stated[1]) != _owner(host):
        yield "other-host", f"{stated[1]} -> {host}"


def _host_traits(host: str) -> Iterator[tuple[str, str]]:
    if "xn--" in host:
        yield "lookalike-host", host
    elif not host.isascii():
        scripts = {unicodedata.name(c, "?").split(" ")[0] for c in host.rpartition(".")[0] if c.isalpha()}
        if scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"} and _top(host).isascii():
            yield "lookalike-host", host
    if _NUMERIC.fullmatch(host) and not _LOCAL.fullmatch(host) and host not in ("[::1]", "[::]"):
        yield "numeric-host", host
    if host in SHORTENERS:
        yield "short-link", host


def _host(url: str) -> str:
    address = _ADDRESS.match(url)
    if address is None:
        return ""
    host = address[2].rpartition("@")[2].lower()
    return host if host.startswith("[") else host.partition(":")[0].rstrip(".")


def _belongs(host: str, homes: frozenset[str]) -> bool:
    parts = host.split(".")
    return any(".".join(parts[start:]) in homes for start in range(len(parts)))


def _top(host: str) -> str:
    return host.rpartition(".")[2].lower()


def _owner(host: str) -> str:
    """The name under which hosts of one owner stand, as far as two or three labels tell."""
    parts = host.lower().removeprefix("www.").split(".")
    long = (
        len(parts) > 2
        and len(parts[-1]) == 2
        and parts[-2] in ("co", "com", "ac", "org", "edu", "gov", "net", "go", "or")
    )
    return ".".join(parts[-3 if long else -2 :])
