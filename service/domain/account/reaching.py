"""What counts as a contact of ours with a customer: by a channel that reaches them, with what they said."""

from datetime import datetime
from typing import Protocol

from service.domain.account.context import AccountContext
from service.domain.decision import refuses_with
from service.domain.guidelines.handling import HandlingStandard
from service.domain.guidelines.revisits import Revisits
from service.domain.refusal import PersonNotNamedError, Refusal
from service.domain.vocabulary import Channel

SAID = (
    "outcome",
    "answers",
    "experience",
    "new_needs",
    "inconveniences",
    "usage",
    "satisfaction",
    "suggestions",
)
"""Fields of a visit or revisit under which stands what the customer said."""


class HasChannel(Protocol):
    """A command about a contact of ours with a customer."""

    @property
    def channel(self) -> Channel: ...

    def happened_at(self, now: datetime) -> datetime: ...


class MayReach(HasChannel, Protocol):
    """A command about a contact in which the customer was reached or not."""

    @property
    def reached(self) -> bool: ...


class ContactChannelNotAllowedError(Refusal, field="channel"):
    """A contact of this kind is not made by this channel (REQUIREMENTS 115, 131)."""


class NothingSaidError(Refusal, field="outcome"):
    """A contact that reached the customer holds what the customer said."""


@refuses_with(ContactChannelNotAllowedError)
def channel_must_reach_the_customer(_: object, command: HasChannel, context: AccountContext) -> None:
    """Where no guideline is published, any channel will do."""
    guideline = context.rulebook.guideline(Revisits, command.happened_at(context.now))
    must_be_allowed(command.channel, guideline.channels if guideline else ())


@refuses_with(NothingSaidError)
def customer_must_have_said_something(_: object, command: MayReach, context: AccountContext) -> None:
    """An outcome is our word for it. By a channel on which the customer answers later it is not enough."""
    if not command.reached:
        return
    guideline = context.rulebook.guideline(Revisits, command.happened_at(context.now))
    is_message = guideline is not None and command.channel in guideline.answered_later
    said = [name for name in SAID if getattr(command, name, None)]
    if not said or (is_message and said == ["outcome"]):
        raise NothingSaidError


def must_be_allowed(channel: Channel, allowed: tuple[Channel, ...]) -> None:
    """Raise where channels are named and this one is not among them."""
    if allowed and channel not in allowed:
        raise ContactChannelNotAllowedError(channel=channel.value, allowed=", ".join(allowed))


class HasText(HasChannel, Protocol):
    """A command about something that was told to a customer."""

    @property
    def text(self) -> str: ...


class TextAnswersNothingError(Refusal, field="text"):
    """What only holds a customer off, or confirms a receipt, tells them nothing (REQUIREMENTS 134)."""


@refuses_with(TextAnswersNothingError)
def words_must_answer(_: object, command: HasText, context: AccountContext) -> None:
    """Where no guideline is published, any words will do."""
    rules = context.rulebook.guideline(HandlingStandard, command.happened_at(context.now))
    if rules is not None and (rules.only_holds_off(command.text) or rules.only_receives(command.text)):
        raise TextAnswersNothingError


@refuses_with(PersonNotNamedError)
def person_must_be_named(_: object, __: object, context: AccountContext) -> None:
    """A machine talks with no customer."""
    if context.teller is not None and context.teller.is_machine:
        raise PersonNotNamedError
