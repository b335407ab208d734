"""The routes that read clocks, and who may read them."""

from fastapi import FastAPI

from service.api.clocks import reads
from service.api.clocks.documents import ClocksView
from service.api.clocks.explanation_documents import ExplanationView
from service.api.clocks.queue import ClockPage, get_clocks
from service.api.http.access import Permission
from service.api.http.as_of import ON_AS_OF
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import Endpoint, add_read_route
from service.domain.clocks.commands import ClockNotFoundError
from service.reports.clocks.history import Stream


def add_clock_reads(app: FastAPI) -> None:
    """Add the routes that read clocks."""
    _add_of(app, "case", reads.get_case_clocks, reads.get_case_clock_explanation)
    _add_of(app, "account", reads.get_account_clocks, reads.get_account_clock_explanation)
    add_read_route(app, "/v1/clocks", get_clocks, Permission.READ, ClockPage, problems=ON_PROJECTIONS)


def _add_of(app: FastAPI, stream: Stream, clocks: Endpoint, explanation: Endpoint) -> None:
    missing = reads.KINDS[stream].missing
    path = f"/v1/{stream}s/{{{stream}_id}}/clocks"
    add_read_route(app, path, clocks, Permission.READ, ClocksView, problems=ON_AS_OF, refusals=(missing,))
    add_read_route(
        app,
        f"{path}/{{clock_id}}/explanation",
        explanation,
        Permission.READ,
        ExplanationView,
        problems=ON_AS_OF,
        refusals=(missing, ClockNotFoundError),
    )
