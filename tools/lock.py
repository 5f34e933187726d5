"""Writes requirements*.txt anew from requirements*.in: the whole tree pinned, with the hash of every file released.

Each lock begins with the one it stands on and lists only what it adds. A line ended by ``# alone: why`` is locked
without what it depends on. Works in `.venv-lock`, on the oldest Python supported, Debian 12's own: some releases ask
for a later 3.11 than that, and some packages need more there than on a newer Python.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKSHOP = ROOT / ".venv-lock"
COMPILER = "pip-tools==7.6.2"
OLDEST = (3, 11, 2)
LAYERS = ["requirements", "requirements-test", "requirements-browser"]
HEADING = "# Written by `make lock` from {name}.in: do not edit.\n"
OPTIONS = ["--quiet", "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-options"]
OPTIONS += ["--allow-unsafe", "--strip-extras"]


def wanted(name: str, *, alone: bool) -> list[str]:
    """The requirements named in one .in file: those locked with all they depend on, or those locked alone."""
    lines = (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines()
    named = [line for line in lines if line and not line.startswith(("#", "-r "))]
    return [line for line in named if ("# alone:" in line) is alone]


def package(line: str) -> str:
    """The name before the version, in the one spelling that comparisons use."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[=]", line)[0].strip()).lower()


def compiled(lines: list[str], fixed: list[str]) -> dict[str, str]:
    """Resolves requirements under pins already made: package name to its lock entry, hashes included."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "wanted.in").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (place / "fixed.txt").write_text("\n".join(fixed) + "\n", encoding="utf-8")
        command = [str(WORKSHOP / "bin" / "pip-compile"), *OPTIONS, "--constraint", "fixed.txt"]
        subprocess.run([*command, "--output-file", "locked.txt", "wanted.in"], cwd=place, check=True)
        text = (place / "locked.txt").read_text(encoding="utf-8")
    entries = re.findall(r"^[^\s#-].*?(?=^\S|\Z)", text, flags=re.MULTILINE | re.DOTALL)
    return {package(entry): entry.rstrip() + "\n" for entry in entries}


def lock() -> None:
    """Writes every lock, each layer under the pins of those below it."""
    named: list[str] = []
    below: dict[str, str] = {}
    for position, name in enumerate(LAYERS):
        named += wanted(name, alone=False)
        pins = [entry.split("\\")[0].strip() for entry in below.values()]
        entries = compiled(named, pins)
        for line in wanted(name, alone=True):
            entries[package(line)] = compiled([line], pins)[package(line)]
        added = {key: entries[key] for key in sorted(entries) if key not in below}
        base = f"-r {LAYERS[position - 1]}.txt\n" if position else ""
        (ROOT / f"{name}.txt").write_text(HEADING.format(name=name) + base + "".join(added.values()), encoding="utf-8")
        below |= added
        print(f"{name}.txt: {len(added)}")


def main() -> None:
    """Makes the workshop where it is missing, then locks."""
    if sys.version_info[:3] != OLDEST:
        sys.exit("Lock with the oldest Python supported, Debian 12's 3.11.2:  make lock PYTHON=/usr/bin/python3")
    if not (WORKSHOP / "bin" / "pip-compile").exists():
        venv.create(WORKSHOP, with_pip=True)
        subprocess.run([WORKSHOP / "bin" / "python", "-m", "pip", "install", "--quiet", COMPILER], check=True)
    lock()


if __name__ == "__main__":
    main()
