"""The plan of the house is this table; every file's imports are read and compared with it."""

import ast
from pathlib import Path

import pytest

from config import ROOT

PACKAGE = ROOT / "evaluation"
WINGS = (
    ("foundation",),
    ("registry",),
    ("procedures",),
    ("records",),
    ("appraisals", "publicity"),
    ("portal",),
    ("commands",),
)
ROOMS = {
    "foundation": (
        ("core",),
        ("audit", "calendar", "documents", "files"),
        ("tabular",),
        ("web", "importing"),
    ),
    "registry": (("organizations",), ("people",), ("accounts",)),
    "procedures": (
        ("workflow",),
        ("rules", "attachments"),
        ("evidence", "consents", "notices"),
        ("inbox",),
    ),
    "records": (("performance", "deeds"), ("nominations",)),
    "appraisals": (("cycles",), ("materials",)),
    "publicity": (("stories",),),
    "portal": (("administration",), ("home", "me", "search", "imports", "reports", "help", "directory")),
}
FILES = (
    "enums",
    "models",
    "policies",
    "workflow",
    "queries",
    "operations",
    "forms",
    "views",
)
LONGEST_FILE = 400


def python_files() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")


def imports_of(path: Path) -> list[tuple[str, int]]:
    """Modules of this package that a file imports, with the line."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.append((node.module, node.lineno))
        elif isinstance(node, ast.Import):
            found.extend((alias.name, node.lineno) for alias in node.names)
    return [(module, line) for module, line in found if module.split(".")[0] == "evaluation"]


def step_of(name: str, steps: tuple[tuple[str, ...], ...]) -> int:
    return next((position for position, names in enumerate(steps) if name in names), -1)


def place(parts: tuple[str, ...]) -> tuple[str, str | None]:
    """Wing and room of a module path below the package."""
    room = parts[1] if len(parts) > 1 and parts[1] in {name for step in ROOMS.get(parts[0], ()) for name in step} else None
    return parts[0], room


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down_only(path: Path) -> None:
    relative = path.relative_to(PACKAGE).with_suffix("").parts
    wing, room = place(relative)
    if wing == "application":
        return
    upward = []
    for module, line in imports_of(path):
        parts = tuple(module.split(".")[1:])
        if not parts or parts == relative:
            continue
        other_wing, other_room = place(parts)
        here, there = step_of(wing, WINGS), step_of(other_wing, WINGS)
        allowed = there < here if other_wing != wing else True
        if other_wing == wing and room is not None and other_room is not None and room != other_room:
            allowed = step_of(other_room, ROOMS[wing]) < step_of(room, ROOMS[wing])
        if other_wing == wing and room is not None and other_room is None and wing != "portal":
            allowed = False
        if not allowed:
            upward.append(f"line {line}: {module}")
    assert upward == []


def test_every_wing_and_room_is_in_the_plan() -> None:
    wings = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert wings == {name for step in WINGS for name in step}
    for wing, steps in ROOMS.items():
        rooms = {path.name for path in (PACKAGE / wing).iterdir() if (path / "__init__.py").exists()}
        planned = {name for step in steps for name in step}
        assert rooms <= planned, f"{wing}: {rooms - planned} not in the plan"


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_import_inside_a_function(path: Path) -> None:
    inner = [
        node.lineno
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inner == []


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("__init__.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_packages_hold_a_docstring_only(path: Path) -> None:
    body = ast.parse(path.read_text()).body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)


def test_no_file_is_too_long() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in python_files()
        if (count := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_only_the_machine_assigns_a_state() -> None:
    """``matter.state = …`` stands in the workflow machine and in its undo, nowhere else."""
    writers = set()
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
            for target in targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                for name in names:
                    if (
                        isinstance(name, ast.Attribute)
                        and name.attr == "state"
                        and isinstance(name.value, ast.Name | ast.Attribute)
                        and (getattr(name.value, "id", None) or getattr(name.value, "attr", None)) == "matter"
                    ):
                        writers.add(str(path.relative_to(PACKAGE)))
    assert writers == {"procedures/workflow/machine.py", "procedures/workflow/operations.py"}


def test_only_settings_read_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in [*python_files(), ROOT / "wsgi.py"]
        if "os.environ" in path.read_text() or "getenv" in path.read_text()
    ]
    assert readers == []


def test_only_the_clock_tells_the_time() -> None:
    tellers = [
        str(path.relative_to(PACKAGE))
        for path in python_files()
        if path.name != "clock.py" and any(word in path.read_text() for word in ("datetime.now(", "date.today(", "time.time("))
    ]
    assert tellers == []
