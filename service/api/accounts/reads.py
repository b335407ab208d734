"""Reading accounts: one, and lists."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from service.api.accounts.view import account_view
from service.api.http import as_of
from service.api.http.json_answer import document_response
from service.api.http.lists.cursors import ACCOUNT_PLACE, Order
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.domain.account.rules import AccountNotFoundError
from service.projections.accounts import AccountFilter, AccountSummary, list_accounts

BY_CODE = Order[AccountSummary, str](lambda row: row.code, ACCOUNT_PLACE)


async def get_account(
    request: Request, account_id: UUID, moment: Annotated[as_of.AsOfQuery, Query()]
) -> Response:
    """Read a customer account with its contacts, as it is or as it was.

    With `version`, `position` or `recorded_at` the past is shown as it was known then, whatever was added
    since. With `occurred_at` it is shown as it was in the world, with all that was recorded later about it.
    """
    view = account_view(account_id, await as_of.events_as_of(request, account_id, moment, as_of.ACCOUNT))
    if view is None:
        raise AccountNotFoundError
    return as_of.versioned_response(request, view, view.version)


async def get_account_history(
    request: Request, account_id: UUID, part: Annotated[as_of.HistoryQuery, Query()]
) -> Response:
    """Read every event of an account, in order, with who recorded it and when."""
    return as_of.history_response(
        request, await as_of.events_as_of(request, account_id, part, as_of.ACCOUNT), part
    )


class AccountListQuery(PastPageQuery, AccountFilter):
    """Which accounts to list, and which page."""


async def get_accounts(request: Request, query: Annotated[AccountListQuery, Query()]) -> Response:
    """List customer accounts in order of their code, without personal data: by owner, or without one."""
    wanted = query.filter_as(AccountFilter)
    found = await listed(
        request,
        query,
        BY_CODE,
        lambda connection, after, most: connection.run_sync(list_accounts, after, most, wanted),
    )
    return document_response(
        Page[AccountSummary](items=list(found.rows), next=found.next, position=found.position)
    )
