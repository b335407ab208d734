"""Time travel as the routes ask for it: one moment of a case or account, and its history up to there."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple, Self
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field, model_validator

from service.api.http.beside import MOST_ON_THE_LOOP, ON_LASTING, LastsError, is_answered_beside
from service.api.http.document import Parameters
from service.api.http.envelope import enveloped
from service.api.http.json_answer import json_response
from service.api.http.lists.as_of import HIGHEST_POSITION
from service.api.http.problems.error import ProblemError
from service.api.http.services import services_of
from service.domain.account.record.profile import AccountOpened
from service.domain.account.rules import AccountNotFoundError
from service.domain.case.record.intake import CaseReceived
from service.domain.case.rules import CaseNotFoundError
from service.domain.event import Event, Instant
from service.domain.invalid import invalid
from service.domain.refusal import Refusal
from service.eventstore.as_of import AsOf, as_of
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows
from service.eventstore.log import LAST_VERSION

MOST_EVENTS = 1_000
ON_AS_OF = ("version_not_found", "not_yet_recorded", *ON_LASTING)


class StreamKind(NamedTuple):
    """The event that begins a stream of a kind, and the refusal if there is no such stream."""

    opened_by: type[Event]
    missing: type[Refusal]


CASE = StreamKind(CaseReceived, CaseNotFoundError)
ACCOUNT = StreamKind(AccountOpened, AccountNotFoundError)


class AsOfQuery(Parameters):
    """Which moment to show: at most one of the four. Omit all for the newest."""

    version: int | None = Field(default=None, ge=1, le=LAST_VERSION)
    """As it was after this version."""
    position: int | None = Field(default=None, ge=1, le=HIGHEST_POSITION)
    """As it was when the record had reached this position."""
    recorded_at: Instant | None = None
    """As recorded by this time: what was known then."""
    occurred_at: Instant | None = None
    """As it was in the world at this time (business time), by all that is known now."""

    @model_validator(mode="after")
    def _is_one_moment(self) -> Self:
        given = [name for name in AsOfQuery.model_fields if getattr(self, name) is not None]
        if len(given) > 1:
            raise invalid("one_moment", field=given[-1])
        return self

    @property
    def as_of(self) -> AsOf:
        """The moment as the record understands it."""
        return AsOf(**{name: getattr(self, name) for name in AsOfQuery.model_fields})


class HistoryQuery(AsOfQuery):
    """Which part of a history to show, and as of when."""

    after_version: int = Field(default=0, ge=0, le=LAST_VERSION)
    """Only events after this version."""
    limit: int = Field(default=MOST_EVENTS, ge=1, le=MOST_EVENTS)


async def events_as_of(
    request: Request, stream_id: UUID, query: AsOfQuery, kind: StreamKind
) -> list[RecordedEvent]:
    """Return the events of a case or account that count at a moment, the opening the first of them.

    Raises the refusal `kind.missing` where the stream is not of the kind, and ProblemError
    `version_not_found` or `not_yet_recorded` where it is, but was not yet there at that moment. Raises
    LastsError where they are so many that the answer is to be made beside the loop.
    """
    most = MOST_ON_THE_LOOP + 1 if is_answered_beside(request) else None
    log = services_of(request).application.log
    rows = await log.stream(stream_id, query.version or LAST_VERSION, most)
    if most is not None and len(rows) == most:
        raise LastsError
    events = decode_rows(rows)
    if not events or not isinstance(events[0].event, kind.opened_by):
        raise kind.missing
    if query.version is not None and events[-1].version != query.version:
        newest = events[-1].version
        ahead = {"type": "less_than_equal", "loc": ("query", "version"), "ctx": {"le": newest}}
        raise ProblemError("version_not_found", errors=[ahead], version=newest)
    found = as_of(events, query.as_of)
    if not found or found[0] is not events[0]:
        raise _not_yet(query, events[0])
    return found


def _not_yet(query: AsOfQuery, first: RecordedEvent) -> ProblemError:
    """Return the problem that names the moment that was asked for, and the first that can be."""
    began: dict[str, object] = {
        "position": first.position,
        "recorded_at": _written(first.recorded_at),
        "occurred_at": _written(first.event.occurred_at),
    }
    name = next(name for name in began if getattr(query, name) is not None)
    early = {"type": "before_first", "loc": ("query", name), "ctx": {"first": began[name]}}
    return ProblemError("not_yet_recorded", errors=[early], parameter=name, first=began[name])


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def versioned_response(request: Request, view: BaseModel, version: int) -> Response:
    """Answer with a view under its ETag, or that the reader has it already."""
    headers = {"ETag": f'"{version}"'}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(view.model_dump_json(), headers=headers, media_type="application/json")


def history_response(request: Request, events: Sequence[RecordedEvent], part: HistoryQuery) -> Response:
    """Answer with a page of envelopes; `events` are not empty."""
    after = [recorded for recorded in events if recorded.version > part.after_version]
    page = after[: part.limit]
    following = None
    if len(after) > len(page):
        asked = part.model_dump(mode="json", exclude_none=True)
        following = f"{request.url.path}?{urlencode({**asked, 'after_version': page[-1].version})}"
    document = {
        "items": [enveloped(recorded) for recorded in page],
        "next": following,
        "position": events[-1].position,
    }
    return json_response(document)
