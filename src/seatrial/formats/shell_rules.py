"""Patterns of what command lines do. Malice has no honest use beside a model; a reach is for a person to look at."""

# ruff: noqa: E501 - a pattern is read as one line

import re
from typing import Final

FETCH = r"(?:curl|wget|aria2c|fetch|lwp-request|GET)\b"
_SHELL = r"(?:sudo\s+(?:-\S+\s+)*)?(?:env\s+)?(?:/\S*/)?(?:ba|z|da|k|a)?sh\b"
INTERPRETER = r"(?:sudo\s+(?:-\S+\s+)*)?(?:/\S*/)?(?:(?:ba|z|da|k|a)?sh|python[\d.]*|perl|ruby|node|php|tclsh|lua)\b"
# What reads its program from a pipe: a shell, or another interpreter without a program of its own.
_FED = rf"(?:{_SHELL}|{INTERPRETER}\s*(?:-u\s*)?(?:-\s*)?(?=$|[;&|)'\"\n]))"
_PIPE = r"[^\n;]*?\|\s*"
_SECRETS = (
    r"(?:\.ssh\b|\.aws\b|/etc/(?:passwd|shadow)|\.netrc|\.kube/|id_rsa|id_ed25519|\.git-credentials|\.docker/config"
    r"|\.gnupg|huggingface/token|\.bash_history|/proc/self/environ)"
)
_LEAK = rf"(?:{_SECRETS}|\$\(\s*(?:env|printenv|set|whoami|hostname|id|uname\s+-a|cat\s+/etc)\b|`\s*(?:env|printenv|whoami|hostname|id)\b)"
INSTALLERS: Final = re.compile(
    r"https://(?:sh\.rustup\.rs|astral\.sh/uv|install\.python-poetry\.org|ollama\.com/install|get\.docker\.com"
    r"|deb\.nodesource\.com|packagecloud\.io/install/repositories/github/git-lfs|repo\.anaconda\.com|micro\.mamba\.pm"
    r"|bootstrap\.pypa\.io|raw\.githubusercontent\.com/(?:nvm-sh|Homebrew|pyenv|python-poetry|helm)/|pixi\.sh/install"
    r"|get\.helm\.sh|github\.com/conda-forge/miniforge|apt\.llvm\.org|developer\.download\.nvidia\.com|sdk\.cloud\.google"
    r"|packages\.cloud\.google\.com|nvidia\.github\.io|download\.pytorch\.org|bun\.sh/install|get\.pnpm\.io|fnm\.vercel)"
)
"""Installers of tools that publishers ordinarily have people pipe into a shell."""
MALICE: Final[tuple[tuple[str, str, re.Pattern[str]], ...]] = tuple(
    (rule, what, re.compile(pattern, re.IGNORECASE))
    for rule, what, pattern in (
        ("fetch-and-run", "fetches a program and runs it", rf"{FETCH}{_PIPE}(?:{_FED}|(?:xargs|tee)\s+[^\n|]*{_SHELL})"),
        ("fetch-and-run", "fetches a program and runs it", rf"(?:{INTERPRETER}|eval|source|\.)[^\n|;]*(?:<\(|\$\(|`)\s*{FETCH}"),
        ("fetch-and-run", "fetches a program and runs it", rf"{FETCH}[^\n]*?(?:-o|-O|>|--output)\s*['\"]?(\S+?)['\"]?\s*(?:&&|;)[^\n]*(?:chmod\s+\S*\+?\S*\s+|(?:{INTERPRETER})\s+|\s|\./)['\"]?(?:\./)?\1"),
        ("decode-and-run", "decodes hidden text and runs it", rf"(?:base64\s+(?:-d|-D|--decode|-di)|xxd\s+-r|openssl\s+(?:enc|base64|aes\S*)[^\n|]*-d|uudecode|rev\b|gunzip|zcat|base32\s+-d|tr\s+['\"]?[A-Za-z]-){_PIPE}{_FED}"),
        ("decode-and-run", "decodes hidden text and runs it", r"python[\d.]*\s+-c\s[^\n]*(?:exec|eval)\s*\([^\n]*(?:b64decode|decompress|fromhex|unhexlify|urlopen|requests\.get|marshal)"),
        ("decode-and-run", "decodes hidden text and runs it", rf"(?:eval|{_SHELL}\s+-c)\s*['\"]?\s*(?:\$\(|`)[^\n]*(?:base64|xxd|openssl|printf\s+['\"]?\\x|rev\b)"),
        ("decode-and-run", "decodes hidden text and runs it", rf"(?:printf|echo\s+-\w*e\w*)\s+['\"]?(?:\\x?[0-9a-f]{{2,3}}){{6,}}[^\n|]*\|\s*{_SHELL}"),
        ("reverse-shell", "opens a shell to the network", r"/dev/(?:tcp|udp)/"),
        ("reverse-shell", "opens a shell to the network", r"\b(?:nc|ncat|netcat|nc\.traditional|busybox\s+nc)\b[^\n]*\s(?:-\w*[ec]\w*\s|--exec|--sh-exec)"),
        ("reverse-shell", "opens a shell to the network", rf"mkfifo\b[^\n]*(?:\n[^\n]*){{0,3}}\b(?:nc|ncat|netcat|telnet|openssl)\b|\b(?:nc|ncat|netcat|telnet)\s[^\n|]*\|\s*{_SHELL}"),
        ("reverse-shell", "opens a shell to the network", r"socat\b[^\n]*exec:|\b(?:ba|z)?sh\s+-i\s*(?:[0-9]?>&|<|\d>)|(?:perl|ruby|php)\s+-\w*[er]\s[^\n]*(?:socket|fsockopen)"),
        ("reverse-shell", "opens a shell to the network", r"python[\d.]*\s+-c\s[^\n]*(?:import\s+[\w,\s]*socket|pty\.spawn)|xterm\s+-display\s+\d|awk\s[^\n]*/inet/tcp"),
        ("encoded-powershell", "runs PowerShell that is hidden or fetched", r"powershell(?:\.exe)?\b[^\n]*\s-(?:e|en|enc|encodedcommand)\s|\biex\b\s*\(|invoke-expression|downloadstring\s*\(|\b(?:irm|iwr|invoke-webrequest|invoke-restmethod)\b[^\n]*\|\s*iex"),
        ("living-off-the-land", "runs what it fetches by a tool of the system", r"certutil\b[^\n]*-urlcache|bitsadmin\b[^\n]*/transfer|mshta(?:\.exe)?\s+(?:https?|javascript|vbscript):|regsvr32\b[^\n]*/i:http|rundll32\b[^\n]*javascript"),
        ("sends-secrets", "sends credentials away", rf"(?:{FETCH}|\bnc\b|\bncat\b|scp\b|rsync\b[^\n]*@)[^\n]*{_LEAK}|{_LEAK[:-1]}|\benv\b|\bprintenv\b)[^\n|]*\|\s*(?:base64[^\n|]*\|\s*)?(?:curl|wget|nc|ncat)\b"),
        ("sends-secrets", "sends what it finds out by name look-ups", r"(?:nslookup|dig|host|ping)\b[^\n]*(?:\$\(|`)[^\n]*\.[a-z]"),
        ("sends-secrets", "sends credentials away", rf"tar\s[^\n]*{_SECRETS}[^\n]*\|\s*(?:curl|nc|ssh)"),
        ("plants", "plants something that runs later", r"(?:>>?|tee\s+(?:-a\s+)?|\bcp\s+[^\n]*\s|install\s+[^\n]*\s|mv\s+[^\n]*\s)\s*['\"]?(?:~|\$HOME|\$\{HOME\}|/root|/home/\w+|/etc)?/?(?:\.ssh/(?:authorized_keys|config|rc)|etc/(?:cron|ld\.so\.preload|sudoers|rc\.local|init\.d|profile\.d|passwd)|\.config/autostart|var/spool/cron)"),
        ("plants", "plants something that runs later", r">>?\s*['\"]?(?:/etc/(?:cron\S*|ld\.so\.preload|sudoers\S*|rc\.local|profile\.d/\S*|passwd)|/var/spool/cron)|\|\s*(?:sudo\s+)?crontab\b|crontab\s+-\s*(?:<|$)|schtasks\b[^\n]*/create|reg\s+add\b[^\n]*CurrentVersion\\+Run"),
        ("plants", "plants something that runs later", r"(?:curl|wget|base64|nc\b|python\S*\s+-c|/tmp/|nohup)[^\n]*>>\s*['\"]?(?:~|\$HOME|\$\{HOME\}|/root)/\.(?:bashrc|profile|zshrc|bash_profile|bash_login)"),
        ("destroys", "destroys files", r"\brm\s+(?:-\w+\s+|--\S+\s+)*(?:-\w*[rf]\w*\s+)(?:--\S+\s+)*['\"]?(?:/|/\*|~|~/|~/\*|\$HOME|\$\{HOME\}|\$HOME/\*|/home|/etc|/usr|/var|/boot)['\"]?\s*(?:$|[;&|\n])|\bmkfs(?:\.\w+)?\s+/dev/|\bdd\s[^\n]*of=/dev/(?:sd|nvme|vd|hd|mmcblk)|:\(\)\s*\{\s*:\s*\|\s*:|shred\s[^\n]*(?:~|/home|/etc)"),
        ("mines", "mines coins", r"stratum\+(?:tcp|ssl)://|\bxmrig\b|\bminerd\b|--donate-level"),
        ("hides", "takes over or hides", r"LD_PRELOAD=\S*(?:/tmp|/dev/shm|/var/tmp)/|chmod\s+(?:u\+s|[ug]?[+]s|[2-7]?[4-7]755|47\d\d)\s|unset\s+HISTFILE|history\s+-c\b|setenforce\s+0|iptables\s+-F|ufw\s+disable|chattr\s+\+i|/dev/shm/\.\w"),
        ("takes-over", "hands the whole machine to a container", r"\b(?:docker|podman|nerdctl)\s+run\b[^\n]*\s(?:-v|--volume)[= ]\s*/:/"),
        ("raw-address", "fetches from a bare address", rf"{FETCH}[^\n]*\bhttps?://(?!(?:127|10|192\.168|0\.0\.0\.0|172\.(?:1[6-9]|2\d|3[01]))\.?)(?:\d{{1,3}}\.){{3}}\d{{1,3}}\b"),
        ("paste-site", "fetches from a place for throw-away text or calls", rf"(?:{FETCH})[^\n]*(?:pastebin\.com/raw|transfer\.sh|ngrok(?:-free)?\.|\.onion\b|webhook\.site|requestbin|pipedream\.net|oast\.|interact\.sh|burpcollaborator|discord(?:app)?\.com/api/webhooks|api\.telegram\.org/bot|\.trycloudflare\.com|file\.io/)"),
    )
)  # fmt: skip
REACH: Final[tuple[tuple[str, str, re.Pattern[str]], ...]] = tuple(
    (rule, what, re.compile(pattern, re.IGNORECASE))
    for rule, what, pattern in (
        ("installs-from-address", "installs a package from an address", r"\bpip[\d.]*\s+install\b[^\n]*(?:https?://(?!download\.pytorch\.org|pypi\.|github\.com|huggingface\.co|flashinfer\.ai|pypi\.nvidia\.com|data\.pyg\.org)|git\+http://|--extra-index-url|--index-url|\s-i\s+http)(?![^\n]*(?:download\.pytorch\.org|pypi\.nvidia\.com|pypi\.org/simple|pypi\.tuna|mirrors\.aliyun))"),
        ("installs-from-http", "installs a package without encryption", r"\bpip[\d.]*\s+install\b[^\n]*(?:(?:index-url|find-links|-i|-f)[\s=]+http://|--trusted-host|\shttp://|git\+http://)"),
        ("evaluates", "runs text that is made at run time", r"(?:^|[;&|]\s*)eval\s+[\"']?\$(?!\(\s*\S*(?:conda|mamba|pyenv|rbenv|brew|ssh-agent|direnv|fnm|dircolors|uv|starship|opam|register-python-argcomplete)\b)"),
        ("fetches-plain", "fetches without encryption", rf"{FETCH}[^\n]*\shttp://(?!(?:localhost|127\.0\.0\.1|0\.0\.0\.0|host\.docker|\$|\{{|metadata))"),
        ("no-certificates", "fetches without looking at certificates", rf"{FETCH}[^\n]*\s(?:-k\b|--insecure|--no-check-certificate)"),
    )
)  # fmt: skip
SAVED = re.compile(
    rf"{FETCH}[^\n]*?(?:\s-o\s*|\s-O\s+|--output[= ]|--output-document[= ]|>\s*)['\"]?([\w./~${{}}-]+)", re.IGNORECASE
)
SAVED_BY_NAME = re.compile(
    r"(?:wget\b(?![^\n]*\s-O)|curl\b[^\n]*\s-\w*O)[^\n]*https?://[^\s'\"]+?/([\w.-]+)['\"]?(?:\s|$)", re.IGNORECASE
)
DATA = re.compile(
    r"\.(?:zip|tar|gz|tgz|bz2|xz|json|txt|bin|pt|pth|gguf|safetensors|onnx|model|jpg|png|wav|csv|deb|rpm|whl|parquet|md|ya?ml|jsonl|ckpt|h5|npz?|7z|mp4|mp3|vocab)$"
)


