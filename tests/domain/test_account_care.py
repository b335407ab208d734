"""What is remembered of the care for an account: tiers and owners over time, the first contact, the end."""

from datetime import timedelta

from pydantic import TypeAdapter

from service.domain.account.commands import RecordFirstContact
from service.domain.account.events import ContactOptedOut, FirstContactMade, SegmentAssigned
from service.domain.account.state import CustomerAccount
from service.domain.vocabulary import Channel, Segment
from tests.domain.account_ways import ACCOUNT_WAYS, AT, owned
from tests.domain.facts import CONTACT_ID, ELEVEN, NINE, TEN, opened
from tests.specification import account_after, given

A_MOMENT = timedelta(microseconds=1)
TALK = RecordFirstContact(channel=Channel.PHONE, record="Told who we are")


def raised(at: object = TEN, segment: Segment = Segment.HIGH_VALUE) -> SegmentAssigned:
    return SegmentAssigned.model_validate({"occurred_at": at, "segment": segment, "reason": "r"})


def talked(at: object = TEN, owner: str | None = "a.wang") -> FirstContactMade:
    told = {"occurred_at": at, "owner": owner, "channel": "phone", "record": "Told who we are"}
    return FirstContactMade.model_validate(told)


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


def test_a_second_talk_with_the_same_owner_is_not_the_first() -> None:
    given(opened(), owned(), talked()).when(TALK, at=AT).then_nothing()


def test_each_new_owner_makes_a_first_contact_also_one_who_returns() -> None:
    history = (opened(), owned(), talked(), owned("b.li", occurred_at=TEN + A_MOMENT))
    given(*history).when(TALK, at=AT).then(talked(AT, "b.li"))
    given(*history, owned("a.wang", occurred_at=ELEVEN)).when(TALK, at=AT).then(talked(AT))


def test_a_contact_recorded_after_a_change_of_owner_is_that_of_the_owner_of_its_instant() -> None:
    late = TALK.model_copy(update={"occurred_at": TEN})
    given(opened(), owned(), owned("b.li", occurred_at=ELEVEN)).when(late, at=AT).then(talked())


def test_an_earlier_contact_that_becomes_known_later_is_a_fact_of_its_own() -> None:
    earlier = TALK.model_copy(update={"occurred_at": NINE})
    given(opened(), owned(), talked()).when(earlier, at=AT).then(talked(NINE))


def test_a_customer_can_be_talked_to_before_anybody_is_accountable() -> None:
    given(opened()).when(TALK, at=AT).then(talked(AT, None))


def test_a_folded_account_survives_being_written_down() -> None:
    facts = [fact for _, _, facts in ACCOUNT_WAYS for fact in facts]
    account = account_after(*facts, ContactOptedOut(occurred_at=ELEVEN, contact_id=CONTACT_ID))
    adapter = TypeAdapter(CustomerAccount)
    assert adapter.validate_json(adapter.dump_json(account)) == account
    untouched = {"clocks"}
    empty = {name for name in vars(account) if getattr(account, name) in (None, (), frozenset())}
    assert empty <= untouched
