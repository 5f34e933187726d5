"""The first step of `make run`: what `tools/environment.py` makes, mends and refuses."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A folder with the tool and a lock file that asks for nothing, so that no network is needed."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "environment.py", tmp_path / "tools")
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    return tmp_path


def run_tool(checkout: Path, *, before: str = "", python_path: Path | None = None) -> subprocess.CompletedProcess:
    """Runs the tool as the Makefile does; ``before`` is Python that changes the machine that it believes to be on."""
    tool = checkout / "tools" / "environment.py"
    program = f"import runpy, sys; {before}\nsys.argv = ['environment.py', 'requirements.txt']\n"
    program += f"runpy.run_path({str(tool)!r}, run_name='__main__')"
    variables = {"PATH": "/usr/bin:/bin", **({"PYTHONPATH": str(python_path)} if python_path else {})}
    return subprocess.run([sys._base_executable, "-c", program], env=variables, capture_output=True, text=True)


def test_a_python_without_ensurepip_is_told_which_package_to_install(checkout, tmp_path):
    crippled = tmp_path / "crippled"
    crippled.mkdir()
    (crippled / "ensurepip.py").write_text("raise ImportError('No module named ensurepip')\n")
    result = run_tool(checkout, python_path=crippled)
    assert result.returncode == 1
    assert result.stderr.count("apt install python3-venv") == 2
    assert "缺少软件包python3-venv" in result.stderr
    assert not (checkout / ".venv").exists()


def test_an_old_python_is_told_which_version_is_needed(checkout):
    result = run_tool(checkout, before="sys.version_info = (3, 9, 18, 'final', 0)")
    assert result.returncode == 1
    assert "Python 3.11 or newer is needed; this one is 3.9.18" in result.stderr
    assert "需要Python 3.11或更新版本，现在这个是3.9.18" in result.stderr
    assert not (checkout / ".venv").exists()


def test_an_interrupted_environment_is_made_anew_and_a_finished_one_is_left_alone(checkout):
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "unfinished").touch()
    (checkout / ".venv" / "leftover").touch()
    first = run_tool(checkout)
    assert (first.returncode, first.stderr) == (0, "")
    assert "正在建立虚拟环境" in first.stdout
    assert not (checkout / ".venv" / "leftover").exists()
    assert not (checkout / ".venv" / "unfinished").exists()
    second = run_tool(checkout)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


def test_a_failed_installation_says_so_and_is_begun_again(checkout):
    (checkout / "requirements.txt").write_text("absent @ file:///absent/absent-1-py3-none-any.whl --hash=sha256:" + "0" * 64)
    first = run_tool(checkout)
    assert first.returncode == 1
    assert "依赖没有装好" in first.stderr
    (checkout / "requirements.txt").write_text("# nothing\n")
    second = run_tool(checkout)
    assert (second.returncode, second.stderr) == (0, "")
    assert "正在建立虚拟环境" in second.stdout
