"""Signals that follow from cases and ratings, by rules made for the test: counted by hand."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from service.domain.account.decisions.needs.signals import RaiseSignal
from service.domain.account.signals.detection import Finding, SeenCase, SeenRating, Told, findings
from service.domain.clocks.policy import Title
from service.domain.guidelines.signals import SignalKind, SignalRule
from service.domain.vocabulary import CaseKind
from tests.domain.account.examples.needs.signals import SIGNALLED, WAYS, dismissed, signalled
from tests.domain.facts import ACCOUNT_ID, ELEVEN, TEN, opened
from tests.specification import given

NOW, DAY = ELEVEN, timedelta(days=1)
OTHER_ACCOUNT = UUID(int=9)


def rule(**fields: Any) -> SignalRule:
    usual: dict[str, Any] = {
        "rule": "faults",
        "title": Title(zh="多次故障", en="Several faults"),
        "kind": SignalKind.RISK,
        "watches": "cases",
        "kinds": (CaseKind.TECHNICAL,),
        "alike": "asset_reference",
        "least": 3,
        "within_seconds": 10 * 86_400,
    }
    return SignalRule(**{**usual, **fields})


def case(number: int, at: datetime, **fields: Any) -> SeenCase:
    usual: dict[str, Any] = {"account_id": ACCOUNT_ID, "kind": CaseKind.TECHNICAL, "asset_reference": "P-3"}
    return SeenCase(case_id=UUID(int=number), at=at, **{**usual, **fields})


def rated(number: int, at: datetime, score: int) -> SeenRating:
    kind = CaseKind.TECHNICAL
    return SeenRating(account_id=ACCOUNT_ID, case_id=UUID(int=number), at=at, kind=kind, score=score)


NO_TOLD: Told = {}


def found(
    of: SignalRule, cases: Sequence[SeenCase] = (), ratings: Sequence[SeenRating] = (), told: Told = NO_TOLD
) -> list[Finding]:
    return list(findings([of], cases, ratings, NOW, told))


def test_enough_cases_about_one_asset_within_the_span_are_found_with_their_evidence() -> None:
    three = [case(n, NOW - n * DAY) for n in (1, 2, 9)]
    (one,) = found(rule(), three)
    assert (one.account_id, one.about, one.number) == (ACCOUNT_ID, "P-3", 3)
    assert one.case_ids == (UUID(int=9), UUID(int=2), UUID(int=1))
    assert (one.from_at, one.until_at) == (NOW - 9 * DAY, NOW - DAY)


def test_cases_of_another_asset_kind_account_or_time_and_those_without_asset_do_not_count() -> None:
    two = [case(n, NOW - n * DAY) for n in (1, 2)]
    for other in (
        case(3, NOW - DAY, asset_reference="P-4"),
        case(3, NOW - DAY, asset_reference=None),
        case(3, NOW - DAY, kind=CaseKind.ENQUIRY),
        case(3, NOW - DAY, account_id=OTHER_ACCOUNT),
        case(3, NOW - 10 * DAY),
        case(3, NOW + DAY),
    ):
        assert found(rule(), [*two, other]) == []


def test_what_was_evidence_once_is_none_again() -> None:
    three = [case(n, NOW - n * DAY) for n in (1, 2, 3)]
    told: Told = {(ACCOUNT_ID, "faults", "P-3"): NOW - 3 * DAY}
    assert found(rule(), three, told=told) == []
    (one,) = found(rule(), [*three, case(4, NOW)], told=told)
    assert one.case_ids == (UUID(int=2), UUID(int=1), UUID(int=4))


def test_ratings_that_fell_are_found_by_the_means_of_two_spans() -> None:
    falls = rule(watches="satisfaction", alike="account", kinds=(), least=2, falls_by=1.0)
    past = [rated(n, NOW - (10 + n) * DAY, 5) for n in (1, 2)]
    (one,) = found(falls, ratings=[*past, rated(3, NOW - DAY, 3), rated(4, NOW, 4)])
    assert (one.mean_before, one.mean_now, one.number) == (5.0, 3.5, 2)
    assert one.case_ids == (UUID(int=3), UUID(int=4))
    assert found(falls, ratings=[*past, rated(3, NOW - DAY, 4), rated(4, NOW, 5)]) == []
    assert found(falls, ratings=[*past[:1], rated(3, NOW - DAY, 1), rated(4, NOW, 1)]) == []


def test_a_signal_that_waits_or_rests_on_the_same_cases_is_not_raised_again() -> None:
    raising = WAYS[0].command
    assert isinstance(raising, RaiseSignal)
    other = raising.model_copy(update={"signal_id": UUID(int=5)})
    given(*SIGNALLED).when(other, at=ELEVEN).then_nothing()
    given(*SIGNALLED, dismissed()).when(other, at=ELEVEN).then_nothing()
    later = other.model_copy(update={"evidence_from_at": ELEVEN, "evidence_until_at": ELEVEN})
    given(*SIGNALLED).when(later, at=ELEVEN).then_nothing()
    again = signalled(
        occurred_at=ELEVEN, signal_id=UUID(int=5), evidence_from_at=ELEVEN, evidence_until_at=ELEVEN
    )
    given(*SIGNALLED, dismissed(occurred_at=TEN)).when(later, at=ELEVEN).then(again)
    given(opened()).when(raising, at=ELEVEN).then(signalled(occurred_at=ELEVEN))
