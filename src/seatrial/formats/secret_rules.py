"""The forms of credentials, one rule each, with the literal text without which a rule need not be tried."""

import re
from typing import Final, NamedTuple


class SecretRule(NamedTuple):
    """How one issuer writes one kind of credential."""

    name: str
    title: str
    anchors: tuple[bytes, ...]
    """One of them stands in every match."""
    expression: bytes
    """Its group `secret` is what must not be shown."""
    exact: bool = True
    """The form alone tells; otherwise the words around it do."""
    chosen: bool = False
    """People may choose the text themselves, so that it need not look random."""
    block: bool = False
    """A block of text: a private key."""
    host: bool = False
    before: int = 0
    """How many bytes before an anchor a match may begin."""
    any_case: bool = False
    """Anchors are looked for in lower case, and the expression matches in any."""

    @property
    def pattern(self) -> re.Pattern[bytes]:
        """The expression, compiled when an anchor was first found: most files hold none."""
        return re.compile(self.expression, re.IGNORECASE if self.any_case else 0)


def _token(name: str, title: str, form: str, *anchors: str, before: int = 0) -> SecretRule:
    # Two more letters, not one: in a pickle the byte behind a string may be a letter that is an instruction.
    expression = rf"(?<![A-Za-z0-9_])(?P<secret>{form})(?![A-Za-z0-9]{{2}})".encode()
    return SecretRule(
        name=name, title=title, anchors=tuple(a.encode() for a in anchors), expression=expression, before=before
    )


def _keyed(
    name: str, title: str, words: str, form: str, *anchors: str, exact: bool = True, before: int = 0
) -> SecretRule:
    expression = (
        rf"""(?:{words})\\?["']?\s{{0,8}}(?:=>|:=|[:=,])\s{{0,8}}[fbr]?\\?["']?(?P<secret>{form})(?![A-Za-z0-9/+])"""
    ).encode()
    lowered = tuple(a.encode() for a in anchors)
    return SecretRule(
        name=name,
        title=title,
        anchors=lowered,
        expression=expression,
        exact=exact,
        chosen=not exact,
        any_case=True,
        before=before,
    )


_PRIVATE_KEY: Final = (
    rb"(?P<secret>-----BEGIN (?:[A-Z0-9]{1,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
    rb"(?:\\+[nr]|[\s\"',+]|[A-Za-z-]{1,20}: [^\n\\]{0,80}){1,40}[A-Za-z0-9+/=]{40})"
)
_URL: Final = (
    rb"\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|clickhouse|s?ftp|smtps?|ldaps?|https?|ssh)"
    rb"(?:\+\w{1,20})?://[^\s:@/\"'<>]{0,64}:(?P<secret>[^\s:@/\"'<>]{6,200})@[\w.-]{2,}"
)
_NETRC: Final = rb"\bmachine\s{1,8}[\w.-]{3,100}\s{1,8}login\s{1,8}\S{1,100}\s{1,8}password\s{1,8}(?P<secret>\S{6,200})"
_KEYWORDS: Final = (
    r"(?:api|secret|private|access|account|encryption|signing|license)[_-]?key|(?:access|auth|api|bearer|refresh|hf|bot)"
    r"[_-]?token|client[_-]?secret|passw(?:or)?d|db[_-]?pass"
)

