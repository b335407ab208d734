"""What is told to a customer reaches them; what they agreed to has evidence (REQUIREMENTS 2, 153, 155)."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from service.domain.case.context import DecisionContext
from service.domain.case.standards import Dated, standard
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import refuses_with
from service.domain.guidelines.staff import StaffDirectory
from service.domain.refusal import PersonNotNamedError, Refusal
from service.domain.staff_id import one_form
from service.domain.vocabulary import Audience, AuthorKind, Channel

REACHES_NO_CUSTOMER = frozenset({Channel.INTERNAL, Channel.MONITORING})
"""Ways by which a case can come in, and no word goes out to a customer."""


class Confirming(Dated, Protocol):
    """A command that tells what the customer agreed to."""

    @property
    def contact_id(self) -> UUID | None:
        """The contact who agreed."""

    @property
    def confirmed_by(self) -> str | None:
        """The name of who agreed."""


class ChannelReachesNobodyError(Refusal, field="channel"):
    """A word to the customer goes by a channel that reaches them (REQUIREMENTS 2, 153)."""


class AuthorNotNamedError(Refusal, field="author_kind"):
    """What a machine tells us that a person wrote names the person (REQUIREMENTS 2, 3, 120, 135)."""


class OnlyHoldsOffError(Refusal, field="text"):
    """What only puts the customer off, or says that a message came in, answers nothing (row 150)."""


class ConfirmedByOursError(Refusal, field="confirmed_by"):
    """The customer's word is given by somebody of the customer (REQUIREMENTS 13, 33, 137, 155)."""


class ConfirmationNeedsEvidenceError(Refusal, field="words"):
    """What the customer agreed to names who said so, by which channel and in what words."""


@refuses_with(ChannelReachesNobodyError)
def channel_must_reach_the_customer(_: Case, command: Command, __: DecisionContext) -> None:
    channel: Channel | None = getattr(command, "channel", None)
    if channel in REACHES_NO_CUSTOMER and not is_for_ourselves(command):
        raise ChannelReachesNobodyError(channel=channel)


def is_history(case: Case, command: Dated, context: DecisionContext) -> bool:
    """Return whether another system still kept the case when it happened."""
    return case.taken_over is not None and command.happened_at(context.now) <= case.taken_over.at


def is_told_by_machine(case: Case, command: Command, context: DecisionContext) -> bool:
    """Return whether the key of a machine tells it and names nobody: no person can be taken for its author.

    What was written before a case was taken over is history of another system, and taken as it is.
    """
    teller = context.teller
    return teller is not None and teller.is_machine and not is_history(case, command, context)


def author_of(case: Case, command: Command, context: DecisionContext) -> AuthorKind:
    """Return who wrote what a command tells: as it says, else a person, of a machine's key the machine."""
    told: AuthorKind | None = getattr(command, "author_kind", None)
    usual = AuthorKind.SYSTEM if is_told_by_machine(case, command, context) else AuthorKind.HUMAN
    return told or usual


@refuses_with(AuthorNotNamedError)
def author_must_be_named(case: Case, command: Command, context: DecisionContext) -> None:
    if getattr(command, "author_kind", None) is AuthorKind.HUMAN and is_told_by_machine(
        case, command, context
    ):
        raise AuthorNotNamedError


@refuses_with(OnlyHoldsOffError)
def words_must_say_more(case: Case, command: Command, context: DecisionContext) -> None:
    """A reply that puts off opens a question; an update, a plan, an answer and a result have none to open.

    What a machine says keeps no promise, whatever it says.
    """
    rules = standard(case, command, context)
    if author_of(case, command, context) is not AuthorKind.HUMAN:
        return
    titles = [stage.title for stage in getattr(command, "stages", ())]
    fields = ("solution", "waiting_on_customer_for", "text")
    said = {name: [getattr(command, name, None) or ""] for name in fields} | {"stages": titles}
    for field, words in said.items():
        told = [each for each in words if each]
        if told and all(rules.only_holds_off(each) or rules.only_receives(each) for each in told):
            raise OnlyHoldsOffError(field=field, words=told[0])


@refuses_with(PersonNotNamedError)
def person_must_be_named(case: Case, command: Command, context: DecisionContext) -> None:
    """A machine comes to no understanding with a customer, plans, comforts and visits nobody.

    Nor does it hear whether all is well: that is the customer's word, on the survey page or to one of ours.
    """
    if is_told_by_machine(case, command, context):
        raise PersonNotNamedError


@refuses_with(ConfirmedByOursError)
def customer_must_confirm(case: Case, command: Confirming, context: DecisionContext) -> None:
    """Nobody of ours agrees in the customer's name: neither who sends it nor who has or had the case."""
    if command.contact_id is not None or command.confirmed_by is None or is_history(case, command, context):
        return
    named = one_form(command.confirmed_by)
    directory = context.rulebook.guideline(StaffDirectory, command.happened_at(context.now))
    ourselves = {*case.owners, context.teller and context.teller.staff_id}
    is_ours = named in {one_form(each) for each in ourselves if each}
    if is_ours or (directory is not None and directory.member(named) is not None):
        raise ConfirmedByOursError(confirmed_by=command.confirmed_by)


def is_for_ourselves(command: Command) -> bool:
    """Return whether colleagues write to each other: by whatever channel, and as short as they like."""
    return getattr(command, "audience", Audience.PUBLIC) is Audience.INTERNAL


def refuse_without_evidence(
    case: Case, command: Dated, context: DecisionContext, evidence: Mapping[str, object]
) -> None:
    """Refuse a word of the customer without all of this, where the guideline `handling` asks for it."""
    if not standard(case, command, context).confirmation_needs_evidence:
        return
    for field, told in evidence.items():
        if told is None:
            raise ConfirmationNeedsEvidenceError(field=field)
