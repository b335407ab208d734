"""Customer accounts: opened once, with contacts, a tier and an accountable person."""

from uuid import UUID

import pytest
from pydantic import ValidationError

from service.domain.account.commands import AddContact, AssignAccountOwner, AssignSegment, OpenAccount
from service.domain.account.events import AccountOwnerAssigned, SegmentAssigned
from service.domain.account.identity import account_id_of
from service.domain.account.refusals import AccountAlreadyOpenedError, AccountNotFoundError
from service.domain.case.commands import AddNote, ReceiveCase
from service.domain.case.refusals import CaseAlreadyReceivedError, CaseNotFoundError
from service.domain.vocabulary import CaseKind, Channel, Segment
from tests.domain.facts import ACCOUNT_ID, CONTACT_ID, ELEVEN, TEN, contact_added, opened, received
from tests.specification import account_after, given

OTHER_CONTACT = UUID("0195c3a0-0000-7000-8000-000000000008")


def test_an_account_keeps_the_code_and_the_tier_that_it_was_opened_with() -> None:
    account = account_after(opened(code="KA-7", segment=Segment.POTENTIAL))
    assert (account.code, account.segment) == ("KA-7", Segment.POTENTIAL)


def test_a_code_is_taken_once_whatever_the_case_of_its_letters() -> None:
    assert account_id_of("ka-0042") == account_id_of("KA-0042") != account_id_of("KA-0043")


def test_opening_an_account_again_says_which_code_is_taken() -> None:
    again = OpenAccount(code="ka-0042", name="华东精密制造")
    given(opened()).when(again, at=TEN).then_refused(AccountAlreadyOpenedError, code="KA-0042")


@pytest.mark.parametrize("code", ["", " KA-1", "KA 1", "-KA", "编号", "K" * 65])
def test_a_code_is_made_of_plain_letters_and_digits(code: str) -> None:
    with pytest.raises(ValidationError, match="code"):
        OpenAccount(code=code, name="华东精密制造")


def test_a_second_contact_is_added_beside_the_first() -> None:
    adding = AddContact(contact_id=OTHER_CONTACT, name="韩梅梅", preferred_channel=Channel.WECOM)
    added = contact_added(
        occurred_at=TEN, contact_id=OTHER_CONTACT, name="韩梅梅", preferred_channel=Channel.WECOM
    )
    given(opened(), contact_added()).when(adding, at=TEN).then(added)
    assert account_after(opened(), contact_added(), added).contact_ids == {CONTACT_ID, OTHER_CONTACT}


def test_an_account_goes_back_to_an_earlier_tier_by_a_fact_of_its_own() -> None:
    raised = SegmentAssigned(occurred_at=TEN, segment=Segment.HIGH_VALUE, reason="Orders every week")
    lowered = SegmentAssigned(occurred_at=ELEVEN, segment=Segment.ORDINARY, reason="Orders stopped")
    back = AssignSegment(segment=Segment.ORDINARY, reason="Orders stopped")
    given(opened(), raised).when(back, at=ELEVEN).then(lowered)


def test_the_reason_alone_does_not_make_a_new_assignment() -> None:
    assigned = AccountOwnerAssigned(occurred_at=TEN, owner="a.wang", reason="Fewest accounts")
    same_person = AssignAccountOwner(owner="a.wang", reason="Knows the line")
    given(opened(), assigned).when(same_person, at=ELEVEN).then_nothing()


def test_a_case_is_no_account_and_an_account_is_no_case() -> None:
    contact = AddContact(contact_id=CONTACT_ID, name="李雷")
    given(received()).when(contact, at=TEN).then_refused(AccountNotFoundError)
    given(opened()).when(AddNote(text="Called twice"), at=TEN).then_refused(CaseNotFoundError)


def test_no_case_can_be_received_under_the_id_of_an_account() -> None:
    command = ReceiveCase(
        account_id=ACCOUNT_ID, channel=Channel.PHONE, kind=CaseKind.TECHNICAL, subject="The spindle stops"
    )
    given(opened()).when(command, at=TEN).then_refused(CaseAlreadyReceivedError)


def test_no_account_can_be_opened_over_a_case() -> None:
    command = OpenAccount(code="KA-0042", name="华东精密制造")
    given(received()).when(command, at=TEN).then_refused(AccountAlreadyOpenedError, code="KA-0042")
