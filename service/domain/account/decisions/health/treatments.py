"""What an account is given because of its tier."""

from datetime import datetime
from uuid import UUID

from service.domain.account.context import AccountContext
from service.domain.account.reaching import channel_must_reach_the_customer, person_must_be_named
from service.domain.account.record.health import treatments as record
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import decides, records, refuses_with, told_of
from service.domain.guidelines.care.treatments import Treatments
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.staff_id import SenderIfKnown
from service.domain.text import Code
from service.domain.vocabulary import Channel


class GiveTreatment(
    Command,
    records=record.TreatmentGiven,
    example={
        "item": "custom_solution",
        "channel": "on_site",
        "words": "Spare gauges stand in their own hall, refilled each Monday",
    },
):
    """Record that the customer was given what its tier is due, such as a solution of its own."""

    treatment_id: UUID
    """Id of what was given, chosen by the sender."""
    item: Code
    channel: Channel
    words: FreeText
    given_by: SenderIfKnown = None


class TreatmentUnknownError(Refusal, field="item"):
    """What is given stands in the guideline `treatments`, and is not what a visit or news meets."""


@refuses_with(TreatmentUnknownError)
def item_must_be_known(_: CustomerAccount, command: GiveTreatment, context: AccountContext) -> None:
    """Where no guideline is published, any name will do."""
    rules = context.rulebook.guideline(Treatments, command.happened_at(context.now))
    if rules is not None and command.item not in rules.told_items:
        raise TreatmentUnknownError(item=command.item, known=", ".join(rules.told_items))


def is_given(account: CustomerAccount, command: GiveTreatment, _: datetime) -> bool:
    return account.treatment(command.treatment_id) is not None


DECISIONS = (
    decides(
        GiveTreatment,
        records(record.TreatmentGiven, unless=is_given),
        *CARED_FOR,
        person_must_be_named,
        channel_must_reach_the_customer,
        item_must_be_known,
        once=told_of(CustomerAccount.treatment, "treatment_id", "given_at", "item", "channel", "given_by"),
    ),
)
