"""What every checkout carries: no address of a package index, no path of one machine, nothing unpinned."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-test.txt", "requirements-browser.txt"]
TARGETS = ["run", "setup", "serve", "test", "browser-test", "gates", "check", "format", "bench", "lock"]
NOT_IN_PRODUCTION = {
    "pytest",
    "pytest-xdist",
    "playwright",
    "psycopg",
    "ruff",
    "chinesecalendar",
    "matplotlib",
    "numpy",
}

# The brackets keep these patterns from finding themselves in this file.
INDEX_ADDRESS = re.compile(r"index[-_]ur[l]|find[-_]link[s]|trusted[-_]hos[t]|[\"']?resolve[d][\"']?\s*[:=]\s*[\"']?http", re.I)
DOWNLOAD_ADDRESS = re.compile(r"https?://[^\s\"']+(?:/simpl[e]/?(?=[\"'\s]|$)|[.]wh[l]|[.]tar[.]g[z]|[.]tg[z])", re.I)
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:(?:home|Users)/[A-Za-z][\w.-]*/|root/|work/(?:main|shared)\b)")


def tracked_files() -> list[Path]:
    """The files that git knows, or would know, in this checkout."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def lines_that_match(pattern: re.Pattern[str]) -> list[str]:
    """``file:line: text`` of each match in the tracked text files."""
    found = []
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8").splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    return found


@pytest.mark.parametrize(
    ("pattern", "guilty", "innocent"),
    [
        (INDEX_ADDRESS, "--extra-index-" + "url https://mirror.example", "index of urls"),
        (INDEX_ADDRESS, '"resolve' + 'd": "https://mirror.example/x"', "resolved: 2 conflicts"),
        (INDEX_ADDRESS, "--find-" + "links wheels", "find links"),
        (DOWNLOAD_ADDRESS, "https://mirror.example/" + "simple/", "a simple rule"),
        (DOWNLOAD_ADDRESS, "https://mirror.example/x-1-py3-none-any.wh" + "l", "x-1-py3-none-any.wh" + "l"),
        (MACHINE_PATH, "see /ho" + "me/li/yixian/config.py", "https://example.invalid/home/page/"),
        (MACHINE_PATH, "cd /wo" + "rk/main", "/workflow/main"),
        (MACHINE_PATH, "open /ro" + "ot/notes", "tree/ro" + "ot/leaf"),
    ],
)
def test_the_patterns_find_what_they_are_for(pattern, guilty, innocent):
    assert (bool(pattern.search(guilty)), bool(pattern.search(innocent))) == (True, False)


@pytest.mark.parametrize("pattern", [INDEX_ADDRESS, DOWNLOAD_ADDRESS], ids=["option", "address"])
def test_no_file_names_a_package_index(pattern):
    assert lines_that_match(pattern) == []


def test_no_file_holds_a_path_of_one_machine():
    assert lines_that_match(MACHINE_PATH) == []
    here = re.compile(re.escape(f"{ROOT}/"))
    assert lines_that_match(here) == []


def entries(lock: str) -> dict[str, list[str]]:
    """Each pinned ``name==version`` of a lock with its hashes; any other kind of line is an error."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / lock).read_text(encoding="utf-8").replace(" \\\n", " ").splitlines():
        if line.startswith(("#", "-r ")):
            continue
        pin, *options = line.split()
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][\w.]*", pin), f"{lock}: {line[:80]}"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", option) for option in options), f"{lock}: {pin}"
        found[pin] = options
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_pinned_with_hashes(lock):
    locked = entries(lock)
    assert locked != {}
    assert [pin for pin, hashes in locked.items() if not hashes] == []


def test_each_lock_stands_on_the_one_below():
    includes = {lock: re.findall(r"^-r (.+)$", (ROOT / lock).read_text(encoding="utf-8"), re.M) for lock in LOCKS}
    assert includes == {
        "requirements.txt": [],
        "requirements-test.txt": ["requirements.txt"],
        "requirements-browser.txt": ["requirements-test.txt"],
    }
    names = [pin.split("==")[0] for lock in LOCKS for pin in entries(lock)]
    assert len(names) == len(set(names))


def test_every_direct_requirement_is_pinned_and_locked():
    locked = {}
    for lock in LOCKS:
        locked |= dict(pin.split("==") for pin in entries(lock))
        for line in (ROOT / lock).with_suffix(".in").read_text(encoding="utf-8").splitlines():
            requirement = line.split("#")[0].strip()
            if requirement and not requirement.startswith("-r "):
                name, version = requirement.split("==")
                assert locked.get(name.split("[")[0].lower()) == version, requirement


def test_production_carries_no_test_package():
    assert {pin.split("==")[0] for pin in entries("requirements.txt")} & NOT_IN_PRODUCTION == set()


COMES_WITH_FLASK = {"werkzeug", "jinja2", "markupsafe", "click", "itsdangerous"}
OURS = {"benchmarks", "config", "evaluation", "tests", "wsgi"}
DISTRIBUTION = {
    "argon2": "argon2_cffi",
    "babel": "flask_babel",
    "bs4": "beautifulsoup4",
    "chinese_calendar": "chinesecalendar",
    "docx": "python_docx",
    "pil": "pillow",
}


def named_in(*files: str) -> set[str]:
    """The distributions that requirement files name, as modules are spelled."""
    lines = [line for file in files for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    return {re.split(r"[\[=]", line)[0].lower().replace("-", "_") for line in lines if line and not line.startswith(("#", "-r "))}


@pytest.mark.parametrize(
    ("places", "files"),
    [
        (["*.py", "evaluation/**/*.py", "migrations/**/*.py"], ["requirements.in"]),
        (["tests/**/*.py", "benchmarks/**/*.py"], ["requirements.in", "requirements-test.in", "requirements-browser.in"]),
    ],
    ids=["product", "tests"],
)
def test_every_import_is_a_direct_requirement(places, files):
    """A package that only happens to come along with another can leave with it."""
    known = named_in(*files) | COMES_WITH_FLASK | OURS
    strangers = set()
    for path in [path for place in places for path in ROOT.glob(place)]:
        for module in imported_modules(path) - sys.stdlib_module_names:
            if DISTRIBUTION.get(module.lower(), module.lower()) not in known:
                strangers.add(f"{path.relative_to(ROOT)}: {module}")
    assert strangers == set()


def imported_modules(path: Path) -> set[str]:
    """The first name of every absolute import in one file."""
    modules = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            modules.add(node.module.split(".")[0])
    return modules


def test_the_makefile_has_the_promised_targets():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [target for target in TARGETS if not re.search(rf"^{target}:", text, re.M)] == []


def test_the_slow_gates_begin_with_the_test_command():
    commands = [line for line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines() if "make " in line]
    assert commands[0] == "make test"


def test_the_metadata_agree_with_the_licence():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (project["name"], project["license"], project["requires-python"]) == ("yixian", "MIT", ">=3.11")
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License\n")
