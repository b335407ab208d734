"""The first contact that each owner of an account makes."""

from service.domain.account.decisions.visits import RecordFirstContact
from service.domain.account.record.visits import FirstContactMade
from service.domain.vocabulary import Channel
from tests.domain.account.examples.profile import owned
from tests.domain.example import A_MOMENT, AT
from tests.domain.facts import ELEVEN, NINE, TEN, opened
from tests.specification import given

TALK = RecordFirstContact(channel=Channel.PHONE, record="Told who we are")


def talked(at: object = TEN, owner: str | None = "a.wang") -> FirstContactMade:
    fields = {"occurred_at": at, "owner": owner, "channel": "phone", "record": "Told who we are"}
    return FirstContactMade.model_validate(fields)


def test_a_second_talk_with_the_same_owner_is_not_the_first() -> None:
    given(opened(), owned(), talked()).when(TALK, at=AT).then_nothing()


def test_each_new_owner_makes_a_first_contact_also_one_who_returns() -> None:
    history = (opened(), owned(), talked(), owned("b.li", occurred_at=TEN + A_MOMENT))
    given(*history).when(TALK, at=AT).then(talked(AT, "b.li"))
    given(*history, owned("a.wang", occurred_at=ELEVEN)).when(TALK, at=AT).then(talked(AT))


def test_a_contact_recorded_after_a_change_of_owner_is_that_of_the_owner_of_its_instant() -> None:
    late = TALK.model_copy(update={"occurred_at": TEN})
    given(opened(), owned(), owned("b.li", occurred_at=ELEVEN)).when(late, at=AT).then(talked())


def test_an_earlier_contact_that_becomes_known_later_is_an_event_of_its_own() -> None:
    earlier = TALK.model_copy(update={"occurred_at": NINE})
    given(opened(), owned(), talked()).when(earlier, at=AT).then(talked(NINE))


def test_a_customer_can_be_talked_to_before_anybody_is_accountable() -> None:
    given(opened()).when(TALK, at=AT).then(talked(AT, None))
