"""When a customer fell silent, and what ended it."""

from datetime import datetime

from pydantic import Field

from service.domain.account.context import AccountContext
from service.domain.account.record.health import silences as record
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import decides, records, refuses_with
from service.domain.event import Instant
from service.domain.guidelines.care.silence import SignOfLife
from service.domain.refusal import Refusal


class NoteSilence(Command, records=record.SilenceBegan):
    """Record that an account is silent. Only the look at signs of life sends it: the rule alone says so."""

    since_at: Instant
    last_sign: SignOfLife | None = None
    after_days: int = Field(ge=1)
    rules_version: int = Field(ge=1)


class NoteLife(Command, records=record.SilenceEnded):
    """Record that a silent account gave a sign of life. Only the look at signs of life sends it."""

    since_at: Instant
    life_at: Instant
    sign: SignOfLife | None = None


class NotSilentError(Refusal, field="since_at"):
    """A silence ends that has begun (REQUIREMENTS 141)."""


@refuses_with(NotSilentError)
def silence_must_have_begun(account: CustomerAccount, command: NoteLife, _: AccountContext) -> None:
    if account.silent_since != command.since_at:
        raise NotSilentError(since_at=command.since_at)


def is_noted(account: CustomerAccount, command: NoteSilence, _: datetime) -> bool:
    return account.is_silent or account.silent_since == command.since_at


def is_over(account: CustomerAccount, _: NoteLife, __: datetime) -> bool:
    return not account.is_silent


DECISIONS = (
    decides(NoteSilence, records(record.SilenceBegan, unless=is_noted), *CARED_FOR),
    decides(
        NoteLife,
        records(record.SilenceEnded, unless=is_over),
        *CARED_FOR,
        silence_must_have_begun,
    ),
)
