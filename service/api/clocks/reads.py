"""Reading clocks: those of a case or account, and why each shows what it shows."""

from datetime import timedelta
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field

from service.api.clocks.explanation_views import explanation_view
from service.api.clocks.views import clocks_view
from service.api.http.as_of import ACCOUNT, CASE, AsOfQuery, StreamKind, events_as_of
from service.api.http.beside import LastsError, is_answered_beside
from service.api.http.json_answer import document_response
from service.api.http.services import services_of
from service.domain.rulebook.state import Rulebook
from service.reports.clocks.history import ClockHistory, Stream, clock_history

MOST_INTERVALS = 500
MOST_OF_ALL = 1_000_000
LONG = timedelta(days=30)
"""A clock that may have run for so long has hundreds of intervals."""


class ExplanationQuery(AsOfQuery):
    """Which intervals to show, and as of when."""

    after: int = Field(default=0, ge=0, le=MOST_OF_ALL)
    """Only intervals after this number; the first has number 1."""
    limit: int = Field(default=MOST_INTERVALS, ge=1, le=MOST_INTERVALS)
    """Maximum number of intervals."""


AsOf = Annotated[AsOfQuery, Query()]
Explained = Annotated[ExplanationQuery, Query()]
KINDS: dict[Stream, StreamKind] = {"case": CASE, "account": ACCOUNT}


async def get_case_clocks(request: Request, case_id: UUID, query: AsOf) -> Response:
    """Read every clock of a case: what was promised, by when, and whether it was kept.

    Verdicts are true of `as_of_at`: of now, or of the moment that is asked for. The answer may change without
    a new version, because time passes.
    """
    return await _clocks(request, "case", case_id, query)


async def get_account_clocks(request: Request, account_id: UUID, query: AsOf) -> Response:
    """Read every clock of an account: what was promised, by when, and whether it was kept.

    Verdicts are true of `as_of_at`: of now, or of the moment that is asked for. The answer may change without
    a new version, because time passes.
    """
    return await _clocks(request, "account", account_id, query)


async def get_case_clock_explanation(
    request: Request, case_id: UUID, clock_id: UUID, query: Explained
) -> Response:
    """Read why a clock of a case shows what it shows.

    Every stretch of time with the event or the rule of the calendar that made it count or not, and whose the
    late time is. All sums are exact.
    """
    return await _explanation(request, "case", case_id, clock_id, query)


async def get_account_clock_explanation(
    request: Request, account_id: UUID, clock_id: UUID, query: Explained
) -> Response:
    """Read why a clock of an account shows what it shows.

    Every stretch of time with the event or the rule of the calendar that made it count or not, and whose the
    late time is. All sums are exact.
    """
    return await _explanation(request, "account", account_id, clock_id, query)


async def _clocks(request: Request, stream: Stream, stream_id: UUID, query: AsOfQuery) -> Response:
    history, rules = await _history(request, stream, stream_id, query), await _rules(request)
    return document_response(clocks_view(history, rules))


async def _explanation(
    request: Request, stream: Stream, stream_id: UUID, clock_id: UUID, query: ExplanationQuery
) -> Response:
    history, rules = await _history(request, stream, stream_id, query), await _rules(request)
    shown = slice(query.after, query.after + query.limit)
    view = explanation_view(history, clock_id, rules, shown)
    if view.interval_count > shown.stop:
        asked = query.model_dump(mode="json", exclude_none=True) | {"after": shown.stop}
        view = view.model_copy(update={"next": f"{request.url.path}?{urlencode(asked)}"})
    return document_response(view)


async def _history(request: Request, stream: Stream, stream_id: UUID, query: AsOfQuery) -> ClockHistory:
    events = await events_as_of(request, stream_id, query, KINDS[stream])
    as_of_at = query.recorded_at or query.occurred_at
    if as_of_at is None and (query.version or query.position):
        as_of_at = events[-1].recorded_at
    at = as_of_at or services_of(request).now()
    if at - events[0].event.occurred_at > LONG and is_answered_beside(request):
        raise LastsError
    history = clock_history(stream_id, events, at)
    if history is None or history.stream != stream:
        raise KINDS[stream].missing
    return history


async def _rules(request: Request) -> Rulebook:
    return await services_of(request).application.rulebook()
