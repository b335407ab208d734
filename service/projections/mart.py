"""The mart brought to its declared state, and its dictionary as a page."""

from hashlib import sha256

from psycopg import sql
from sqlalchemy import Connection

from service.database.schemas import MART
from service.domain.clocks.calendars.zone import BUSINESS_ZONE
from service.projections.engine.mart_view import ZONE, ZONE_MARK, MartView, comment, replace_views
from service.projections.models import MODELS
from service.projections.star.about_itself import DATA_DICTIONARY, PROJECTION_STATUS
from service.projections.star.case_events import FACT_CASE_EVENT
from service.projections.star.dates import DIM_DATE
from service.projections.star.dimensions import DIMENSIONS
from service.projections.star.promises import PROMISE_VIEWS
from service.projections.star.tasks import TASK_FACTS

SWAPPED_VIEWS: tuple[MartView, ...] = (
    *(model.view for model in MODELS if model.view is not None),
    *TASK_FACTS,
    *PROMISE_VIEWS,
    *DIMENSIONS,
    DIM_DATE,
)
"""Views over tables that a rebuild replaces."""
MART_VIEWS: tuple[MartView, ...] = (
    *SWAPPED_VIEWS,
    FACT_CASE_EVENT,
    PROJECTION_STATUS,
    DATA_DICTIONARY,
)


MART_LOCK = 4_803_116_502_205


def ensure_mart(connection: Connection, zone: str = BUSINESS_ZONE) -> None:
    """Bring the views to what this program declares, naming the days of a zone.

    Where they are so already, no lock is taken.

    Works inside the caller's transaction. Raises InternalError where a view of somebody else is built on one
    that must be made anew; the message names it.
    """
    mark = f"casebook {_digest()} {ZONE_MARK}{zone}"
    query = f"select obj_description('{MART}'::regnamespace, 'pg_namespace')"
    if connection.exec_driver_sql(query).scalar() == mark:
        return
    # Of two processes that start at once the second finds the views as the first has left them.
    connection.exec_driver_sql(f"select pg_advisory_xact_lock({MART_LOCK})")
    if connection.exec_driver_sql(query).scalar() == mark:
        return
    replace_views(connection, MART_VIEWS, zone)
    comment(connection, "schema", sql.Identifier(MART), mark)


def _digest() -> str:
    return sha256(repr(MART_VIEWS).encode()).hexdigest()[:16]


def data_dictionary_markdown() -> str:
    """Return the dictionary of the mart as Markdown: one table a view."""
    parts = ["# Data dictionary of the mart / 数据字典\n"]
    for view in MART_VIEWS:
        zh, en = view.comment.split(" | ")
        rows = [
            "| {} | {} | {} | {} |".format(column.name, column.type, *column.comment.split(" | "))
            for column in view.columns
        ]
        head = ["| column | type | 中文 | English |", "|---|---|---|---|"]
        parts.append("\n".join([f"## mart.{view.name}\n", f"{en}. {zh}。\n", *head, *rows, ""]))
    return "\n".join(parts).replace(ZONE, "the business zone").replace("the business zone 时区", "业务时区")
