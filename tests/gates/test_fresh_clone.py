"""The promise of the README: a fresh clone, an empty download cache, one command, a page in the browser."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]


def free_address() -> str:
    """An address on this machine where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as trial:
        return f"127.0.0.1:{trial.getsockname()[1]}"


@pytest.fixture
def clone(tmp_path) -> Path:
    """What was committed, and nothing else."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(tmp_path / "clone")], check=True)
    return tmp_path / "clone"


@contextmanager
def made(target: str, clone: Path, address: str, seconds: float):
    """`make target` until its page answers: yields what it printed and the page, and stops the server at the end."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("YIXIAN_", "MAKE", "FLASK_"))}
    variables = {**ours, "YIXIAN_BIND": address, "PIP_CACHE_DIR": str(clone.parent / "downloads")}
    printed = clone.parent / f"{target}.log"
    with printed.open("wb") as log:
        command = ["make", "--no-print-directory", target]
        process = subprocess.Popen(command, cwd=clone, env=variables, stdout=log, stderr=log, start_new_session=True)
    try:
        page = answer(f"http://{address}/", process, time.monotonic() + seconds, printed)
        yield printed.read_text(encoding="utf-8"), page
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=30)


def answer(url: str, process: subprocess.Popen, until: float, printed: Path) -> str:
    """The page at ``url`` once the server listens; fails with what was printed if that never happens."""
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=10) as response:
                return response.read().decode("utf-8")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.3)
    pytest.fail(printed.read_text(encoding="utf-8"))


def page_after_sign_in(address: str, printed: str, login: str) -> str:
    """Types one row of the printed table of accounts into the sign-in form; the text of the page that follows."""
    password = re.search(r"password: (\S+)", printed)
    assert password is not None, printed
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(jar)
    with browser.open(f"http://{address}/") as response:
        place, form = response.url, BeautifulSoup(response.read(), "lxml").select_one("form:has(input[type=password])")
    fields = {control["name"]: control.get("value", "") for control in form.select("input[name]")}
    typed = {**fields, "login": login, "password": password[1]}
    with browser.open(place, urllib.parse.urlencode(typed).encode()) as response:
        return BeautifulSoup(response.read(), "lxml").get_text(" ")


def test_one_command_leads_from_a_fresh_clone_to_the_first_page(clone):
    address = free_address()
    with made("run", clone, address, seconds=400) as (printed, page):
        assert f"http://{address}" in printed
        assert "正在安装依赖" in printed
        assert '<html lang="zh' in page
        name = re.search(r"^ +clerk +\S+ +(\S+)$", printed, re.MULTILINE)
        assert name is not None, printed
        assert name[1] in page_after_sign_in(address, printed, "clerk")
    with made("run", clone, address, seconds=60) as (printed, _):
        assert "正在安装依赖" not in printed
        assert "正在建立虚拟环境" not in printed
    changed = subprocess.run(["git", "status", "--porcelain"], cwd=clone, check=True, capture_output=True, text=True)
    assert changed.stdout == ""


def test_an_empty_installation_is_set_up_and_served(clone):
    address = free_address()
    with made("serve", clone, address, seconds=400) as (printed, page):
        assert f"http://{address}" in printed
        assert '<html lang="zh' in page
