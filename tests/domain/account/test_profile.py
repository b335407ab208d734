"""Customer accounts: opened once, with a tier and an accountable person over time, and closed once."""

from datetime import timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from service.domain.account.decisions.contacts import AddContact
from service.domain.account.decisions.profile import (
    AccountAlreadyOpenedError,
    AssignAccountOwner,
    AssignSegment,
    CloseAccount,
    OpenAccount,
)
from service.domain.account.identity import account_id_of
from service.domain.account.record.contacts import ContactOptedOut
from service.domain.account.record.profile import AccountOwnerAssigned, SegmentAssigned
from service.domain.account.rules import AccountNotFoundError
from service.domain.account.state import CustomerAccount
from service.domain.case.decisions.intake import CaseAlreadyReceivedError, ReceiveCase
from service.domain.case.decisions.replies import AddNote
from service.domain.case.rules import CaseNotFoundError
from service.domain.refusal import LaterEventContradictsError, OnRecordOtherwiseError
from service.domain.vocabulary import CaseKind, Channel, Segment
from tests.domain.account.examples.key_dates import birthday
from tests.domain.account.examples.profile import closed_account
from tests.domain.example import A_MOMENT
from tests.domain.facts import ACCOUNT_ID, CONTACT_ID, ELEVEN, NINE, TEN, contact_added, opened, received
from tests.domain.themes_by_example import ACCOUNT_EXAMPLES, gathered
from tests.specification import account_after, given


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


def test_an_account_goes_back_to_an_earlier_tier_by_an_event_of_its_own() -> None:
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


def raised(at: object = TEN, segment: Segment = Segment.HIGH_VALUE) -> SegmentAssigned:
    return SegmentAssigned.model_validate({"occurred_at": at, "segment": segment, "reason": "r"})


def test_the_tier_of_every_instant_is_known() -> None:
    account = account_after(opened(), raised())
    assert account.segment_at(NINE - A_MOMENT) is account.segment_at(NINE) is Segment.ORDINARY
    assert account.segment_at(TEN - A_MOMENT) is Segment.ORDINARY
    assert account.segment_at(TEN) is account.segment_at(ELEVEN) is Segment.HIGH_VALUE


def test_a_tier_recorded_late_stands_at_its_own_instant() -> None:
    account = account_after(opened(), raised(ELEVEN), raised(TEN, Segment.POTENTIAL))
    assert [account.segment_at(at) for at in (NINE, TEN, ELEVEN)] == [
        Segment.ORDINARY,
        Segment.POTENTIAL,
        Segment.HIGH_VALUE,
    ]


def test_an_account_that_nobody_opened_is_in_the_ordinary_tier_and_has_no_owner() -> None:
    assert CustomerAccount().segment_at(TEN) is Segment.ORDINARY
    assert CustomerAccount().owner_at(TEN) is None


def test_a_folded_account_survives_being_written_down() -> None:
    events = [event for way in gathered("WAYS", ACCOUNT_EXAMPLES) for event in way.events]
    account = account_after(
        opened(),
        contact_added(),
        *events,
        birthday(key_date_id=CONTACT_ID),
        ContactOptedOut(occurred_at=ELEVEN, contact_id=CONTACT_ID),
    )
    adapter = TypeAdapter(CustomerAccount)
    assert adapter.validate_json(adapter.dump_json(account)) == account
    untouched = {"clocks"}
    empty = {name for name in vars(account) if getattr(account, name) in (None, (), frozenset())}
    assert empty <= untouched


def test_the_newest_tier_and_owner_by_business_time_stay_whatever_is_told_last() -> None:
    earlier = TEN - timedelta(minutes=30)
    high = SegmentAssigned(occurred_at=TEN, segment=Segment.HIGH_VALUE, reason="Orders")
    potential = AssignSegment(segment=Segment.POTENTIAL, reason="Few orders", occurred_at=earlier)
    (told_late,) = given(opened(), high).when(potential, at=ELEVEN).decided()
    account = account_after(opened(), high, told_late)
    assert (account.segment, account.segment_at(earlier)) == (Segment.HIGH_VALUE, Segment.POTENTIAL)
    owned = AccountOwnerAssigned(occurred_at=TEN, owner="li.na", reason="Knows presses")
    before = AssignAccountOwner(owner="gao.f", reason="Had it", occurred_at=earlier)
    (event,) = given(opened(), owned).when(before, at=ELEVEN).decided()
    assert account_after(opened(), owned, event).owner == "li.na"


def test_an_account_is_not_found_to_have_been_closed_before_what_was_done_for_it() -> None:
    high = SegmentAssigned(occurred_at=ELEVEN, segment=Segment.HIGH_VALUE, reason="Orders")
    closing = CloseAccount(reason="Moved away", occurred_at=TEN)
    given(opened(), high).when(closing, at=ELEVEN).then_refused(LaterEventContradictsError, later_at=ELEVEN)


def test_another_closing_time_is_not_taken_for_a_repeat() -> None:
    history = (opened(), closed_account(occurred_at=TEN))
    given(*history).when(CloseAccount(reason="Moved", occurred_at=TEN), at=ELEVEN).then_nothing()
    later = CloseAccount(reason="Moved", occurred_at=ELEVEN)
    given(*history).when(later, at=ELEVEN).then_refused(OnRecordOtherwiseError)