ASKS = re.compile(
    r"\s*(?:(?:/usr/bin/)?(?:nvidia-smi|rocm-smi|nproc|uname|lscpu|lspci|which|nvcc|df|free|hostname|sw_vers|ffprobe)\b"
    r"|git\s+(?:-C\s+\S+\s+)?(?:rev-parse|describe|log|branch)\b|\w[\w.+-]*\s+(?:--version|-V)\s*$)"
    r"[^;|&`$<>\n]*$"
)
"""Commands that only tell something of the machine or of a repository, without another one behind them."""
ORDINARY = re.compile(
    r"^\s*\S+\s+(?:--version|-V|--help|-h)\s*$|^\s*(?:sudo\s+)?(?:\S*/)?(?:nvidia-smi|nproc|uname|lscpu|which|where|nvcc|gcc|g\+\+|cc|c\+\+|clang|clang\+\+|cmake|make|ninja|ffmpeg|ffprobe"
    r"|espeak(?:-ng)?|rocm-smi|rocminfo|amd-smi|npu-smi|df|du|free|sw_vers|sysctl|hostname|ldconfig|git|hf|huggingface-cli|tput|stty|ls|sox|soxi"
    r"|python[\d.]*\s+(?:-V|--version)|cat\s+/proc/(?:cpu|mem)info|clear|cls|file|date|pwd|mkdir\s+-p|tesseract|pdftotext|pdftoppm|lspci|vcgencmd"
    r"|torchrun|accelerate|deepspeed|llama-\S+|unzip|tar|gunzip|7z|convert|magick|xdg-open|open|java\s+-version|wc|nm|readelf|ldd|libreoffice|soffice|latex|pdflatex|dot)\b(?![^;|&`$]*[;|&`]|[^;|&`]*\$\()",
    re.IGNORECASE,
)
