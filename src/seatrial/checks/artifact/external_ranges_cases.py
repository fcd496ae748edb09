"""Known answers for `artifact.external-ranges`."""

from seatrial.testing.case import Case

_IR = """<?xml version="1.0"?>
<net name="net" version="11">
  <layers>
    <layer id="0" name="w" type="Const" version="opset1">
      <data element_type="f32" shape="4" offset="{offset}" size="16"/>
    </layer>
  </layers>
</net>
"""


def _files(offset: int) -> dict[str, bytes]:
    return {"model.xml": _IR.format(offset=offset).encode(), "model.bin": bytes(range(128, 160))}


CASES: tuple[Case, ...] = (
    Case(name="behind the end", files=_files(4096), expect=("fail: w: takes bytes 4,096 to 4,112 of model.bin",)),
    Case(name="over the end", files=_files(24), expect=("fail: w: takes bytes 24 to 40 of model.bin, which has 32",)),
    Case(name="up to the end", files=_files(16), good=True),
    Case(name="without the file", files={"model.xml": _IR.format(offset=16).encode()}, good=True),
)
