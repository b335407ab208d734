"""What agreements oblige us to, by example."""

from datetime import timedelta
from typing import Any

from service.domain.account.agreements.obligation_changes import (
    ObligationDueInPastError,
    ObligationMove,
    ObligationNotFoundError,
    ObligationOutlivesAgreementError,
    ObligationOverdueError,
    ObligationSettledError,
    changed_obligations_must_be_open,
    moved_obligations_must_not_be_overdue,
)
from service.domain.account.decisions.agreements.agreements import (
    AgreementNotFoundError,
    AmendAgreement,
)
from service.domain.account.decisions.agreements.obligations import (
    AgreeObligation,
    FulfilObligation,
    MeasureQuality,
    MonthNotMeasurableError,
    NoStandardToMeasureError,
    ObligationAlreadyAgreedError,
    StandardNotFittingError,
    StandardNotShownError,
    agreement_must_oblige,
    month_must_be_measurable,
    obligation_must_be_due_within_its_agreement,
    obligation_must_be_known,
    obligation_must_be_new,
    obligation_must_not_be_dropped,
    standard_must_be_shown,
    standard_must_fit,
)
from service.domain.account.record.agreements.agreements import AskedForBy
from service.domain.account.record.agreements.obligations import (
    ObligationAgreed,
    ObligationDropped,
    ObligationFulfilled,
    ObligationMoved,
    QualityMeasured,
    QualityStandard,
)
from service.domain.account.vocabulary import AmendmentCause, ObligationKind
from service.domain.clocks.milestones import Milestone
from tests.domain.account.examples.agreements.agreements import (
    AGREEMENT,
    ANSWER_IN_TEN_MINUTES,
    IN_A_YEAR,
    THREE_DAYS_BEFORE,
    amended,
    signed,
)
from tests.domain.example import A_MOMENT, AT, Breaks, Commands, Events, Example, Ways, after, on, with_fields
from tests.domain.facts import NINE, TEN, opened
from tests.domain.trigger_rows import Triggers, happened, of_its_subject, untimed
from tests.scene import IN_TIME, Scene, Scenes, Step

IN_A_MONTH = NINE + timedelta(days=30)
ALWAYS_UP = QualityStandard(measure="availability", unit="percent", at_least=99.5)


def agreed(**fields: Any) -> ObligationAgreed:
    usual: dict[str, Any] = {
        "obligation_id": "3.2",
        "agreement_id": "C-7",
        "kind": ObligationKind.MILESTONE,
        "what": "The second press is commissioned",
        "due_at": IN_A_MONTH,
    }
    return ObligationAgreed(**{"occurred_at": NINE, **usual, **fields})


def standard_agreed(**fields: Any) -> ObligationAgreed:
    usual: dict[str, Any] = {
        "obligation_id": "4.1",
        "kind": ObligationKind.QUALITY,
        "what": "The line is up",
        "standard": ALWAYS_UP,
    }
    return agreed(**{**usual, **fields})


def measured(**fields: Any) -> QualityMeasured:
    usual: dict[str, Any] = {
        "obligation_id": "4.1",
        "month": "2026-03",
        "value": 99.7,
        "is_met": True,
        "evidence": "Log of the line",
    }
    return QualityMeasured(**{"occurred_at": TEN, **usual, **fields})


def fulfilled(**fields: Any) -> ObligationFulfilled:
    usual: dict[str, Any] = {"obligation_id": "3.2", "evidence": "Acceptance signed"}
    return ObligationFulfilled(**{"occurred_at": TEN, **usual, **fields})


def dropped(**fields: Any) -> ObligationDropped:
    usual: dict[str, Any] = {"obligation_id": "3.2", "version": 2}
    return ObligationDropped(**{"occurred_at": TEN, **usual, **fields})


def moved(**fields: Any) -> ObligationMoved:
    usual: dict[str, Any] = {"obligation_id": "3.2", "version": 2, "due_at": IN_A_YEAR}
    return ObligationMoved(**{"occurred_at": TEN, **usual, **fields})


def after_its_drop(way: Example) -> Example:
    obligation_id = getattr(way.command, "obligation_id", "")
    return after(dropped(obligation_id=obligation_id))(way)


