"""Nothing of appraisals, ballots, membership or discipline can reach publicity (PB-06): the room cannot even name it."""

import ast
from pathlib import Path

import pytest

from config import ROOT

ROOM = ROOT / "evaluation" / "publicity"
MAY_USE = (
    "evaluation.foundation",
    "evaluation.registry",
    "evaluation.procedures",
    "evaluation.records.deeds",
    "evaluation.publicity",
)


@pytest.mark.parametrize("path", sorted(ROOM.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOM)))
def test_the_room_uses_deeds_and_nothing_else_that_is_recorded_or_judged(path: Path) -> None:
    modules = [
        node.module
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("evaluation")
    ]

    assert [module for module in modules if not module.startswith(MAY_USE)] == []
