"""The account under which a source's cases are filed: it was opened before its first case was received."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

from pydantic import ValidationError

from service.domain.account.decisions.profile import OpenAccount
from service.domain.account.identity import account_id_of
from service.eventstore.request import Request
from service.importers.batches import ReadRow
from service.importers.belonging import Belonging
from service.importers.first_look import FirstLook, rows_received_before
from service.importers.identity import Origin, account_opening_id_of
from service.importers.problems import AccountCodeUnusableError, AccountOpenedLaterError

ROWS_LOOKED_UP_AT_ONCE = 1000


def account_request(origin: Origin, actor: str, opened_at: datetime | None) -> Request:
    """Return the request that opens the account, for when it is not open yet.

    Raises AccountCodeUnusableError.
    """
    code = origin.account_code
    try:
        command = OpenAccount(code=code, name=code, occurred_at=opened_at)
    except ValidationError as error:
        raise AccountCodeUnusableError(account_code=code) from error
    return Request(
        stream_id=account_id(code),
        commands=(command,),
        command_id=account_opening_id_of(origin.source, code),
        actor=actor,
    )


def account_id(account_code: str) -> UUID:
    """Return the stream of the account."""
    return account_id_of(account_code)


async def check_first_case(
    look: FirstLook, belonging: Belonging, *, opened_at: datetime, now: datetime
) -> None:
    """Raise AccountOpenedLaterError where a new case was received before the account was opened.

    Cases on the record stay what they are: accounts of earlier imports were opened on the day of the import.
    """
    if look.first_received_at is None or look.first_received_at >= opened_at:
        return
    for rows in _portions(rows_received_before(opened_at, look, now)):
        unknown = await belonging.unknown((read.case_id, read.row.number) for read in rows)
        for read in rows:
            if read.case_id in unknown:
                raise AccountOpenedLaterError(
                    file=look.path,
                    line=read.line,
                    number=read.row.number,
                    received_at=read.row.standing.received_at,
                    account_code=look.origin.account_code,
                    opened_at=opened_at,
                )


def _portions(rows: Iterator[ReadRow]) -> Iterator[list[ReadRow]]:
    while portion := list(islice(rows, ROWS_LOOKED_UP_AT_ONCE)):
        yield portion
