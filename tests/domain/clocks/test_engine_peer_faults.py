"""The faults of the peers' engines (research on peers, 1b), each by name: none of them is here."""

from datetime import UTC, datetime

from service.domain.clocks.events import ClockStarted
from service.domain.clocks.explain import explain
from service.domain.clocks.verdict import verdict
from service.domain.clocks.what_if import Told, judged
from service.domain.vocabulary import Priority, ResponseClass, WaitingOn
from tests.domain.clocks.engine_kit import Life, Rules, at, policy, rule, rules, said

AGAIN = ("received", "reopened")
RESOLUTION = rule(
    "resolution", starts_on=AGAIN, met_by=("resolved",), ends_on=("closed",), pauses_on=("customer",)
)
REPLY = rule("reply", pauses_on=("customer",))
NEXT = rule(
    "next", starts_on=("customer_messaged",), met_by=("answered",), ends_on=("resolved", "closed"), once=True
)
UPDATE = rule(
    "update",
    starts_on=("answered",),
    met_by=("progress_shared", "answered"),
    ends_on=("resolved",),
    repeats=True,
)
SINCE = datetime(2000, 1, 1, tzinfo=UTC)


def life(*given: object) -> Life:
    """Return a case that was just received."""
    found = Life(rules(*given))  # type: ignore[arg-type]
    found.happened("received", 0)
    return found


def test_zammad_188_and_znuny_the_solution_clock_runs_again_after_a_reopening() -> None:
    case = life(RESOLUTION)
    case.happened("resolved", 0.5)
    case.happened("reopened", 10)

    assert said(case.watched(12)) == [("Breached", 11)]
    assert [verdict(clock, at(12)) for clock in case.book.clocks] == ["met", "breached"]


def test_zammad_904_a_merged_case_does_not_escalate() -> None:
    chain = ({"percent": 100, "level": "manager"}, {"percent": 150, "level": "director"})
    case = life(rule("reply", voided_by=("closed",), escalates=chain), RESOLUTION)
    case.happened("resolved", 0.2)
    case.happened("merged", 0.5)

    assert case.watched(100) == []


def test_zammad_3140_no_update_fires_after_the_agent_has_replied() -> None:
    case = life(UPDATE)
    case.happened("answered", 0)
    case.happened("answered", 0.9)

    assert case.watched(1.5) == []


def test_zammad_4353_a_promise_that_was_taken_away_escalates_no_more() -> None:
    case = life(rule("ack", applies_to={"response_classes": ("routine",)}))
    case.becomes(0.5, response_classes=frozenset({ResponseClass.BASIC}))

    assert case.watched(100) == []


def test_zammad_5177_an_update_clock_does_not_beat_the_first_response() -> None:
    case = life(REPLY, UPDATE)

    assert [clock.clock for clock in case.book.clocks] == ["reply"]


def test_zammad_keeps_only_the_longest_update_here_each_round_is_kept() -> None:
    case = life(UPDATE)
    for hours in (0, 0.5, 3, 3.5):
        case.happened("answered", hours)

    assert [verdict(clock, at(3.6)) for clock in case.book.clocks] == ["met", "breached", "met", "running"]


def test_zammad_and_frappe_an_edited_policy_rebuilds_no_open_promise() -> None:
    promises = Rules([(SINCE, policy(REPLY))])
    case = Life(promises)
    case.happened("received", 0)
    promises.policies.append((SINCE, policy(rule("reply", target_seconds=60), version=2)))

    assert case.watched(0.9) == []
    case.waits(0.9, WaitingOn.CUSTOMER)
    case.waits(1.9, None)
    assert case.clock("reply").due_at == at(2)


def test_chatwoot_a_late_reply_between_two_looks_of_the_watch_is_no_hit() -> None:
    case = life(REPLY)
    case.watched(0.9)
    case.happened("answered", 1.01)

    assert verdict(case.clock("reply"), at(2)) == "breached"


def test_chatwoot_a_breach_stands_at_the_due_instant_not_at_the_poll() -> None:
    case = life(REPLY)

    assert said(case.watched(77)) == [("Breached", 1)]


def test_chatwoot_10178_no_clock_runs_after_the_case_was_resolved() -> None:
    case = life(NEXT, RESOLUTION)
    case.happened("resolved", 0.5)
    case.happened("customer_messaged", 0.6)

    assert case.watched(100) == []


def test_chatwoot_11787_and_12058_a_reopened_case_counts_its_reply_from_the_message() -> None:
    case = life(NEXT, REPLY)
    case.happened("answered", 0.2)
    case.happened("resolved", 0.5)
    case.happened("reopened", 500)
    case.happened("customer_messaged", 500)
    case.happened("answered", 500.5)

    assert case.clock("next").counted_seconds == 1800
    assert [clock.clock for clock in case.book.clocks] == ["reply", "next"]
    assert case.clock("reply").counted_seconds == 720


def test_chatwoot_a_deleted_policy_takes_no_breach_with_it() -> None:
    promises = Rules([(SINCE, policy(REPLY))])
    case = Life(promises)
    case.happened("received", 0)
    case.watched(2)
    promises.policies.append((at(3), policy(version=2)))
    case.becomes(4, response_classes=frozenset({ResponseClass.BASIC}))

    assert verdict(case.clock("reply"), at(5)) == "breached"


