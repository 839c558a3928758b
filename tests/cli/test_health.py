"""`jack health` where nobody, or somebody else, answers; beside a server it is tested there."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.cli.conftest import Jack


class Stranger(BaseHTTPRequestHandler):
    """Answers everything with a page."""

    def do_GET(self) -> None:
        body = b"<h1>It works!</h1>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def stranger() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_no_server_is_a_failure_that_names_the_address(jack: Jack) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    result = jack("health", PORT=str(port))

    assert result.status == 1
    assert f"No server answers at http://127.0.0.1:{port} (Connection refused)" in result.err


def test_another_programs_server_is_not_taken_for_jack(jack: Jack, stranger: str) -> None:
    result = jack("health", "--url", stranger)

    assert (result.status, result.err) == (1, f"What answers at {stranger} is not Jack.\n")


def test_nonsense_is_wrong_usage(jack: Jack) -> None:
    assert jack("health", "--url", "jack.example").status == 2
