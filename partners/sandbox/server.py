"""The HTTP side of the sandbox: who is asked, with what token, and what becomes of the answer."""

import hmac
import json
import logging
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID, uuid4

from partners.sandbox import enel, gateway, inps, isee, papers, pdnd
from partners.sandbox.gateway import RawReply
from partners.sandbox.replies import Fate, Json, Reply, problem, quota_reached, unavailable
from partners.sandbox.store import Store
from partners.sandbox.switches import FAULTS, INTEGRITY, PARTNERS, TRACKING, Switches

logger = logging.getLogger("partners.sandbox")

LARGEST_BODY = 64 * 1024
GARBLED = b'{"trovata": tr'


@dataclass(frozen=True)
class Options:
    """How the sandbox runs. `step` and `slow` in seconds: the pace of requests, the delay of late answers."""

    tokens: dict[str, str]
    step: float
    slow: float
    pdnd: pdnd.Pdnd


class SandboxServer(ThreadingHTTPServer):
    """Both partners on one port of this machine."""

    daemon_threads = True

    def __init__(self, port: int, store: Store, options: Options) -> None:
        self.store = store
        self.options = options
        self.switches = Switches()
        super().__init__(("127.0.0.1", port), Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asked may leave before a late answer: that is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@dataclass(frozen=True)
class Route:
    """One operation of a partner. `label` stands for it in the log: an address could hold anything."""

    method: str
    path: re.Pattern[str]
    partner: str
    label: str
    answer: Callable[[SandboxServer, str, Json], Reply]


def _paper(answer: Callable[[Json, date, Callable[[], bool]], Reply]) -> Callable[..., Reply]:
    def of_server(server: SandboxServer, key: str, body: Json) -> Reply:
        return answer(body, datetime.now(UTC).date(), lambda: server.switches.trips("inps"))

    return of_server


def _submit(server: SandboxServer, key: str, body: Json) -> Reply:
    return enel.submit(key, body, server.store, time.time())


def _progress(server: SandboxServer, key: str, body: Json) -> Reply:
    return enel.progress(key, server.store, time.time(), server.options.step)


def _withdraw(server: SandboxServer, key: str, body: Json) -> Reply:
    return enel.withdraw(key, body, server.store, time.time(), server.options.step)


def _contracts(server: SandboxServer, key: str, body: Json) -> Reply:
    trips = lambda: server.switches.trips("enel")  # noqa: E731
    return enel.contracts(body, server.store, time.time(), server.options.step, trips)


REQUEST = "/enel/v1/richieste/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
REQUEST_PATH = re.compile(REQUEST)
ROUTES = (
    *(
        Route("POST", re.compile(f"/inps/v1/{path}/ricerca"), "inps", path, _paper(answer))
        for path, answer in {
            "certificazioni-uniche": inps.certificazione_unica,
            "estratti-contributivi": papers.statement,
            "iscrizioni": papers.registrations,
            "pensioni": papers.pensions,
        }.items()
    ),
    Route("PUT", REQUEST_PATH, "enel", "submit", _submit),
    Route("GET", REQUEST_PATH, "enel", "progress", _progress),
    Route("PUT", re.compile(f"{REQUEST}/ripensamento"), "enel", "withdraw", _withdraw),
    Route("POST", re.compile("/enel/v1/contratti/ricerca"), "enel", "contracts", _contracts),
)


@dataclass(frozen=True)
class RawRoute:
    """An operation that speaks no JSON of ours."""

    method: str
    partner: str
    label: str
    answer: Callable[[SandboxServer, Message, bytes], RawReply]


def _token(server: SandboxServer, headers: Message, content: bytes) -> RawReply:
    status, body = server.options.pdnd.token(content, headers.get_content_type())
    kind = "application/json" if status < 400 else "application/problem+json"
    return RawReply(status, json.dumps(body).encode(), content_type=kind)


def _keys(server: SandboxServer, headers: Message, content: bytes) -> RawReply:
    return RawReply(200, json.dumps(server.options.pdnd.jwks()).encode(), content_type="application/json")


def _isee(operation: str) -> Callable[[SandboxServer, Message, bytes], RawReply]:
    def answer(server: SandboxServer, headers: Message, content: bytes) -> RawReply:
        trips = lambda: server.switches.trips("inps")  # noqa: E731
        on = datetime.now(UTC).date()
        security = server.switches.security
        return isee.answer(server.options.pdnd, security, operation, headers, content, on, trips)

    return answer


RAW_ROUTES = {
    "/pdnd/token.oauth2": RawRoute("POST", "pdnd", "token", _token),
    "/pdnd/.well-known/jwks.json": RawRoute("GET", "pdnd", "keys", _keys),
    **{
        isee.PATH + operation: RawRoute("POST", "inps", operation, _isee(operation))
        for operation in isee.OPERATIONS
    },
}


class Handler(BaseHTTPRequestHandler):
    """One connection of somebody who asks."""

    server: SandboxServer
    protocol_version = "HTTP/1.1"
    server_version = "Sandbox"
    sys_version = ""
    # Seconds for which an idle connection is kept.
    timeout = 30
    # Header and body leave together.
    wbufsize = -1

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def log_message(self, *args: object) -> None:
        """Nothing: the base class would log addresses as they came. What happened is logged in _partner."""

    def _serve(self) -> None:
        content = self._content()
        if (route := RAW_ROUTES.get(self.path)) and route.method == self.command:
            self._raw(route, content)
            return
        body = self._body(content)
        if self.path == "/_health" and self.command == "GET":
            self._send(200, self.server.switches.health())
        elif self.path == "/_faults" and self.command == "POST":
            self._set_fault(body)
        elif self.path == "/_security" and self.command == "POST":
            self._set_security(body)
        else:
            self._partner(body)

    def _set_fault(self, body: Json | None) -> None:
        switches = self.server.switches
        if body is not None and switches.set_fault(body.get("partner"), body.get("fault")):
            self._send(200, switches.health())
        else:
            self._send(
                422, {"detail": f"partner: one of {PARTNERS}; fault: null or one of {FAULTS}; as JSON"}
            )

    def _set_security(self, body: Json | None) -> None:
        switches = self.server.switches
        if body is not None and switches.set_security(body.get("tracking"), body.get("integrity")):
            self._send(200, {"tracking": body["tracking"], "integrity": body["integrity"]})
        else:
            self._send(
                422, {"detail": f"tracking: one of {TRACKING}; integrity: one of {INTEGRITY}; as JSON"}
            )

    def _raw(self, route: RawRoute, content: bytes) -> None:
        """An answer as the fault switched on for its partner spoils it."""
        fault = self.server.switches.count_call(route.partner)
        match fault:
            case "down":
                reply = RawReply(503, b"", fate=Fate.DROPPED)
            case "quota" if route.partner == "pdnd":
                reply = RawReply(429, b"{}", {"Retry-After": "1"}, "application/json")
            case "quota":
                reply = gateway.quota()
            case "unavailable":
                reply = gateway.unavailable()
            case _:
                reply = route.answer(self.server, self.headers, content)
        if fault == "slow":
            reply = replace(reply, fate=Fate.LATE)
        logger.info("%s %s: %d %s", route.partner, route.label, reply.status, reply.fate.name)
        if reply.fate is Fate.DROPPED:
            self.close_connection = True
            return
        if reply.fate is Fate.LATE:
            time.sleep(self.server.options.slow)
        self._write(reply.status, reply.content, {"Content-Type": reply.content_type, **reply.headers})

    def _partner(self, body: Json | None) -> None:
        route, key = self._route()
        if route is None:
            self._send(404, {"detail": "no such operation"})
            return
        reference = f"{route.partner.upper()}-{uuid4().hex[:12]}"
        fault = self.server.switches.count_call(route.partner)
        reply = self._answer(route, key, body, fault)
        logger.info("%s %s: %d %s %s", route.partner, route.label, reply.status, reply.fate.name, reference)
        self._deliver(reply, reference)

    def _route(self) -> tuple[Route | None, str]:
        """The operation that is asked for, and the key in its address if it has one."""
        for route in ROUTES:
            found = route.path.fullmatch(self.path)
            if found and route.method == self.command:
                return route, found[1] if found.groups() else ""
        return None, ""

    def _refused(self, route: Route) -> Reply | None:
        expected = f"Bearer {self.server.options.tokens[route.partner]}"
        if not hmac.compare_digest(self.headers.get("Authorization", "").encode(), expected.encode()):
            return problem(401, "TOKEN_NON_VALIDO")
        try:
            UUID(self.headers.get("X-Correlation-Id", ""))
        except ValueError:
            return problem(400, "RICHIESTA_INVALIDA", field="X-Correlation-Id")
        return None

    def _answer(self, route: Route, key: str, body: Json | None, fault: str | None) -> Reply:
        """The partner's answer, as the fault switched on for it spoils it."""
        if fault == "down":
            return Reply(503, {}, fate=Fate.DROPPED)
        if refusal := self._refused(route):
            return refusal
        if fault == "quota":
            return quota_reached()
        if fault == "unavailable":
            return unavailable()
        if body is None and route.method != "GET":
            return problem(400, "RICHIESTA_INVALIDA")
        reply = route.answer(self.server, key, body or {})
        return replace(reply, fate=Fate.LATE) if fault == "slow" else reply

    def _deliver(self, reply: Reply, reference: str) -> None:
        if reply.fate is Fate.DROPPED:
            self.close_connection = True
            return
        if reply.fate is Fate.LATE:
            time.sleep(self.server.options.slow)
        self._send(reply.status, reply.body, reference, reply.retry_after, garbled=reply.fate is Fate.GARBLED)

    def _send(
        self,
        status: int,
        body: dict[str, Any],
        reference: str = "",
        retry_after: int | None = None,
        *,
        garbled: bool = False,
    ) -> None:
        headers = {"Content-Type": "application/json" if status < 400 else "application/problem+json"}
        if reference:
            headers["X-Request-Id"] = reference
        if retry_after is not None:
            headers["Retry-After"] = str(retry_after)
        self._write(status, GARBLED if garbled else json.dumps(body).encode(), headers)

    def _write(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _content(self) -> bytes:
        """What was sent, empty where it is too much. It is always read."""
        length = self.headers.get("Content-Length", "0")
        if not re.fullmatch("[0-9]{1,9}", length) or int(length) > LARGEST_BODY:
            # What was sent stays unread, so nothing more can come over this connection.
            self.close_connection = True
            return b""
        return self.rfile.read(int(length))

    def _body(self, content: bytes) -> Json | None:
        """The JSON object that was sent, or None when it is no such thing."""
        if self.headers.get_content_type() != "application/json":
            return None
        try:
            body = json.loads(content)
        except (ValueError, RecursionError):
            return None
        return body if isinstance(body, dict) else None
