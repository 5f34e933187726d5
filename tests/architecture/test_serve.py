"""The address given to `make run` and `make serve`: understood, or refused with a sentence."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def refusal(address: str) -> str:
    """What the tool says of an address on which it does not start."""
    command = [sys.executable, str(ROOT / "tools" / "serve.py"), address]
    result = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert (result.returncode, result.stdout) == (1, "")
    return result.stderr


@pytest.mark.parametrize("address", ["", "8000x", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "::1:80"])
def test_what_is_no_address_is_refused_in_both_languages(address):
    assert refusal(address) == (
        f"YIXIAN_BIND is “{address}”, which is no address. Write host:port, such as 127.0.0.1:8000 or 0.0.0.0:8080.\n"
        f"YIXIAN_BIND现在是“{address}”，不是一个地址。请写成“主机:端口”，例如127.0.0.1:8000或0.0.0.0:8080。\n\n"
    )


def test_a_port_in_use_is_named_with_the_way_out():
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"127.0.0.1:{other.getsockname()[1]}"
        said = refusal(address)
    assert said.startswith(f"Cannot listen on {address}: Address already in use.")
    assert f"不能在{address}上启动" in said
    assert said.count("make run YIXIAN_BIND=127.0.0.1:8001") == 2
