"""A partner that says exactly what a test wants it to say, over real HTTP."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

Script = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class ForeignPartner:
    """Answers each request with the next script, the last one for ever; keeps what it was sent."""

    url: str = ""
    scripts: list[Script] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def says(self, *scripts: Script) -> None:
        self.scripts = list(scripts)

    def options(self, timeout: tuple[float, float] = (1, 0.3)) -> dict[str, Any]:
        return {"base_url": self.url, "token": "segreto-del-comune", "timeout": timeout}


def reply(status: int, body: bytes = b"{}", **headers: str) -> Script:
    """An ordinary answer; a header's name has underscores for its dashes."""

    def script(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return script


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection without a word."""
    handler.close_connection = True


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two attempts nobody needs to wait in a test."""
    monkeypatch.setattr("partners.adapters.wire.WAITS", (0.01, 0.02))


@pytest.fixture(scope="session")
def foreign_server() -> Iterator[ForeignPartner]:
    partner = ForeignPartner()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5
        # Header and body leave together.
        wbufsize = -1

        def do_POST(self) -> None:
            partner.paths.append(self.path)
            partner.headers.append(dict(self.headers))
            partner.bodies.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            script = partner.scripts.pop(0) if len(partner.scripts) > 1 else partner.scripts[0]
            script(self)

        def do_GET(self) -> None:
            self.do_POST()

        def do_PUT(self) -> None:
            self.do_POST()

        def log_message(self, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    # A script that is still dripping must not keep the tests waiting.
    server.daemon_threads = True
    server.handle_error = lambda *args: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    partner.url = f"http://127.0.0.1:{server.server_port}/partner"
    yield partner
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def foreign(foreign_server: ForeignPartner) -> ForeignPartner:
    """A partner that was asked nothing yet."""
    foreign_server.scripts, foreign_server.bodies = [], []
    foreign_server.headers, foreign_server.paths = [], []
    return foreign_server
