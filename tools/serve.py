"""Starts the server on one address: ``.venv/bin/python tools/serve.py 127.0.0.1:8000``.

Two worker processes with four threads each: one process a core on the two cores that the product is measured on, and
threads enough that a slow document does not keep a list waiting.

The server runs in a session of its own and this process hands it one signal to stop: its workers lock up when the
terminal's Ctrl+C reaches them together with their own parent's order to end (seen with granian 2.8.7 in half of all
stops). A worker that has not finished its requests after `PATIENCE` seconds is ended.
"""

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
THREADS = 4
PATIENCE = 20
ADDRESS = re.compile(r"(?:(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s:\[\]]+):)?(?P<port>\d{1,5})")

NO_ADDRESS = """\
YIXIAN_BIND is “{given}”, which is no address. Write host:port, such as 127.0.0.1:8000 or 0.0.0.0:8080.
YIXIAN_BIND现在是“{given}”，不是一个地址。请写成“主机:端口”，例如127.0.0.1:8000或0.0.0.0:8080。
"""

CANNOT_LISTEN = """\
Cannot listen on {given}: {reason}. Stop what uses it, or choose another port:  make run YIXIAN_BIND=127.0.0.1:8001
不能在{given}上启动：{reason}。请先停掉占用它的程序，或者换一个端口：make run YIXIAN_BIND=127.0.0.1:8001
"""

READY = """
  一线纪实  {address}
  Ctrl+C stops the server · 按Ctrl+C停止
"""


def host_and_port(given: str) -> tuple[str, int]:
    """Splits ``host:port``, ``[v6]:port`` or ``port`` alone (this machine only); anything else ends with a sentence."""
    found = ADDRESS.fullmatch(given.strip())
    if found is None or not 0 < int(found["port"]) < 65536:
        sys.exit(NO_ADDRESS.format(given=given))
    return (found["host"] or "127.0.0.1").strip("[]"), int(found["port"])


def refuse_if_taken(host: str, port: int, given: str) -> None:
    """Ends with a sentence, rather than a server's traceback, where the address cannot be had."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(place)
    except OSError as failure:
        sys.exit(CANNOT_LISTEN.format(given=given, reason=failure.strerror))


def page_address(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"


def main(given: str) -> int:
    """Prints the address, keeps the server until a signal stops it, and returns its exit code."""
    host, port = host_and_port(given)
    refuse_if_taken(host, port, given)
    print(READY.format(address=page_address(host, port)), flush=True)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", host, "--port", str(port)]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--respawn-failed-workers"]
    command += ["--workers-kill-timeout", str(PATIENCE), "wsgi:application"]
    server = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, lambda *_: server.terminate())
    return server.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
