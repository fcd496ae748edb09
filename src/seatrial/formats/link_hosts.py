"""Hosts that cards of models lead to, by what they are."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HOMES: Final = _words(
    """
    huggingface.co hf.co hf.space github.com githubusercontent.com github.io gitlab.com bitbucket.org arxiv.org doi.org
    python.org pypi.org pytorch.org tensorflow.org anaconda.com anaconda.org nvidia.com microsoft.com aka.ms azure.com
    google.com googleapis.com kaggle.com modelscope.cn sourceforge.net apple.com amazonaws.com ollama.com lmstudio.ai
    docker.com jsdelivr.net zenodo.org wikipedia.org youtube.com youtu.be archive.org kernel.org shields.io openai.com
    anthropic.com meta.com facebook.com mistral.ai paperswithcode.com semanticscholar.org acm.org ieee.org
    aclanthology.org
    openreview.net wandb.ai discord.gg discord.com twitter.com x.com linkedin.com medium.com notion.site
    creativecommons.org
    apache.org opensource.org civitai.com jan.ai ffmpeg.org cmake.org visualstudio.com
    """
)
"""Whoever leads here does not lead astray: hubs, publishers of papers, makers of tools."""
INSTALLERS: Final = _words(
    """
    ollama.com ollama.ai astral.sh sh.rustup.rs rustup.rs get.docker.com docker.com deb.nodesource.com packagecloud.io
    raw.githubusercontent.com github.com install.python-poetry.org pyenv.run get.sdkman.io brew.sh bun.sh deno.land
    nixos.org get.helm.sh repo.anaconda.com micro.mamba.pm pixi.sh nvidia.github.io download.pytorch.org hf.co
    huggingface.co bootstrap.pypa.io raw.github.com developer.download.nvidia.com apt.llvm.org lmstudio.ai get.k3s.io
    dl.google.com fnm.vercel.app volta.sh claude.ai opencode.ai
    localhost 127.0.0.1 0.0.0.0
    """
)
"""Whose own instructions pipe a script into a shell."""
SHORTENERS: Final = _words(
    """
    bit.ly tinyurl.com t.co goo.gl is.gd v.gd cutt.ly rb.gy ow.ly shorturl.at t.ly rebrand.ly adf.ly tiny.cc s.id
    buff.ly bl.ink short.io soo.gd clck.ru u.to da.gd tiny.one qr.ae lnkd.in tny.im x.gd shrtco.de urlz.fr
    """
)
TOP_DOMAINS: Final = _words(
    """
    com org net io ai co dev edu gov app cn de uk fr jp kr in ru eu us ca au ch nl se info biz xyz me tech cloud site
    online space top so gg to tv live page link click
    """
)
"""Last labels with which a text without a scheme reads as a host and not as a file name."""
PACKAGE_HOSTS: Final = _words(
    "pypi.org pythonhosted.org pytorch.org nvidia.com github.com githubusercontent.com gitlab.com github.io "
    "huggingface.co modelscope.cn googleapis.com anaconda.org tsinghua.edu.cn aliyun.com aliyuncs.com ustc.edu.cn "
    "readthedocs.io codeberg.org bitbucket.org localhost"
)
"""Where packages for Python are installed from by ordinary instructions."""
