"""Reading accounts: one, and lists."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from service.api.access import Caller, Permission
from service.api.answers import AccountView, Envelope, Page
from service.api.cursors import ACCOUNT_PLACE, cursor_of, next_link, place_of
from service.api.freshness import HIGHEST_POSITION, wait_for_position
from service.api.guard import Needs
from service.api.moments import ACCOUNT, ON_MOMENTS, HistoryQuery, Moment, events_at, history, shown
from service.api.read_routes import add_read_route
from service.api.refusal_status import status_of
from service.api.route_documents import ON_PROJECTIONS
from service.api.services import services_of
from service.api.views import account_view
from service.domain.account.events import AccountEvent
from service.domain.account.refusals import AccountNotFoundError
from service.domain.clocks.events import AnyClockEvent
from service.language import text
from service.projections.accounts import AccountSummary, list_accounts

MOST_ROWS = 200

Reader = Annotated[Caller, Depends(Needs(Permission.READ))]
HistoryReader = Annotated[Caller, Depends(Needs(Permission.HISTORY))]


class AccountListQuery(BaseModel):
    """Which page of the accounts."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    limit: int = Field(default=50, ge=1, le=MOST_ROWS)
    """At most so many rows."""
    cursor: str | None = Field(default=None, max_length=500)
    """Where the page begins: take the whole link from `next`."""
    min_position: int | None = Field(default=None, ge=0, le=HIGHEST_POSITION)
    """Wait until the list holds this position (`Case-Position` of a command's answer)."""


async def get_account(
    request: Request, account_id: UUID, moment: Annotated[Moment, Query()], _: Reader
) -> Response:
    """Read a customer account with its contacts, as it is or as it was.

    With `version`, `position` or `recorded_at` the past is shown as it was known then, whatever was added
    since. With `occurred_at` it is shown as it was in the world, with all that was recorded later about it.
    """
    view = account_view(account_id, await events_at(request, account_id, moment, ACCOUNT))
    if view is None:
        raise AccountNotFoundError
    return shown(request, view, view.version)


async def get_account_history(
    request: Request, account_id: UUID, part: Annotated[HistoryQuery, Query()], _: HistoryReader
) -> Response:
    """Read every event of an account, in order, with who recorded it and when."""
    return history(request, await events_at(request, account_id, part, ACCOUNT), part)


async def get_accounts(request: Request, query: Annotated[AccountListQuery, Query()], _: Reader) -> Response:
    """List customer accounts in order of their code, without personal data."""
    services = services_of(request)
    after = place_of(ACCOUNT_PLACE, query.cursor)
    async with services.engine.connect() as connection:
        wait_seconds = services.min_position_wait_seconds
        position = await wait_for_position(connection, query.min_position, wait_seconds=wait_seconds)
        rows = await connection.run_sync(list_accounts, after, query.limit + 1)
    page = rows[: query.limit]
    cursor = cursor_of(ACCOUNT_PLACE, page[-1].code) if len(rows) > len(page) else None
    asked = query.model_dump(mode="json", exclude={"cursor"})
    following = next_link(request.url.path, asked, cursor)
    document = Page[AccountSummary](items=page, next=following, position=position)
    return Response(document.model_dump_json(), media_type="application/json")


def add_account_reads(app: FastAPI) -> None:
    """Add the routes that read accounts."""
    title = text("refusal.account_not_found.title", "en")
    missing = (status_of(AccountNotFoundError), "account_not_found", title)
    one, many = "/v1/accounts/{account_id}", "/v1/accounts"
    add_read_route(
        app,
        one,
        get_account,
        Permission.READ,
        AccountView,
        tag="accounts",
        problems=ON_MOMENTS,
        refusals=(missing,),
    )
    add_read_route(
        app,
        f"{one}/history",
        get_account_history,
        Permission.HISTORY,
        Page[Envelope[AccountEvent | AnyClockEvent]],
        tag="accounts",
        problems=ON_MOMENTS,
        refusals=(missing,),
    )
    listed = Page[AccountSummary]
    add_read_route(app, many, get_accounts, Permission.READ, listed, tag="accounts", problems=ON_PROJECTIONS)