RULES: Final = (
    _token("aws-access-key", "an access key of AWS", r"(?:AKIA|ASIA)[A-Z0-9]{16}", "AKIA", "ASIA"),
    _keyed(
        "aws-secret-key",
        "a secret key of AWS",
        r"aws.{0,12}secret.{0,12}key|secret_?access_?key",
        r"[A-Za-z0-9/+]{40}",
        "secret",
        before=16,
    ),
    _token(
        "github-token", "a token of GitHub", r"gh[pousr]_[A-Za-z0-9]{36,255}", "ghp_", "gho_", "ghu_", "ghs_", "ghr_"
    ),
    _token("github-fine-token", "a token of GitHub", r"github_pat_[A-Za-z0-9_]{50,255}", "github_pat_"),
    _token("gitlab-token", "a token of GitLab", r"glpat-[\w-]{20,64}", "glpat-"),
    _token("huggingface-token", "a token of Hugging Face", r"(?:hf_|api_org_)[A-Za-z0-9]{34,40}", "hf_", "api_org_"),
    _token("anthropic-key", "a key of Anthropic", r"sk-ant-[a-z]{3,6}\d{2}-[\w-]{24,200}", "sk-ant-"),
    _token("openrouter-key", "a key of OpenRouter", r"sk-or-v1-[0-9a-f]{64}", "sk-or-v1-"),
    _token(
        "openai-key",
        "a key of OpenAI",
        r"sk-(?:proj|svcacct|admin|None)-[\w-]{20,200}",
        "sk-proj",
        "sk-svc",
        "sk-adm",
        "sk-None",
    ),
    _token("openai-user-key", "a key in the manner of OpenAI", r"sk-[A-Za-z0-9]{32,64}", "sk-"),
    _token("google-api-key", "an API key of Google", r"AIza[\w-]{35}", "AIza"),
    _token("google-oauth", "a secret of Google", r"GOCSPX-[\w-]{28}|ya29\.[\w-]{50,400}", "GOCSPX-", "ya29."),
    _token("slack-token", "a token of Slack", r"xox[abeoprs]-(?:[0-9A-Za-z]{1,20}-){1,4}[A-Za-z0-9]{16,100}", "xox"),
    SecretRule(
        name="webhook",
        title="the address of a webhook",
        anchors=(b"/services/T", b"/api/webhooks/"),
        before=16,
        expression=(
            rb"(?:hooks\.slack\.com/services/(?P<slack>T\w{7,12}/B\w{7,12}/)|discord(?:app)?\.com/api/webhooks/\d{17,20}/)"
            rb"(?P<secret>[\w-]{20,100})"
        ),
    ),
    _token("stripe-key", "a live key of Stripe", r"[rs]k_live_[A-Za-z0-9]{20,200}", "k_live_", before=1),
    _token("sendgrid-key", "a key of SendGrid", r"SG\.[\w-]{20,24}\.[\w-]{39,50}", "SG."),
    _token("telegram-token", "a token of a Telegram bot", r"\d{8,10}:AA[\w-]{33}", ":AA", before=10),
    _token("npm-token", "a token of npm", r"npm_[A-Za-z0-9]{36}", "npm_"),
    _token("pypi-token", "a token of PyPI", r"pypi-AgE[A-Za-z0-9][\w-]{50,400}", "pypi-AgE"),
    _token("docker-token", "a token of Docker Hub", r"dckr_pat_[\w-]{27}", "dckr_pat_"),
    _token("digitalocean-token", "a token of DigitalOcean", r"do[opr]_v1_[0-9a-f]{64}", "_v1_", before=3),
    _token("databricks-token", "a token of Databricks", r"dapi[0-9a-f]{32}", "dapi"),
    _token("replicate-token", "a token of Replicate", r"r8_[A-Za-z0-9]{37}", "r8_"),
    _token("groq-key", "a key of Groq", r"gsk_[A-Za-z0-9]{52}", "gsk_"),
    _token("xai-key", "a key of xAI", r"xai-[A-Za-z0-9]{80}", "xai-"),
    _token("nvidia-key", "a key of NVIDIA", r"nvapi-[\w-]{60,70}", "nvapi-"),
    _token("perplexity-key", "a key of Perplexity", r"pplx-[A-Za-z0-9]{48}", "pplx-"),
    _token("vault-token", "a token of Vault", r"hvs\.[\w-]{24,200}", "hvs."),
    _token(
        "shopify-token",
        "a token of Shopify",
        r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",
        "shpat_",
        "shpca_",
        "shppa_",
        "shpss_",
    ),
    _token("age-key", "a secret key of age", r"AGE-SECRET-KEY-1[A-Z0-9]{58}", "AGE-SECRET-KEY-1"),
    SecretRule(
        name="private-key", title="a private key", anchors=(b"-----BEGIN ",), expression=_PRIVATE_KEY, block=True
    ),
    _keyed("azure-storage-key", "a key of Azure Storage", "AccountKey", r"[A-Za-z0-9+/]{86}==", "accountkey"),
    _keyed(
        "kubernetes-key",
        "a client key of Kubernetes",
        "client-key-data",
        r"[A-Za-z0-9+/]{100,8000}={0,2}",
        "client-key-data",
    ),
    _keyed("wandb-key", "a key of Weights & Biases", r"wandb[\w.-]{0,12}key", r"[0-9a-f]{40}", "wandb"),
    SecretRule(
        name="json-web-token",
        title="a signed JSON web token",
        anchors=(b"eyJ",),
        expression=(rb"(?<![\w-])(?P<secret>eyJ[\w-]{10,2000}\.eyJ[\w-]{10,8000}\.[\w-]{20,2000})"),
        exact=False,
    ),
    SecretRule(
        name="url-password",
        title="a URL with a password",
        anchors=(b"://",),
        before=32,
        expression=_URL,
        exact=False,
        chosen=True,
        host=True,
    ),
    SecretRule(
        name="netrc", title="a login for a machine", anchors=(b"machine",), expression=_NETRC, exact=False, chosen=True
    ),
    _keyed("docker-login", "a login for a registry", r'"auth"', r"[A-Za-z0-9+/]{20,4000}={0,2}", '"auth"', exact=False),
    _keyed(
        "named-secret",
        "a text that is named as a credential",
        _KEYWORDS,
        r"(?=[^\s\"']{0,199}\d)(?=[^\s\"']{0,199}[A-Za-z])[A-Za-z0-9_+/=.~!@#$%^&*-]{12,200}",
        *(
            "_key",
            "-key",
            "apikey",
            "secretkey",
            "accesskey",
            "token",
            "client_secret",
            "clientsecret",
            "client-secret",
        ),
        *("passw", "db_pass", "db-pass", "dbpass"),
        exact=False,
        before=10,
    ),
)
"""Most telling first: a place is told of once."""
