"""Whoever tells something again with other content is heard: an event follows, or a refusal, never nothing.

Words are left out, which decisions do not see: tests/api/http/commands/test_other_words.py.
"""

import pytest
from hypothesis import HealthCheck, assume, settings
from hypothesis import given as given_any
from hypothesis import strategies as st
from pydantic import ValidationError

from service.domain.account.decisions.agreements.agreements import AmendAgreement
from service.domain.account.decisions.agreements.consent import WithdrawConsent
from service.domain.account.decisions.assets import ChangeAsset, RegisterAsset, RetireAsset
from service.domain.account.decisions.contacts import ChangeContact
from service.domain.account.decisions.health.churn import RaiseChurnRisk
from service.domain.account.decisions.health.silences import NoteLife, NoteSilence
from service.domain.account.decisions.key_dates import SetKeyDate
from service.domain.account.decisions.needs.needs import RaiseNeed, TellAsker
from service.domain.account.decisions.needs.opportunities import PassOpportunity
from service.domain.account.decisions.needs.signals import RaiseSignal
from service.domain.account.decisions.profile_values import ReviewProfile, SetProfileValue
from service.domain.account.decisions.reminders import CompleteReminder
from service.domain.account.decisions.routines import SetRoutine
from service.domain.account.decisions.stewards import AssignSteward
from service.domain.aggregates.aggregate import DECISIONS
from service.domain.case.decisions.classification import ClassifyByRules
from service.domain.case.decisions.closure import CloseCase
from service.domain.case.decisions.collaborations import AcceptCollaboration
from service.domain.case.decisions.dispatches import RecordDispatchOutcome
from service.domain.case.decisions.emergencies import InformCounterpart
from service.domain.case.decisions.following.plan_stages import CompletePlanStage
from service.domain.case.decisions.intake import AcknowledgeReceipt
from service.domain.case.decisions.questions import AnswerQuestion
from service.domain.case.decisions.ratings import RateSatisfaction
from service.domain.case.decisions.sales import RecordOrderStatus
from service.domain.case.decisions.surveys import AnswerSurvey, SendSurvey, SkipSurvey
from service.domain.command import Command
from service.domain.personal import personal_fields
from service.domain.refusal import Refusal
from service.domain.rulebook.decisions import PublishCalendar, PublishGuideline, PublishPolicy, SetRoster
from service.domain.rulebook.issuing import IssueReport
from service.domain.vocabulary import Channel
from tests.domain.example import AT, Example
from tests.domain.good_ways import GOOD_WAYS, REPEATABLE
from tests.domain.strategies import values_of
from tests.specification import given

