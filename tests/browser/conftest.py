"""Chromium beside the real server on the demonstration: made once for the session, a new window for each test."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
PATIENCE = 60
DESK = {"width": 1360, "height": 900}


def listens(place: str) -> bool:
    """Whether somebody answers there."""
    host, port = place.split(":")
    with socket.socket() as trial:
        return trial.connect_ex((host, int(port))) == 0


class Demonstration:
    """The running server and the one password of its demonstration accounts."""

    def __init__(self, address: str, password: str) -> None:
        self.address = address
        self.password = password

    def sign_in(self, page: Page, login: str) -> None:
        """Types an account into the form and waits for the home page."""
        page.goto(f"{self.address}/")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", self.password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(f"{self.address}/")


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """The commands of ``make run``, in a folder of their own."""
    folder = tmp_path_factory.mktemp("demonstration")
    with socket.create_server(("127.0.0.1", 0)) as trial:
        place = f"127.0.0.1:{trial.getsockname()[1]}"
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("YIXIAN_", "FLASK_"))}
    variables = {**ours, "YIXIAN_INSTANCE": str(folder), "YIXIAN_DATABASE_URL": f"sqlite:///{folder / 'yixian.db'}"}
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    subprocess.run([*flask, "setup"], cwd=ROOT, env=variables, check=True, capture_output=True)
    told = subprocess.run([*flask, "demo"], cwd=ROOT, env=variables, check=True, capture_output=True, text=True).stdout
    password = re.search(r"password: (\S+)", told)
    assert password is not None, told
    command = [sys.executable, "tools/serve.py", place]
    printed = folder / "serve.log"
    with printed.open("wb") as log, subprocess.Popen(command, cwd=ROOT, env=variables, stdout=log, stderr=log) as server:
        try:
            until = time.monotonic() + PATIENCE
            while not listens(place):
                if server.poll() is not None or time.monotonic() > until:
                    pytest.fail(printed.read_text(encoding="utf-8"))
                time.sleep(0.2)
            yield Demonstration(f"http://{place}", password[1])
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def troubles() -> list[str]:
    """What the console reported; every test that uses a page ends with none."""
    return []


@pytest.fixture
def page(request: pytest.FixtureRequest, chromium: Browser, troubles: list[str]) -> Iterator[Page]:
    """A new private window; ``phone`` as parameter makes it narrow."""
    size = getattr(request, "param", DESK)
    context = chromium.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
    window = context.new_page()
    window.on("pageerror", lambda error: troubles.append(str(error)))
    window.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    yield window
    context.close()
    assert troubles == []