_SIGNED = (opened(), signed())
_AGREED = (*_SIGNED, agreed())
_STANDARD = (*_SIGNED, standard_agreed())
_ASKED = AskedForBy(cause=AmendmentCause.NEED, reference="N-7")
WAYS: Ways = (
    Example(
        AgreeObligation(
            obligation_id="3.2",
            agreement_id="C-7",
            kind=ObligationKind.MILESTONE,
            what="The second press is commissioned",
            due_at=IN_A_MONTH,
        ),
        _SIGNED,
        (agreed(occurred_at=AT),),
    ),
    Example(
        AmendAgreement(
            agreement_id="C-7",
            terms=(THREE_DAYS_BEFORE, ANSWER_IN_TEN_MINUTES),
            effective_at=TEN,
            reason="A second shift",
            asked_for_by=_ASKED,
            moves=(ObligationMove(obligation_id="3.2", due_at=IN_A_YEAR),),
        ),
        _AGREED,
        (amended(asked_for_by=_ASKED), moved(occurred_at=AT)),
    ),
    Example(
        MeasureQuality(obligation_id="4.1", month="2026-03", value=99.7, evidence="Log of the line"),
        _STANDARD,
        (measured(occurred_at=AT),),
    ),
    Example(
        FulfilObligation(obligation_id="3.2", evidence="Acceptance signed", document="AC-12"),
        _AGREED,
        (fulfilled(occurred_at=AT, document="AC-12"),),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (AgreeObligation, MeasureQuality, FulfilObligation)
_LATER = {"due_at": IN_A_YEAR + A_MOMENT}
BREAKS: Breaks = {
    (agreement_must_oblige, AgreementNotFoundError): on(opened()),
    (obligation_must_be_new, ObligationAlreadyAgreedError): after(standard_agreed(obligation_id="3.2")),
    (standard_must_fit, StandardNotFittingError): with_fields(kind=ObligationKind.QUALITY),
    (obligation_must_be_due_within_its_agreement, ObligationDueInPastError): with_fields(due_at=AT),
    (obligation_must_be_due_within_its_agreement, ObligationOutlivesAgreementError): with_fields(**_LATER),
    (obligation_must_be_known, ObligationNotFoundError): on(*_SIGNED),
    (obligation_must_not_be_dropped, ObligationSettledError): after_its_drop,
    (month_must_be_measurable, NoStandardToMeasureError): on(*_SIGNED, agreed(obligation_id="4.1")),
    (month_must_be_measurable, ObligationSettledError): after(
        measured(value=99.6), fulfilled(obligation_id="4.1")
    ),
    (month_must_be_measurable, MonthNotMeasurableError): with_fields(month="2026-02"),
    (standard_must_be_shown, StandardNotShownError): on(*_SIGNED, standard_agreed(obligation_id="3.2")),
    (changed_obligations_must_be_open, ObligationNotFoundError): with_fields(drops=("9.9",)),
    (changed_obligations_must_be_open, ObligationSettledError): after(fulfilled()),
    (moved_obligations_must_not_be_overdue, ObligationOverdueError): on(*_SIGNED, agreed(due_at=TEN)),
    (moved_obligations_must_not_be_overdue, ObligationDueInPastError): with_fields(
        moves=(ObligationMove(obligation_id="3.2", due_at=TEN),)
    ),
    (moved_obligations_must_not_be_overdue, ObligationOutlivesAgreementError): with_fields(
        moves=(ObligationMove(obligation_id="3.2", **_LATER),)
    ),
}
TRIGGERS: Triggers = (
    (_AGREED, dropped(), happened(Milestone.OBLIGATION_DROPPED, subject="3.2")),
    *of_its_subject(WAYS, ObligationMoved, Milestone.OBLIGATION_MOVED, "obligation_id"),
    *of_its_subject(WAYS, ObligationAgreed, Milestone.OBLIGATION_AGREED, "obligation_id"),
    *of_its_subject(WAYS, ObligationFulfilled, Milestone.OBLIGATION_FULFILLED, "obligation_id"),
    *untimed(WAYS, QualityMeasured),
)
WITHOUT_FIGURES: Events = (
    ObligationAgreed,
    ObligationMoved,
    ObligationDropped,
    QualityMeasured,
    ObligationFulfilled,
)
OBLIGATION: dict[str, Any] = {
    "obligation_id": "3.2",
    "agreement_id": "C-7",
    "kind": "milestone",
    "what": "The second press is commissioned",
    "due_at": IN_TIME,
}
STANDARD: dict[str, Any] = {
    **OBLIGATION,
    "obligation_id": "4.1",
    "kind": "quality",
    "standard": {"measure": "availability", "unit": "percent", "at_least": 99.5},
}
_SIGN: list[Step] = [("sign-agreement", AGREEMENT)]
AGREE_OBLIGATION: list[Step] = [*_SIGN, ("obligations", OBLIGATION)]
SCENES: Scenes = {
    AgreeObligation: Scene("ObligationAgreed.v1", OBLIGATION, _SIGN),
    MeasureQuality: Scene(
        "QualityMeasured.v1",
        {"obligation_id": "4.1", "month": "2026-03", "value": 99.7, "evidence": "Log of the line"},
        [*_SIGN, ("obligations", STANDARD)],
    ),
    FulfilObligation: Scene(
        "ObligationFulfilled.v1",
        {"obligation_id": "3.2", "evidence": "Acceptance signed"},
        AGREE_OBLIGATION,
    ),
}
