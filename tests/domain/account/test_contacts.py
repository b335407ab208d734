"""Contacts of an account."""

from datetime import timedelta
from uuid import UUID

from service.domain.account.decisions.contacts import (
    AddContact,
    ContactNotFoundError,
    OptInToSurveys,
    OptOutOfSurveys,
)
from service.domain.account.record.contacts import ContactOptedIn, ContactOptedOut
from service.domain.refusal import LaterEventContradictsError, NoEffectThenError
from service.domain.vocabulary import Channel
from tests.domain.facts import CONTACT_ID, ELEVEN, NINE, TEN, contact_added, opened
from tests.specification import account_after, given

OTHER_CONTACT = UUID("0195c3a0-0000-7000-8000-000000000008")


def test_a_second_contact_is_added_beside_the_first() -> None:
    adding = AddContact(contact_id=OTHER_CONTACT, name="韩梅梅", preferred_channel=Channel.WECOM)
    added = contact_added(
        occurred_at=TEN, contact_id=OTHER_CONTACT, name="韩梅梅", preferred_channel=Channel.WECOM
    )
    given(opened(), contact_added()).when(adding, at=TEN).then(added)
    assert account_after(opened(), contact_added(), added).contact_ids == {CONTACT_ID, OTHER_CONTACT}


HALF_PAST_NINE = NINE + timedelta(minutes=30)
OPTED_OUT = ContactOptedOut(occurred_at=TEN, contact_id=CONTACT_ID)
WITH_CONTACT = (opened(), contact_added())


def test_an_opt_in_dated_before_the_opt_out_does_not_undo_it() -> None:
    early = OptInToSurveys(contact_id=CONTACT_ID, occurred_at=HALF_PAST_NINE)
    refused = given(*WITH_CONTACT, OPTED_OUT).when(early, at=ELEVEN)
    refused.then_refused(NoEffectThenError, occurred_at=HALF_PAST_NINE, last_happened_at=TEN)


def test_an_opt_out_told_late_does_not_outlast_the_opt_in_that_followed() -> None:
    opted_in = ContactOptedIn(occurred_at=ELEVEN, contact_id=CONTACT_ID)
    history = (*WITH_CONTACT, OPTED_OUT, opted_in)
    between = OptInToSurveys(contact_id=CONTACT_ID, occurred_at=ELEVEN - timedelta(minutes=30))
    given(*history).when(between, at=ELEVEN).then_refused(LaterEventContradictsError, later_at=ELEVEN)
    early = OptOutOfSurveys(contact_id=CONTACT_ID, occurred_at=HALF_PAST_NINE)
    given(*history).when(early, at=ELEVEN).then_refused(LaterEventContradictsError, later_at=TEN)


def test_a_contact_is_spoken_of_only_from_when_it_was_added() -> None:
    history = (opened(), contact_added(occurred_at=TEN))
    early = OptOutOfSurveys(contact_id=CONTACT_ID, occurred_at=HALF_PAST_NINE)
    given(*history).when(early, at=ELEVEN).then_refused(ContactNotFoundError)
