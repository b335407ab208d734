"""The routes of revisits and improvements, and who may read them."""

from functools import partial

from fastapi import FastAPI

from service.api.http.access import Permission
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.api.revisits.improvements import ImprovementPage, get_improvements
from service.api.revisits.queue import RevisitPage, get_revisits
from service.api.revisits.records import RevisitRecordPage, get_revisit_records


def add_revisit_reads(app: FastAPI) -> None:
    """Add the routes that read revisits and improvements."""
    read = partial(add_read_route, app, problems=ON_PROJECTIONS)
    read("/v1/revisits", get_revisits, Permission.READ, RevisitPage)
    read("/v1/revisits/records", get_revisit_records, Permission.READ, RevisitRecordPage)
    read("/v1/improvements", get_improvements, Permission.READ, ImprovementPage)
