"""Around every request: an id, a log line without personal data, a measure, security headers, a last net."""

import logging
import re
import time
import traceback
from collections.abc import Callable, Mapping
from uuid import UUID

import structlog
from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.http.connections import UNWELCOME
from service.api.http.health.metrics import Metrics
from service.api.http.problems import document as problems
from service.api.http.problems.error import ProblemError
from service.api.http.request_headers import remember_headers
from service.database.patience import Patience, patient

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
PAGES = ("/docs", "/static/")
PAGES_WITH_OWN_POLICY = "/s/"
FIRST_PROBLEM_STATUS = 400
METHOD_NOT_ALLOWED = 405
UNMATCHED = "unmatched"
READING = frozenset({"GET", "HEAD"})
REFUSED = frozenset({401, 403, 404, 405, 429})

_ON_ALL = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer")]
_ON_PAGES = [*_ON_ALL, (b"content-security-policy", PAGE_POLICY.encode())]
_ON_OTHER_PAGES = [*_ON_ALL, (b"cache-control", b"no-store")]
_ON_DATA = [*_ON_ALL, (b"content-security-policy", DATA_POLICY.encode()), (b"cache-control", b"no-store")]

_log = structlog.get_logger("casebook.api")


class RequestContext:
    """Pure ASGI, so that nothing is copied or buffered on the way."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        metrics: Metrics,
        new_id: Callable[[], UUID],
        accessed: Callable[[Scope, int], None],
        patience_seconds: float,
    ) -> None:
        self._patience_seconds = patience_seconds
        self._app = app
        self._accessed = accessed
        self._metrics = metrics
        self._new_id = new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        request_id = state["request_id"] = self._request_id(remember_headers(scope), state)
        patience = Patience(self._patience_seconds, in_all=scope["method"] in READING)

        def begins(status: int) -> None:
            patience.end()
            self._begins(scope, status)

        sent = _Sent(send, request_id, _headers_on(scope["path"]), begins)
        started = time.perf_counter()
        try:
            with patient(patience):
                await self._app(scope, receive, sent)
        except Exception as error:
            log_failure(error, scope)
            if sent.status is not None:
                raise
            answer = problems.from_error(Request(scope), ProblemError("internal_error"))
            await answer(scope, receive, sent)
        finally:
            self._note(scope, sent.status or 500, time.perf_counter() - started)

    def _request_id(self, headers: Mapping[bytes, bytes], state: dict[str, object]) -> str:
        """Return the sender's id of the request, or a new one, which is left in the state as a UUID."""
        written = headers.get(b"x-request-id", b"").decode("latin-1")
        if REQUEST_ID.fullmatch(written):
            return written
        made = state["own_request_id"] = self._new_id()
        return str(made)

    def _begins(self, scope: Scope, status: int) -> None:
        """Note what must be known before the answer ends: then the connection asks for it."""
        scope["state"][UNWELCOME] = scope["state"].get("caller") is None or status in REFUSED
        self._accessed(scope, status)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        # A method that a path does not have is no route of its own.
        route = route_of(scope) if status != METHOD_NOT_ALLOWED else UNMATCHED
        caller = scope["state"].get("caller")
        self._metrics.request(scope["method"], route, status, seconds)
        if status < FIRST_PROBLEM_STATUS and not _log.is_enabled_for(logging.DEBUG):
            return
        log = _log.debug if status < FIRST_PROBLEM_STATUS else _log.info
        log(
            "request",
            request_id=scope["state"]["request_id"],
            method=scope["method"][:16],
            route=route,
            status=status,
            duration_seconds=round(seconds, 6),
            key_id=caller.key_id if caller else None,
        )


class _Sent:
    """Passes messages on, adds headers to the first and remembers its status."""

    def __init__(
        self,
        send: Send,
        request_id: str,
        added: list[tuple[bytes, bytes]],
        begins: Callable[[int], None],
    ) -> None:
        self._send = send
        self._request_id = request_id
        self._added = added
        self._begins = begins
        self.status: int | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = (b"x-request-id", self._request_id.encode("latin-1"))
            self._begins(message["status"])
            message["headers"] = [*message.get("headers", ()), own, *self._added]
        await self._send(message)


def _headers_on(path: str) -> list[tuple[bytes, bytes]]:
    if path.startswith(PAGES):
        return _ON_PAGES
    return _ON_OTHER_PAGES if path.startswith(PAGES_WITH_OWN_POLICY) else _ON_DATA


def route_of(scope: Scope) -> str:
    """Return the template of the path: the path itself may hold anything."""
    return str(getattr(scope.get("route"), "path", UNMATCHED))


def log_failure(error: Exception, scope: Scope) -> None:
    """Log where it happened, not what it said: messages of libraries repeat what customers wrote."""
    frames = [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    _log.error(
        "request_failed",
        request_id=scope["state"]["request_id"],
        route=route_of(scope),
        error=type(error).__qualname__,
        frames=frames,
    )