def test_frappe_the_time_for_which_a_case_was_resolved_is_no_waiting_time() -> None:
    case = life(RESOLUTION)
    case.happened("resolved", 0.5)
    case.happened("reopened", 5)

    assert [clock.due_at for clock in case.book.clocks] == [at(1), at(6)]
    assert all(not clock.pauses for clock in case.book.clocks)


def test_rt_the_priority_and_class_are_those_of_the_time_of_the_promise() -> None:
    case = life(REPLY)
    case.becomes(0.2, priority=Priority.CRITICAL)

    assert case.clock("reply").priority is None


def test_rt_has_one_due_field_here_each_promise_has_its_own() -> None:
    case = life(REPLY, rule("resolution", met_by=("resolved",), target_seconds=7200))

    assert [clock.due_at for clock in case.book.clocks] == [at(1), at(2)]


def test_znuny_a_pending_case_stops_every_clock_that_the_rule_says_and_no_other() -> None:
    case = life(REPLY, RESOLUTION, rule("progress", met_by=("progress_shared",)))
    case.waits(0.5, WaitingOn.CUSTOMER)

    assert [clock.paused_at is not None for clock in case.book.clocks] == [True, True, False]


def test_glpi_6902_and_15605_pauses_survive_a_change_of_the_limit() -> None:
    slow = rule("slow", clock="reply", pauses_on=("customer",), applies_to={"response_classes": ("routine",)})
    fast = rule(
        "fast",
        clock="reply",
        pauses_on=("customer",),
        applies_to={"response_classes": ("urgent",)},
        target_seconds=1800,
    )
    case = life(slow, fast)
    case.waits(0.1, WaitingOn.CUSTOMER)
    case.waits(5.1, None)
    case.becomes(5.2, response_classes=frozenset({ResponseClass.URGENT}))

    assert case.clock("reply").due_at == at(5.5)


def test_glpi_10594_a_pause_over_a_weekend_gives_back_only_time_that_counts() -> None:
    case = life(rule("reply", counts="office", target_seconds=36 * 3600, pauses_on=("customer",)))
    case.waits(4 * 24 + 3, WaitingOn.CUSTOMER)
    case.waits(7 * 24, None)

    assert case.clock("reply").due_at == at(7 * 24 + 1)


def test_glpi_12646_each_clock_counts_by_the_calendar_of_its_own_rule() -> None:
    case = life(
        rule("own", counts="always", target_seconds=43200), rule("fix", counts="office", target_seconds=43200)
    )

    assert [clock.due_at for clock in case.book.clocks] == [at(12), at(29)]


def test_glpi_16236_and_17186_a_deadline_that_moved_says_why() -> None:
    case = life(REPLY)
    case.waits(0.5, WaitingOn.CUSTOMER)
    case.waits(2.5, None)
    why = explain(case.clock("reply"), case.promises, at(2.5))

    assert [(part.counts, part.why, part.waiting_on) for part in why.stretches] == [
        (True, "window", None),
        (False, "waiting", WaitingOn.CUSTOMER),
    ]


def test_glpi_1911_a_reassignment_does_not_move_the_deadline() -> None:
    case = life(RESOLUTION)
    case.happened("owner_assigned", 0.5)

    assert case.clock("resolution").due_at == at(1)


def test_osticket_4144_closing_clears_no_breach() -> None:
    case = life(RESOLUTION)
    case.happened("closed", 3)

    assert verdict(case.clock("resolution"), at(9)) == "breached"


def test_django_helpdesk_time_that_does_not_count_makes_nothing_earlier() -> None:
    plain, held = life(REPLY), life(REPLY)
    held.waits(0.2, WaitingOn.CUSTOMER)
    held.waits(0.4, None)

    assert held.clock("reply").due_at > plain.clock("reply").due_at


def test_django_helpdesk_a_look_of_the_watch_changes_nothing_but_what_it_notes() -> None:
    case = life(REPLY)
    before = case.clock("reply")
    case.watched(2)
    after = case.clock("reply")

    assert (after.due_at, after.rule, after.priority) == (before.due_at, before.rule, before.priority)


def test_itop_the_overrun_is_that_of_the_whole_history() -> None:
    case = life(REPLY)
    case.happened("answered", 5)
    case.waits(0.5, WaitingOn.CUSTOMER)
    case.waits(2.5, None)

    assert (case.clock("reply").late_seconds, case.clock("reply").counted_seconds) == (2 * 3600, 3 * 3600)


def test_zendesk_a_case_in_which_nothing_happens_is_judged_too() -> None:
    case = life(REPLY)

    assert said(case.watched(1)) == []
    assert said(case.watched(1.001)) == [("Breached", 1)]


def test_salesforce_a_promise_that_ended_with_its_case_does_not_run_on() -> None:
    case = life(RESOLUTION)
    case.happened("closed", 0.5)

    assert verdict(case.clock("resolution"), at(9)) == "cancelled"
    assert case.watched(9) == []


def test_jira_another_policy_is_asked_without_touching_what_was_promised() -> None:
    case = Life(Rules([(SINCE, policy(REPLY))]))
    case.happened("received", 0)
    case.happened("answered", 0.9)
    history = [Told(fact, case.situation) for fact in case.book.facts]
    strict = Rules([(SINCE, policy(rule("reply", target_seconds=600), version=2))])

    (as_if,) = judged(history, strict, at(9)).book.clocks

    assert verdict(as_if, at(9)) == "breached"
    assert verdict(case.clock("reply"), at(9)) == "met"
    assert isinstance(case.facts[0], ClockStarted)
