"""Models of gradient boosting: told by their content, and how long they should be."""

import base64
import io
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.formats import catboost, lightgbm, xgboost
from seatrial.formats.protocol import FormatError
from seatrial.inventory.identify import identify

# Two trees of depth two on three columns, as XGBoost 3 saves them.
UBJ = zlib.decompress(
    base64.b85decode(
        "c-q}nJ#5oJ7|l;hXxdOiVPK{U5+K^Z!ax!v2BdBkQ&gSK_Gjm+^Iddz36v;eU}ZpTFv7;b$b!^~twZU6SlOA8*x=5I&vxn{kPxcy6yJOP{_c"
        "Hwqpi~9sZqd!ffywRb*z*i?m&SYjg!Mh09XwKAciB5-Al=N=@>!n^$Q73D6mg}Ddci4RVLwL#C@Rlb-}|*+P5k&uP9oQPC^*zpt8G8kF)BM3"
        "k5zR{=*z@+d3DzN&uj^0@TL>M>g|WHi+UQN;PI^+X+<ONPaCDlEGvOZrbn;(S2e?I75W_eI?RPs-#59q+;X5We^tdlv2?Y+sa~`Bm>$yS6nO"
        "sJpdB+%ozMMMYD5sdH?%ivvpp+vLn&cg^&vZ#Upc495FqWV%A!QmEOSCufs|52#Q%NJ_L9`6`~NR?)v?-g$$`e{B#@*!$e+>P+tJc)@VK{|C"
        "l~D0p(I^I%Xl{XLM(K>Dg>KHGS)|nyNn5;bw_vgc<tWGAgrWII>TP=5yu~ql$bft@4xSv)9#_e4*7ty!>5MOPMDXd`vexIB$&0QY*FxQWDH^"
        "={wPjmz~Pn3++#z>o#62%luv}8_DZ+0litN=&$GC>2{`YGq*6YunIuONJNVO2WSYM;v%zg<MD4O{{5S$hx-Su&D&q@;r~PN<-e}@&bN!NPm<"
        "ziuIpbae&^sr`|FjX_Q&0KCsOg&NEVFkTIkfowJf?eweUh4tH;YCJ)SA<boa)!n|H5n>{uU+JsAapM+gtKXN7ak&ZAh$Kc7N9HcBi)P}vr3X"
        "zuRn{>czV#XYaOgkiCFi}H|2MZ8py5TaP?`L-SDVX7~Z%jq9Q@nCDZS*dlIHRdYO&O81IEjR$A"
    )
)
_TREES = ["Tree=0\nnum_leaves=2\nleaf_value=-1 1\n\n\n", "Tree=1\nnum_leaves=1\nleaf_value=3\n\n\n"]
LIGHTGBM = (
    "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\nmax_feature_idx=2\n"
    f"objective=binary sigmoid:1\ntree_sizes={len(_TREES[0])} {len(_TREES[1])}\n\n{''.join(_TREES)}end of trees\n"
).encode()
CATBOOST = b"CBM1" + (40).to_bytes(4, "little") + (16).to_bytes(4, "little") + bytes(36) + b"parts"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (UBJ, "xgboost"),
        (b"binf" + bytes(200), "xgboost"),
        (b"bs64\t" + b"A" * 200, "xgboost"),
        (LIGHTGBM, "lightgbm"),
        (LIGHTGBM.replace(b"\n", b"\r\n"), "lightgbm"),
        (CATBOOST, "catboost"),
        (json.dumps({"learner": {"attributes": {}}, "version": [2, 0, 0]}).encode(), "json"),
        (b"tree\nversion=v4\nrm -r x\n", "text"),
        (b"binfile is the name of something else " * 9, "text"),
        (b"CBM1 is a name of something else", "text"),
        (b"{i\x07another", "unknown"),
        (b"{L\xff\xff\xff\xff\xff\xff\xff\xfflearner", "unknown"),
    ],
)
def test_models_are_told_by_their_content(data: bytes, name: str) -> None:
    assert identify(data, data, len(data)).format == name


def test_the_promised_length_is_found() -> None:
    assert xgboost.extent(io.BytesIO(UBJ + b"more")) == len(UBJ)
    assert catboost.extent(io.BytesIO(CATBOOST)) == 48
    assert lightgbm.extent(io.BytesIO(LIGHTGBM)) == LIGHTGBM.index(b"end of trees")
    assert xgboost.extent(io.BytesIO(b"binf" + bytes(200))) is None
    assert lightgbm.extent(io.BytesIO(LIGHTGBM.replace(b"tree_sizes", b"other"))) is None


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_model_that_is_cut_off_is_shorter_than_promised(share: float) -> None:
    cut = UBJ[: int(len(UBJ) * share)]
    assert (xgboost.extent(io.BytesIO(cut)) or 0) > len(cut)
    trees = LIGHTGBM[: LIGHTGBM.index(b"Tree=0") + int(50 * share)]
    assert (lightgbm.extent(io.BytesIO(trees)) or 0) > len(trees)
    header = LIGHTGBM[: LIGHTGBM.index(b"Tree=0")]
    assert (lightgbm.extent(io.BytesIO(header)) or 0) > len(header)


@pytest.mark.parametrize(
    "body",
    [
        b"[$d#L\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"SL\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"[#L\x7f\xff\xff\xff\xff\xff\xff\xff",
    ],
)
def test_lengths_beyond_the_file_end_at_once(body: bytes) -> None:
    data = b"{i\x07learner" + body
    assert xgboost.extent(io.BytesIO(data)) == len(data) + 1


def test_endless_and_deep_values_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FormatError):
        xgboost.extent(io.BytesIO(b"{i\x07learner" + b"[" * 100))
    monkeypatch.setattr(xgboost, "MAX_VALUES", 50)
    assert xgboost.extent(io.BytesIO(b"{i\x07learner[" + b"N" * 100)) is None


@given(st.lists(st.tuples(st.integers(0, len(UBJ) - 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_any_mutation_is_walked_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(UBJ)
    for place, value in changes:
        data[place] = value
    xgboost.matches(bytes(data), len(data))
    try:
        xgboost.extent(io.BytesIO(bytes(data)))
    except FormatError:
        return


@given(st.binary(max_size=100), st.sampled_from([b"", b"{i\x07learner", b"CBM1", b"tree\nversion=v4\ntree_sizes="]))
def test_any_bytes_are_told_or_refused(data: bytes, start: bytes) -> None:
    for module in (xgboost, lightgbm, catboost):
        module.matches(start + data, len(start + data))
        try:
            module.extent(io.BytesIO(start + data))
        except FormatError:
            continue
