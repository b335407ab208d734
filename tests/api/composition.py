"""The HTTP application over a real database, composed as `main` does it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from service.actions.known_needs import KnownNeeds
from service.actions.surveys.contact_history import ContactHistory
from service.api.app import create_app
from service.api.http.access import ANYBODY, Role
from service.api.http.commands.front import CommandFront
from service.api.http.guard import admit_link
from service.api.http.keys import KeyStore, create_key, list_keys, written_key
from service.api.http.services import Services
from service.console.survey_routes import add_survey_pages
from service.database.app_role import as_application, grant_privileges
from service.database.async_engine import create_async_engine
from service.database.engine import create_engine, libpq_url
from service.database.survey_links import SurveyLinks
from service.domain.account.identity import account_id_of
from service.domain.aggregates.aggregate import COMMANDS
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.staff_id import staff_fields
from service.domain.vocabulary import CaseKind, Channel
from service.eventstore.application import Application
from service.eventstore.following.announcer import Announcer
from service.eventstore.following.feed import NewEventSignal
from service.eventstore.following.listener import Listener
from service.eventstore.log import EventLog
from service.eventstore.request import Request
from service.eventstore.writing.appender import Appender
from service.projections.as_of.filling import fill
from service.projections.as_of.process import Make, PastRows
from service.projections.as_of.schemas import ensure_as_of
from service.projections.engine.entries import driver
from service.projections.runner import Runner
from tests.cluster import ensure_template

LINK_SECRET = "a secret of the tests, long enough"  # noqa: S105
MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OF_OLD = "2015-01-01T00:00:00+08:00"
"""When accounts became customers."""


SENDER_FIELDS = {
    field for command in COMMANDS.values() for field, mark in staff_fields(command).items() if mark.is_sender
}


AS_WRITTEN = {"X-As-Written": "yes"}
"""A request with this header is sent as it is, whoever its body names."""


async def speak_as_named(request: httpx.Request) -> None:
    """Have the person who is named as the one who does it send it: a body alone would be refused."""
    if request.method != "POST" or {"casebook-staff", "x-as-written"} & request.headers.keys():
        return
    with suppress(ValueError, AttributeError, RecursionError, httpx.RequestNotRead):
        body = json.loads(request.content)
        bodies = [body, *(each.get("command", {}) for each in body.get("commands", ()))]
        named = [each[field] for each in bodies for field in sorted(SENDER_FIELDS & each.keys())]
        if named:
            request.headers["Casebook-Staff"] = quote(str(named[0]))


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = MORNING

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass
class House:
    """A running application and a client who holds an agent's key."""

    app: FastAPI
    client: httpx.AsyncClient
    application: Application
    runner: Runner
    clock: Clock
    url: str

    async def post(self, path: str, body: object = None, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.post(path, json=body or {}, headers=named)

    async def get(self, path: str, role: Role = Role.SUPERVISOR, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.get(path, headers={**bearer(role), **named})

    def close_bell(self) -> None:
        """Let nobody wait for events any more, as a server does that stops."""
        self.app.state.services.new_events.close()

    async def open_account(self, code: str = "KA-1") -> UUID:
        body = {"code": code, "name": "海天公司", "segment": "high_value", "occurred_at": OF_OLD}
        opened = await self.client.post("/v1/accounts", json=body, headers=bearer(Role.INTEGRATION))
        assert opened.status_code == 201, opened.text
        return account_id_of(code)

    async def receive_case(self, **told: Any) -> str:
        """Receive a case of account KA-1, which must be open, and return its path."""
        body = {"account_id": str(account_id_of("KA-1")), "channel": "phone", "kind": "technical"}
        received = await self.post("/v1/cases", {**body, "subject": "The press stands still", **told})
        assert received.status_code == 201, received.text
        return received.headers["Location"]

    async def receive_part(self, case_id: UUID, whole: str) -> None:
        """Receive a case of account KA-1 under an id of our own, as a part of the case of this path."""
        received = ReceiveCase(
            account_id=account_id_of("KA-1"),
            channel=Channel.PHONE,
            kind=CaseKind.ENQUIRY,
            subject="The invoice",
            split_from=UUID(whole.rpartition("/")[2]),
        )
        await self.application.execute(
            Request(stream_id=case_id, commands=(received,), command_id=uuid4(), actor="test")
        )

    async def catch_up(self) -> None:
        await asyncio.to_thread(self.runner.catch_up)


def key_of(role: Role) -> str:
    return written_key(_id_of(role), _secret_of(role))


def bearer(role: Role) -> dict[str, str]:
    return {"Authorization": f"Bearer {key_of(role)}"}


def make_keys(url: str) -> None:
    """Store one key a role, where there is none yet; the key of a role bears its name."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for role in () if list_keys(connection) else Role:
            create_key(
                connection,
                role.value,
                role,
                key_id=_id_of(role),
                secret=_secret_of(role),
                now=MORNING,
                account_id=account_id_of("KA-1") if role is Role.CUSTOMER_SYSTEM else None,
                requests_per_second=100_000,
                speaks_for=() if role is Role.CUSTOMER_SYSTEM else (ANYBODY,),
            )
    engine.dispose()


def template_with_keys() -> str:
    """Return the template of databases that hold one key a role."""
    return ensure_template("template_keys", ensure_template(), make_keys)


def _id_of(role: Role) -> str:
    return f"{role.value.replace('_', ''):0<4}"


def _secret_of(role: Role) -> str:
    return f"{role.value * 43:.43}"


def past_rows_of(url: str) -> Make:
    """Return what makes rows of earlier positions in a thread of this process."""

    def make(position: int) -> None:
        engine = create_engine(url)
        try:
            with engine.begin() as connection:
                ensure_as_of(connection)
                grant_privileges(driver(connection))
            fill(engine, position)
        finally:
            engine.dispose()

    async def made(position: int) -> None:
        await asyncio.to_thread(make, position)

    return made


@asynccontextmanager
async def composed(url: str, *, has_keys: bool = False, **settings: Any) -> AsyncIterator[House]:
    if not has_keys:
        make_keys(url)
    as_app = libpq_url(as_application(url))
    async_engine = create_async_engine(as_app)
    engine = create_engine(url)
    announcer = Announcer(as_app)
    log, appender = EventLog(as_app), Appender(as_app, on_append=announcer.announce)
    try:
        new_events = NewEventSignal()
        listening = Listener(libpq_url(url), new_events.notify).running()
        async with announcer.running(), log.reading(), appender.running(), listening:
            house = _house(
                url, async_engine, Runner(engine), (log, appender), {"new_events": new_events, **settings}
            )
            async with house.client:
                yield house
    finally:
        await async_engine.dispose()
        engine.dispose()


def _house(
    url: str,
    engine: AsyncEngine,
    runner: Runner,
    record: tuple[EventLog, Appender],
    settings: dict[str, Any],
) -> House:
    clock = Clock()
    looked_up = KnownNeeds(record[0], engine, ContactHistory(record[0], engine))
    application = Application(*record, now=clock, new_id=uuid4, look_up=looked_up)
    links = SurveyLinks(engine, LINK_SECRET)
    services = Services(
        application=application,
        engine=engine,
        keys=KeyStore(engine, now=clock),
        health_remembered_seconds=0,
        survey_links=links,
        projection_status=runner.status,
        past_rows=PastRows(past_rows_of(url)),
        now=clock,
        new_id=uuid4,
        **{"min_position_wait_seconds": 60.0, **settings},
    )
    app = create_app(services)
    add_survey_pages(app, application, links, admit_link)
    transport = httpx.ASGITransport(CommandFront(app))
    client = httpx.AsyncClient(
        transport=transport,
        base_url="http://casebook",
        headers=bearer(Role.AGENT),
        event_hooks={"request": [speak_as_named]},
    )
    return House(app, client, application, runner, clock, url)
