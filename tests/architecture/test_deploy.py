"""What deploy/ says of the office is what the code says."""

import re
import tomllib
from pathlib import Path

import yaml

from seatrial.app.office.configuration import names, variable
from seatrial.server.health import ROUTER
from seatrial.version import __version__

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
CONTAINER = (DEPLOY / "Containerfile").read_text()
CHART = (DEPLOY / "chart" / "templates" / "office.yaml").read_text()
VALUES = yaml.safe_load((DEPLOY / "chart" / "values.yaml").read_text())


def test_the_container_installs_extras_that_there_are() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = re.search(r"'\.\[([a-z,]+)\]'", CONTAINER)
    assert wanted
    assert set(wanted[1].split(",")) <= set(project["optional-dependencies"])
    copied = re.findall(r"^COPY (?!--)(.+) \./\S*$", CONTAINER, re.MULTILINE)
    allowed = (ROOT / ".containerignore").read_text().splitlines()
    assert copied
    for name in (name for line in copied for name in line.split()):
        assert (ROOT / name).exists()
        assert f"!{name}" in allowed, "else it is not sent to the builder"
    assert "USER 10001" in CONTAINER


def test_probes_ask_for_addresses_that_there_are() -> None:
    served = {getattr(route, "path", "") for route in ROUTER.routes}
    asked = set(re.findall(r"httpGet: \{path: (/\w+)", CHART)) | set(re.findall(r":8438(/\w+)", CONTAINER))
    assert asked == {"/healthz", "/readyz"}
    assert asked <= served


def test_variables_are_those_of_the_configuration() -> None:
    known = {variable(name) for name, _ in names()}
    text = CHART + CONTAINER + (DEPLOY / "chart" / "values.yaml").read_text()
    assert set(re.findall(r"SEATRIAL_OFFICE_[A-Z_]+", text)) <= known


def test_the_chart_is_of_this_version() -> None:
    chart = yaml.safe_load((DEPLOY / "chart" / "Chart.yaml").read_text())
    assert chart["appVersion"] == __version__


def test_the_chart_reads_values_that_there_are() -> None:
    for path in set(re.findall(r"\.Values\.([A-Za-z.]+)", CHART)):
        found = VALUES
        for part in path.split("."):
            assert part in found, path
            found = found[part]
    assert "enableServiceLinks: false" in CHART, "else Kubernetes sets names that the configuration refuses"
