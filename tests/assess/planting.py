"""Runs planted checks in real workers, as the review does."""

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from seatrial.assess.pool import Limits, run
from seatrial.assess.store import KeepsResults, NullStore
from seatrial.domain.assessment import Assessment
from seatrial.domain.check import Check, Scope
from seatrial.domain.declaration import Declaration
from seatrial.domain.inventory import Inventory
from seatrial.domain.plan import Plan, PlannedCheck
from seatrial.domain.target import TargetSpec
from seatrial.inventory.take import take

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "tests.assess.planted"
COMMAND = (sys.executable, "-m", "seatrial.app.worker")
REPLIES = TargetSpec(kind="planted_replies", name="replies", location="")


def subject_at(root: Path, files: Mapping[str, bytes] | None = None) -> Path:
    """A directory with two files, or with those given."""
    root.mkdir(exist_ok=True)
    for name, content in (files or {"a.bin": b"\x01" * 3000, "b.bin": b"\x02" * 3000}).items():
        (root / name).write_bytes(content)
    return root


def planted(names: Sequence[str]) -> dict[str, Check]:
    """Facts of planted checks by id."""
    modules = [importlib.import_module(f"{PACKAGE}.{name.replace('-', '_')}") for name in names]
    return {module.CHECK.id: module.CHECK for module in modules}


def plan_of(names: Sequence[str], inventory: Inventory, seed: int = 0) -> Plan:
    """A plan of these checks in this order; each ARTIFACT check gets every artifact of its formats."""
    checks = []
    for check in planted(names).values():
        paths = [a.path for a in inventory.artifacts if not check.formats or a.format in check.formats]
        artifacts = tuple(paths) if check.scope is Scope.ARTIFACT else ()
        checks.append(
            PlannedCheck(check_id=check.id, check_version=check.version, requirements=("r/q",), artifacts=artifacts)
        )
    return Plan(regimes=("r",), checks=tuple(checks), seed=seed)


def assess(
    root: Path,
    names: Sequence[str],
    *,
    store: KeepsResults | None = None,
    limits: Limits | None = None,
    declaration: Declaration | None = None,
    target: TargetSpec | None = None,
    inventory: Inventory | None = None,
    seed: int = 0,
    **more: Any,
) -> Assessment:
    """One run of planted checks on a directory."""
    inventory = inventory or take(root)
    return run(
        plan_of(names, inventory, seed),
        inventory,
        declaration=declaration,
        root=root,
        checks=planted(names),
        target=target,
        store=store or NullStore(),
        command=COMMAND,
        limits=limits,
        extra_modules=tuple(f"{PACKAGE}.{name.replace('-', '_')}" for name in names),
        environment={"PYTHONPATH": os.fspath(ROOT)},
        **more,
    )
