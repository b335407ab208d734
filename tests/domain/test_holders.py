"""Who held a case when: waits, departments and owners in whatever order the events come."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.account.record.profile import AccountOwnerAssigned
from service.domain.case.record.assignment import CaseHandedOver, OwnerAssigned
from service.domain.case.record.closure import CaseClosed
from service.domain.case.record.collaborations import CollaborationCompleted, CollaborationDeclined
from service.domain.case.record.replies import CustomerMessaged
from service.domain.case.record.waiting import WaitingEnded, WaitingStarted
from service.domain.clocks.attribution import Held
from service.domain.event import Event
from service.domain.holders import HeldPause, Holders, held_pauses, holders, owner_at
from service.domain.vocabulary import Channel, CloseReason, WaitingOn
from tests.domain.facts import NINE, TEN, collaboration_requested, waiting_for_customer

A_MINUTE = timedelta(minutes=1)
ELEVEN = TEN + 60 * A_MINUTE
NOON = TEN + 120 * A_MINUTE


def wait_over(at: Any) -> WaitingEnded:
    return WaitingEnded(occurred_at=at, waiting_on=WaitingOn.CUSTOMER)


def messaged(at: Any) -> CustomerMessaged:
    return CustomerMessaged(occurred_at=at, channel=Channel.PHONE, text="here")


def assigned(at: Any, owner: str | None) -> OwnerAssigned:
    return OwnerAssigned(occurred_at=at, owner=owner, team="presses")


def test_a_wait_that_became_known_late_stands_at_its_instant() -> None:
    held_by = holders([assigned(NINE, "li.na"), wait_over(ELEVEN), waiting_for_customer(TEN)])
    assert held_by.waits == (Held(TEN, ELEVEN, "customer"),)
    assert held_by.owners == (Held(NINE, None, "li.na"),)


def test_a_wait_for_another_ends_the_one_before() -> None:
    supplier = WaitingStarted(occurred_at=ELEVEN, waiting_on=WaitingOn.SUPPLIER)
    held_by = holders([waiting_for_customer(TEN), supplier])
    assert held_by.waits == (Held(TEN, ELEVEN, "customer"), Held(ELEVEN, None, "supplier"))


def test_owners_follow_each_other_and_a_team_alone_is_nobody() -> None:
    over = CaseHandedOver(occurred_at=ELEVEN, from_owner="li.na", to_owner="b.li")
    held_by = holders([assigned(NINE, "li.na"), over, assigned(NOON, None)])
    assert held_by.owners == (Held(NINE, ELEVEN, "li.na"), Held(ELEVEN, NOON, "b.li"))
    assert [owner_at(held_by, at) for at in (NINE, ELEVEN, NOON)] == ["li.na", "b.li", None]


def test_an_account_has_its_owner() -> None:
    assert holders([AccountOwnerAssigned(occurred_at=NINE, owner="zhou", reason="x")]).owners == (
        Held(NINE, None, "zhou"),
    )


def test_a_department_holds_until_it_is_done_declines_or_the_case_is_closed() -> None:
    asked = collaboration_requested()
    ended = {"collaboration_id": asked.collaboration_id}
    completed = CollaborationCompleted(occurred_at=NOON, **ended)
    declined = CollaborationDeclined(occurred_at=ELEVEN, reason="none", **ended)
    closed = CaseClosed(occurred_at=ELEVEN, reason=CloseReason.WITHDRAWN)
    start, who = asked.occurred_at, asked.department
    for after, end in (
        ([], None),
        ([completed], NOON),
        ([completed, declined], ELEVEN),
        ([closed], ELEVEN),
        ([closed, completed], ELEVEN),
    ):
        events: list[Event] = [asked, *after]
        assert holders(events).collaborations == (Held(start, end, who),)


def test_a_wait_is_held_from_the_first_answer_in_it() -> None:
    events = [messaged(NINE), waiting_for_customer(TEN), messaged(NOON), messaged(ELEVEN)]
    answered = HeldPause(began_at=TEN, answered_at=ELEVEN, ended_at=None)
    assert held_pauses(holders(events)) == (answered,)
    ended = HeldPause(began_at=TEN, answered_at=ELEVEN, ended_at=NOON)
    assert held_pauses(holders([*events, wait_over(NOON)])) == (ended,)
    assert held_pauses(holders([*events, wait_over(ELEVEN)])) == ()


def test_a_wait_for_a_supplier_is_no_pause_that_the_customer_could_end() -> None:
    waiting = WaitingStarted(occurred_at=TEN, waiting_on=WaitingOn.SUPPLIER)
    assert held_pauses(holders([waiting, messaged(ELEVEN)])) == ()


MINUTES = st.integers(0, 300)
CHANGES = st.lists(
    st.one_of(
        st.builds(lambda m: waiting_for_customer(NINE + m * A_MINUTE), MINUTES),
        st.builds(lambda m: wait_over(NINE + m * A_MINUTE), MINUTES),
        st.builds(lambda m: messaged(NINE + m * A_MINUTE), MINUTES),
        st.builds(
            lambda m, who: assigned(NINE + m * A_MINUTE, who), MINUTES, st.sampled_from(["a", "b", None])
        ),
    ),
    max_size=12,
)


def slow_owner(events: list[Event], at: Any) -> str | None:
    """Ask every assignment: the last one recorded among those of the latest instant."""
    owner, since = None, None
    for event in events:
        if not isinstance(event, OwnerAssigned) or event.occurred_at > at:
            continue
        if since is None or event.occurred_at >= since:
            owner, since = event.owner, event.occurred_at
    return owner


@settings(deadline=None, max_examples=200)
@given(events=CHANGES, minute=MINUTES)
def test_spans_tell_at_each_instant_what_the_events_tell(events: list[Event], minute: int) -> None:
    held_by: Holders = holders(events)
    at = NINE + minute * A_MINUTE
    assert owner_at(held_by, at) == slow_owner(events, at)
    for spans in (held_by.waits, held_by.owners):
        ends = [span.end_at for span in spans]
        assert all(end is not None for end in ends[:-1])
        assert all(end <= span.start_at for end, span in zip(ends[:-1], spans[1:], strict=True) if end)
