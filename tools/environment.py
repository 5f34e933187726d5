"""Makes `.venv` and installs one lock file into it: ``python3 tools/environment.py requirements.txt``.

With ``--this-python`` an environment of another Python version is made anew.

Runs on the machine's own Python with nothing installed, so it uses the standard library alone and must at least be
readable by a Python that is too old. Does nothing, in well under a second, when the lock file is already installed.
A run that was interrupted leaves the mark ``unfinished`` in `.venv`; the next run then begins again from nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
UNFINISHED = ENVIRONMENT / "unfinished"
INSTALLED = ENVIRONMENT / "installed.json"
OLDEST = (3, 11)
FOREIGN_VARIABLES = {"PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}

TOO_OLD = """\
Python 3.11 or newer is needed; this one is {version} ({executable}).
Install it (Debian 12 and newer:  apt install python3 python3-venv), or name another:  make run PYTHON=python3.12

需要Python 3.11或更新版本，现在这个是{version}（{executable}）。
请安装（Debian 12及以上：apt install python3 python3-venv），或者指定另一个：make run PYTHON=python3.12
"""

NO_VENV = """\
This Python cannot make a virtual environment: the package python3-venv is missing ({executable}).
Install it, then give the command again:  apt install python3-venv
(for a Python that is not the system's own: its package, such as python3.12-venv)

这个Python不能建立虚拟环境：缺少软件包python3-venv（{executable}）。
请先安装，再执行一次命令：apt install python3-venv
（如果用的不是系统自带的Python，请安装对应的软件包，例如python3.12-venv）
"""

NOT_INSTALLED = """\
The dependencies could not be installed; the lines above say why. Most often the network or the package index of this
machine cannot be reached. Give the same command again once that is mended: it begins anew by itself.

依赖没有装好，原因见上面几行，多数是这台机器连不上网络或软件源。解决以后再执行一次同样的命令，会自动重新开始。
"""


class CannotGoOn(Exception):
    """Tells the person at the terminal, in both languages, what is missing and what to do."""


def included_files(name: str) -> list[str]:
    """The lock file and those that it includes by ``-r``, innermost first."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    inner = [found for line in lines if line.startswith("-r ") for found in included_files(line[3:].strip())]
    return [*inner, name]


def digests(name: str) -> dict[str, str]:
    """SHA-256 of each file that makes up the lock."""
    return {file: hashlib.sha256((ROOT / file).read_bytes()).hexdigest() for file in included_files(name)}


def installed() -> dict[str, str]:
    """What was installed in full, as :func:`digests` gave it then."""
    return json.loads(INSTALLED.read_text(encoding="utf-8")) if INSTALLED.exists() else {}


def usable(same_python: bool) -> bool:
    """Whether `.venv` is whole: finished, with a Python that fits and finds its pip.

    A Python that fits is new enough, or, where the person named one, of the version that was named.
    """
    if UNFINISHED.exists() or not PYTHON.exists():
        return False
    fits = f"[:2] == {tuple(sys.version_info[:2])}" if same_python else f" >= {OLDEST}"
    question = f"import pip, sys; sys.exit(not sys.version_info{fits})"
    return subprocess.run([str(PYTHON), "-c", question], env=own_variables(), stderr=subprocess.DEVNULL).returncode == 0


def own_variables() -> dict[str, str]:
    """The variables of this process without those that make Python or pip look outside `.venv`."""
    return {name: value for name, value in os.environ.items() if name not in FOREIGN_VARIABLES}


def make_environment() -> None:
    """Makes `.venv` from the running Python; where that cannot be done, nothing of it stays."""
    facts = {"version": ".".join(map(str, sys.version_info[:3])), "executable": sys.executable}
    if sys.version_info < OLDEST:
        raise CannotGoOn(TOO_OLD.format(**facts))
    if subprocess.run([sys.executable, "-c", "import venv, ensurepip"], stderr=subprocess.DEVNULL).returncode:
        raise CannotGoOn(NO_VENV.format(**facts))
    print("Making the virtual environment · 正在建立虚拟环境", flush=True)
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    ENVIRONMENT.mkdir()
    UNFINISHED.touch()
    if subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], env=own_variables()).returncode:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        raise CannotGoOn(NO_VENV.format(**facts))
    UNFINISHED.unlink()


def install(name: str) -> None:
    """Installs the lock file, each file checked against its hash, and remembers it."""
    print("Installing dependencies · 正在安装依赖", flush=True)
    UNFINISHED.touch()
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-deps", "--disable-pip-version-check"]
    if subprocess.run([*command, "-r", name], cwd=str(ROOT), env=own_variables()).returncode:
        raise CannotGoOn(NOT_INSTALLED)
    INSTALLED.write_text(json.dumps({**installed(), **digests(name)}, indent=2), encoding="utf-8")
    UNFINISHED.unlink()


def main(name: str, same_python: bool) -> None:
    """Brings `.venv` up to the lock file; a second process that wants the same waits for the first."""
    folder = os.open(str(ROOT), os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    if not usable(same_python):
        make_environment()
    if not digests(name).items() <= installed().items():
        install(name)


if __name__ == "__main__":
    try:
        main(sys.argv[1], same_python="--this-python" in sys.argv)
    except CannotGoOn as reason:
        sys.stderr.buffer.write(f"\n{reason}".encode())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