_AS_A_WHOLE = "a version is compared as a whole: tests/domain/rulebook"
_DEFAULT = "what is meant where it is left out"
_IN_FORCE = "the same is in force from then on already"
_TOGETHER = "it cannot change alone"
NOT_TRIED: dict[tuple[type[Command], str], str] = {
    **{
        (IssueReport, name): "the watch of each server asks; the first that is recorded is what was issued"
        for name in ("scheduled", "position", "sha256", "size_bytes")
    },
    **{
        (RaiseSignal, name): "sent by the look alone, which finds each under an id of its own"
        for name in RaiseSignal.model_fields
    },
    **{
        (RaiseNeed, name): "who asks again asks for the same; where it came from first stands"
        for name in ("origin", "origin_reference", "case_id")
    },
    **{
        (kind, name): "sent by the look at all accounts alone, which finds each once"
        for kind in (RaiseChurnRisk, NoteSilence, NoteLife)
        for name in kind.model_fields
    },
    **{
        (kind, "case_id"): "the asset is what it was told to be; the case that was named first stands"
        for kind in (RegisterAsset, ChangeAsset, RetireAsset)
    },
    (ChangeAsset, "identifier"): "the name that it has already changes nothing",
    (CompletePlanStage, "stage"): "the plan has one stage, and each is another matter",
    (RecordOrderStatus, "eta_working_days"): _TOGETHER,
    **dict.fromkeys(
        (
            (ChangeContact, "vouched_by"),
            (SetProfileValue, "vouched_by"),
            (ReviewProfile, "reviewed_by"),
            (AssignSteward, "assigned_by"),
        ),
        "somebody else says the same again; who said it first stands",
    ),
    (CompleteReminder, "channel"): "how they were reached; it is done",
    (SetKeyDate, "month"): "as its day, which is tried",
    (PassOpportunity, "case_id"): _TOGETHER,
    (SetProfileValue, "was_wrong"): "the same words correct nothing",
    (ReviewProfile, "occasion"): "what was looked through in that instant stands",
    (TellAsker, "channel"): "how they heard of it; they know it already",
    (RateSatisfaction, "channel"): "how we heard of it; the rating is the same",
    (CloseCase, "reason"): "another system may close what we have closed already",
    (AnswerQuestion, "told_to_customer"): "whoever is told has it answered, too",
    (AnswerQuestion, "channel"): "how they heard of it; they have the same answer",
    (RecordDispatchOutcome, "needs_follow_up"): _DEFAULT,
    (RateSatisfaction, "cycle"): _DEFAULT,
    (RateSatisfaction, "mode"): "the same score of the same voice, however it was given",
    (SendSurvey, "cycle"): _DEFAULT,
    (SkipSurvey, "cycle"): _DEFAULT,
    (AnswerSurvey, "mode"): _DEFAULT,
    (ClassifyByRules, "circumstances"): "none are stated: other ones are told below",
    (AcknowledgeReceipt, "author_kind"): "a person is meant where it is left out",
    (AcceptCollaboration, "commitment_id"): _TOGETHER,
    (RecordDispatchOutcome, "solved"): _TOGETHER,
    (SetRoutine, "weekday"): _TOGETHER,
    (WithdrawConsent, "channel"): "how we heard of it; the withdrawal is the same",
    (AmendAgreement, "effective_at"): _IN_FORCE,
    (AmendAgreement, "moves"): "what is not named stays where it was moved; other moves are told below",
    (SetRoster, "effective_at"): _IN_FORCE,
    (PublishCalendar, "effective_at"): _IN_FORCE,
    (PublishPolicy, "effective_at"): _IN_FORCE,
    (PublishGuideline, "effective_at"): _IN_FORCE,
    (SetRoster, "people"): _AS_A_WHOLE,
    (PublishCalendar, "calendar"): _AS_A_WHOLE,
    (PublishPolicy, "policy"): _AS_A_WHOLE,
    (PublishGuideline, "content"): _AS_A_WHOLE,
}
"""Fields that are not tried, with the reason: most of them with which another value says nothing else."""
CONTENT = [
    pytest.param(way, name, id=f"{kind.__name__}-{name}")
    for kind, way in GOOD_WAYS.items()
    if kind not in REPEATABLE and not DECISIONS[kind].ends
    for name in kind.model_fields
    if name not in {"occurred_at", *personal_fields(kind)} and (kind, name) not in NOT_TRIED
]
"""An end of what is not there (`ends`) changes nothing, whatever it is an end of."""


def follows(way: Example, command: Command) -> bool:
    """Return whether anything follows from a command once the example has been carried out."""
    when = given(*way.history, *way.events).when(
        command, at=AT, account=way.account, rulebook=way.rulebook, looked_up=way.looked_up
    )
    try:
        return bool(when.decided())
    except Refusal:
        return True


def test_most_fields_of_content_are_tried() -> None:
    assert len(CONTENT) > 90
    assert {kind for kind, _ in NOT_TRIED} <= set(GOOD_WAYS)


@pytest.mark.parametrize(("way", "name"), CONTENT)
@given_any(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_other_content_is_never_taken_for_a_repeat(way: Example, name: str, data: st.DataObject) -> None:
    kind = type(way.command)
    value = data.draw(values_of(name, kind.model_fields[name].annotation))
    assume(value != getattr(way.command, name))
    said = {each: getattr(way.command, each) for each in way.command.model_fields_set}
    try:
        other = kind(**{**said, name: value})
    except ValidationError:
        assume(False)
    for occurred_at in (None, AT):
        assert follows(way, other.model_copy(update={"occurred_at": occurred_at}))


@pytest.mark.parametrize("circumstances", [("outage",), ("line_stopped", "outage"), ("urgent_support",)])
def test_circumstances_that_change_no_class_are_on_the_record_all_the_same(
    circumstances: tuple[str, ...],
) -> None:
    way = GOOD_WAYS[ClassifyByRules]
    told = way.command.model_copy(update={"circumstances": circumstances})
    assert follows(way, told)


@pytest.mark.parametrize(
    "how", [{"channel": Channel.EMAIL}, {"channel": Channel.PHONE}, {"delivery_proof": "SMS-8"}]
)
def test_a_counterpart_who_is_informed_by_another_way_too_is_told_so(how: dict[str, str]) -> None:
    way = GOOD_WAYS[InformCounterpart]
    assert follows(way, way.command.model_copy(update=how))
    named_again = InformCounterpart(counterpart=way.command.counterpart)  # type: ignore[attr-defined]
    assert not follows(way, named_again)
