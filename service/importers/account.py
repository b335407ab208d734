"""The account under which a source's cases are filed."""

from uuid import UUID

from pydantic import ValidationError

from service.domain.account.decisions.profile import OpenAccount
from service.domain.account.identity import account_id_of
from service.eventstore.request import Request
from service.importers.identity import account_opening_id_of
from service.importers.problems import AccountCodeUnusableError
from service.importers.sources.source import Source


def account_request(source: Source, account_code: str, actor: str) -> Request:
    """Return the request that opens the account, for when it is not open yet.

    Raises AccountCodeUnusableError.
    """
    try:
        command = OpenAccount(code=account_code, name=account_code)
    except ValidationError as error:
        raise AccountCodeUnusableError(account_code=account_code) from error
    return Request(
        stream_id=account_id(account_code),
        commands=(command,),
        command_id=account_opening_id_of(source, account_code),
        actor=actor,
    )


def account_id(account_code: str) -> UUID:
    """Return the stream of the account."""
    return account_id_of(account_code)
