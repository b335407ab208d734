"""Contacts of an account."""

from uuid import UUID

from service.domain.account.decisions.contacts import AddContact
from service.domain.vocabulary import Channel
from tests.domain.facts import CONTACT_ID, TEN, contact_added, opened
from tests.specification import account_after, given

OTHER_CONTACT = UUID("0195c3a0-0000-7000-8000-000000000008")


def test_a_second_contact_is_added_beside_the_first() -> None:
    adding = AddContact(contact_id=OTHER_CONTACT, name="韩梅梅", preferred_channel=Channel.WECOM)
    added = contact_added(
        occurred_at=TEN, contact_id=OTHER_CONTACT, name="韩梅梅", preferred_channel=Channel.WECOM
    )
    given(opened(), contact_added()).when(adding, at=TEN).then(added)
    assert account_after(opened(), contact_added(), added).contact_ids == {CONTACT_ID, OTHER_CONTACT}
