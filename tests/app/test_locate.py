"""What the user calls MODEL is found, or refused with the way out."""

from pathlib import Path

import pytest

from seatrial.app.locate import locate
from seatrial.domain.errors import UsageError


def test_a_path_is_itself(tmp_path: Path) -> None:
    found = locate(str(tmp_path), offline=True)
    assert (found.path, found.name, found.url) == (tmp_path, tmp_path.name, "")


def test_an_endpoint_loses_its_credentials_and_query() -> None:
    found = locate("http://user:secret@127.0.0.1:8080/v1/?key=secret#x", offline=False)
    assert found.url == found.name == "http://127.0.0.1:8080/v1"


def test_a_local_endpoint_is_not_the_network() -> None:
    assert locate("http://localhost:8080/v1", offline=True).url


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("https://models.example.org/v1", "--offline"),
        ("http://", "names no host"),
        ("http://127.0.0.1:99999/v1", "port"),
        ("some/model", "hf:some/model"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_way_out(model: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        locate(model, offline=True)
    assert words in caught.value.message + caught.value.advice


def test_an_ipv6_endpoint_keeps_its_brackets() -> None:
    assert locate("http://[::1]:8080/v1", offline=True).url == "http://[::1]:8080/v1"
