"""Reading clocks: those of a case or account, and why each shows what it shows."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Query, Request, Response

from service.api.access import Caller, Permission
from service.api.clock_documents import ClocksView
from service.api.clock_views import clocks_view
from service.api.explanation_documents import ExplanationView
from service.api.explanation_views import explanation_view
from service.api.guard import Needs
from service.api.moments import ACCOUNT, CASE, ON_MOMENTS, Moment, Opening, events_at
from service.api.read_routes import add_read_route
from service.api.refusal_status import status_of
from service.api.services import services_of
from service.domain.clocks.refusals import ClockNotFoundError
from service.domain.refusal import Refusal
from service.domain.rulebook.state import Rulebook
from service.language import text
from service.reports.clocks.history import ClockHistory, Stream, clock_history

Reader = Annotated[Caller, Depends(Needs(Permission.READ))]
AtMoment = Annotated[Moment, Query()]
OPENINGS: dict[Stream, Opening] = {"case": CASE, "account": ACCOUNT}


async def get_case_clocks(request: Request, case_id: UUID, moment: AtMoment, _: Reader) -> Response:
    """Read every clock of a case: what was promised, by when, and whether it was kept.

    Verdicts are true of `as_of_at`: of now, or of the moment that is asked for. The answer may change without
    a new version, because time passes.
    """
    return await _clocks(request, "case", case_id, moment)


async def get_account_clocks(request: Request, account_id: UUID, moment: AtMoment, _: Reader) -> Response:
    """Read every clock of an account: what was promised, by when, and whether it was kept.

    Verdicts are true of `as_of_at`: of now, or of the moment that is asked for. The answer may change without
    a new version, because time passes.
    """
    return await _clocks(request, "account", account_id, moment)


async def get_case_clock_explanation(
    request: Request, case_id: UUID, clock_id: UUID, moment: AtMoment, _: Reader
) -> Response:
    """Read why a clock of a case shows what it shows.

    Every stretch of time with the event or the rule of the calendar that made it count or not, and whose the
    late time is. All sums are exact.
    """
    return await _explanation(request, "case", case_id, clock_id, moment)


async def get_account_clock_explanation(
    request: Request, account_id: UUID, clock_id: UUID, moment: AtMoment, _: Reader
) -> Response:
    """Read why a clock of an account shows what it shows.

    Every stretch of time with the event or the rule of the calendar that made it count or not, and whose the
    late time is. All sums are exact.
    """
    return await _explanation(request, "account", account_id, clock_id, moment)


def add_clock_reads(app: FastAPI) -> None:
    """Add the routes that read clocks."""
    routes = (
        ("case", get_case_clocks, get_case_clock_explanation),
        ("account", get_account_clocks, get_account_clock_explanation),
    )
    for stream, clocks, explanation in routes:
        missing = _documented(OPENINGS["case" if stream == "case" else "account"].missing)
        path = f"/v1/{stream}s/{{{stream}_id}}/clocks"
        add_read_route(
            app,
            path,
            clocks,
            Permission.READ,
            ClocksView,
            tag=f"{stream}s",
            problems=ON_MOMENTS,
            refusals=(missing,),
        )
        add_read_route(
            app,
            f"{path}/{{clock_id}}/explanation",
            explanation,
            Permission.READ,
            ExplanationView,
            tag=f"{stream}s",
            problems=ON_MOMENTS,
            refusals=(missing, _documented(ClockNotFoundError)),
        )


async def _clocks(request: Request, stream: Stream, stream_id: UUID, moment: Moment) -> Response:
    history = await _history(request, stream, stream_id, moment)
    view = clocks_view(history, await _rules(request))
    return Response(view.model_dump_json(), media_type="application/json")


async def _explanation(
    request: Request, stream: Stream, stream_id: UUID, clock_id: UUID, moment: Moment
) -> Response:
    history = await _history(request, stream, stream_id, moment)
    view = explanation_view(history, clock_id, await _rules(request))
    return Response(view.model_dump_json(), media_type="application/json")


async def _history(request: Request, stream: Stream, stream_id: UUID, moment: Moment) -> ClockHistory:
    events = await events_at(request, stream_id, moment, OPENINGS[stream])
    as_of_at = moment.recorded_at or moment.occurred_at
    if as_of_at is None and (moment.version or moment.position):
        as_of_at = events[-1].recorded_at
    history = clock_history(stream_id, events, as_of_at or services_of(request).now())
    if history is None or history.stream != stream:
        raise OPENINGS[stream].missing
    return history


async def _rules(request: Request) -> Rulebook:
    return await services_of(request).application.rulebook()


def _documented(refusal: type[Refusal]) -> tuple[int, str, str]:
    return status_of(refusal), refusal.slug, text(f"refusal.{refusal.slug}.title", "en")
