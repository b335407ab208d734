"""The end of a case and taking it up again, by example."""

from dataclasses import replace

from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.decisions.closure import (
    CaseStillOpenError,
    CloseCase,
    ConfirmDelivery,
    ConfirmResolution,
    ReopenCase,
    ResolutionAlreadyToldError,
    ResolveCase,
    SupplementResolution,
    closing_must_be_the_same,
    confirmation_must_be_evidenced,
    must_have_ended,
    only_what_is_missing_is_supplemented,
    resolution_must_be_the_same,
)
from service.domain.case.endings import (
    CauseTreeMissingError,
    ComplaintNotConfirmedError,
    OpenQuestionsRemainError,
    ResolutionNotConfirmedError,
    ResolvedNotWithdrawnError,
    cause_must_be_found,
    closing_must_be_due,
    closing_needs_answers,
    complaint_must_be_confirmed,
    resolution_needs_answers,
    resolved_must_not_be_withdrawn,
)
from service.domain.case.record.closure import (
    CaseClosed,
    CaseResolved,
    ResolutionConfirmed,
    ResolutionSupplemented,
    ServiceDelivered,
)
from service.domain.case.rules import CaseAlreadyClosedError, CaseAlreadyResolvedError, CaseNotResolvedError
from service.domain.case.standards import (
    ConfirmationWindowOpenError,
    NeedsNotMetError,
    NobodyAccountableError,
    NotFromASourceError,
    closing_needs_an_owner,
    closing_needs_be_met,
    resolution_needs_an_owner,
    resolution_needs_be_met,
    source_must_be_known,
    window_must_have_passed,
)
from service.domain.case.to_customer import ConfirmationNeedsEvidenceError
from service.domain.clocks.milestones import Milestone, WaitingChanged
from service.domain.guidelines.handling import HandlingStandard, NeedRule
from service.domain.rulebook.decisions import PublishGuideline
from service.domain.vocabulary import Channel, CloseReason, Need
from tests.domain.example import (
    AT,
    Break,
    Breaks,
    Events,
    Example,
    Ways,
    after,
    by_default_rules,
    on,
    with_fields,
)
from tests.domain.facts import (
    CLOSED,
    CONTACT_ID,
    RESOLVED,
    TEN,
    confirmed,
    question_opened,
    received,
    received_complaint,
    reopened,
    resolved,
)
from tests.domain.rulebook.published import book_of
from tests.domain.staffed import A_WANG_WORKS
from tests.domain.trigger_rows import Triggers, happened
from tests.scene import CONFIRMED, RESOLVE, RESOLVE_AND_CONFIRM, Scene, Scenes

_RECEIVED = (received(),)


def _closing(reason: CloseReason, *history: AnyEvent) -> Break:
    return lambda way: replace(way, command=CloseCase(reason=reason), history=history)


def _closing_by_default(reason: CloseReason, *history: AnyEvent) -> Break:
    return lambda way: by_default_rules(reason=reason)(replace(way, history=history))


def _while_only_a_wang_works(way: Example) -> Example:
    return replace(way, rulebook=A_WANG_WORKS)


def by(standard: HandlingStandard) -> Break:
    """Send the command while this standard is in force."""
    return lambda way: replace(way, rulebook=book_of(PublishGuideline(content=standard)))


def _without_words(way: Example) -> Example:
    return by_default_rules(words=None)(way)


A_CLASS_AND_A_CAUSE = HandlingStandard(
    version=1,
    before_resolution=(NeedRule(need=Need.CLASSIFICATION, if_missing="refuse"),),
    before_close=(NeedRule(need=Need.CAUSE, if_missing="refuse"),),
)
WAYS: Ways = (
    Example(
        ResolveCase(resolution_code="repaired", resolution="New drive"),
        _RECEIVED,
        (CaseResolved(occurred_at=AT, cycle=1, resolution_code="repaired", resolution="New drive"),),
    ),
    Example(
        SupplementResolution(cause="Wear"),
        RESOLVED,
        (ResolutionSupplemented(occurred_at=AT, cycle=1, cause="Wear"),),
    ),
    Example(
        ConfirmResolution(contact_id=CONTACT_ID, channel=Channel.PHONE, words="It runs"),
        RESOLVED,
        (
            ResolutionConfirmed(
                occurred_at=AT, cycle=1, contact_id=CONTACT_ID, channel=Channel.PHONE, words="It runs"
            ),
        ),
    ),
    Example(ReopenCase(), RESOLVED, (reopened(at=AT),)),
    Example(
        CloseCase(),
        (received(), resolved(), confirmed()),
        (CaseClosed(occurred_at=AT, reason=CloseReason.CONFIRMED),),
    ),
    Example(
        ConfirmDelivery(what="A new drive", reference="DN-4"),
        _RECEIVED,
        (ServiceDelivered(occurred_at=AT, what="A new drive", reference="DN-4"),),
    ),
)
BREAKS: Breaks = {
    (resolution_must_be_the_same, CaseAlreadyResolvedError): on(*RESOLVED),
    (only_what_is_missing_is_supplemented, ResolutionAlreadyToldError): lambda way: with_fields(
        solution="A new drive", phenomenon="It stood"
    )(after(ResolutionSupplemented(occurred_at=TEN, cycle=1, solution="A new drive"))(way)),
    (closing_must_be_the_same, CaseAlreadyClosedError): _closing(CloseReason.WITHDRAWN, *CLOSED),
    (must_have_ended, CaseStillOpenError): on(received()),
    (closing_must_be_due, ResolutionNotConfirmedError): _closing(CloseReason.CONFIRMED, *RESOLVED),
    (resolved_must_not_be_withdrawn, ResolvedNotWithdrawnError): _closing(CloseReason.WITHDRAWN, *RESOLVED),
    (closing_must_be_due, CaseNotResolvedError): _closing(CloseReason.CONFIRMATION_WINDOW_PASSED, received()),
    (complaint_must_be_confirmed, ComplaintNotConfirmedError): _closing(
        CloseReason.CONFIRMATION_WINDOW_PASSED, received_complaint(), resolved()
    ),
    (cause_must_be_found, CauseTreeMissingError): on(received_complaint(), resolved(), confirmed()),
    (resolution_needs_answers, OpenQuestionsRemainError): after(question_opened()),
    (closing_needs_answers, OpenQuestionsRemainError): after(question_opened()),
    (resolution_needs_an_owner, NobodyAccountableError): _while_only_a_wang_works,
    (closing_needs_an_owner, NobodyAccountableError): _while_only_a_wang_works,
    (resolution_needs_be_met, NeedsNotMetError): by(A_CLASS_AND_A_CAUSE),
    (closing_needs_be_met, NeedsNotMetError): by(A_CLASS_AND_A_CAUSE),
    (window_must_have_passed, ConfirmationWindowOpenError): _closing_by_default(
        CloseReason.CONFIRMATION_WINDOW_PASSED, *RESOLVED
    ),
    (source_must_be_known, NotFromASourceError): _closing_by_default(CloseReason.SOURCE_CLOSED, *RESOLVED),
    (confirmation_must_be_evidenced, ConfirmationNeedsEvidenceError): _without_words,
}
_NO_WAIT = WaitingChanged(at=TEN, waiting_on=None)
TRIGGERS: Triggers = (
    (_RECEIVED, resolved(), (_NO_WAIT, *happened(Milestone.RESOLVED))),
    (RESOLVED, ResolutionConfirmed(occurred_at=TEN, cycle=1), happened(Milestone.RESOLUTION_CONFIRMED)),
    (RESOLVED, ResolutionSupplemented(occurred_at=TEN, cycle=1, cause="Wear"), ()),
    (RESOLVED, reopened(), happened(Milestone.REOPENED)),
    (
        _RECEIVED,
        CaseClosed(occurred_at=TEN, reason=CloseReason.WITHDRAWN),
        (_NO_WAIT, *happened(Milestone.WITHDRAWN), *happened(Milestone.CLOSED)),
    ),
    (
        RESOLVED,
        CaseClosed(occurred_at=TEN, reason=CloseReason.CONFIRMATION_WINDOW_PASSED),
        (_NO_WAIT, *happened(Milestone.CLOSED)),
    ),
    (
        _RECEIVED,
        ServiceDelivered(occurred_at=TEN, what="A drive"),
        (*happened(Milestone.DELIVERED), *happened(Milestone.ORDER_ARRIVED)),
    ),
    (
        (received(order_reference="PO-3"),),
        ServiceDelivered(occurred_at=TEN, what="A drive", reference="DN-4"),
        happened(Milestone.DELIVERED),
    ),
)
WITHOUT_FIGURES: Events = (ServiceDelivered,)
SCENES: Scenes = {
    ResolveCase: Scene("CaseResolved.v1", {"resolution": "Bearing replaced"}),
    ConfirmResolution: Scene("ResolutionConfirmed.v1", CONFIRMED, RESOLVE),
    SupplementResolution: Scene("ResolutionSupplemented.v1", {"cause": "Wear"}, RESOLVE),
    ReopenCase: Scene("CaseReopened.v1", {"reason": "stands still again"}, RESOLVE),
    CloseCase: Scene("CaseClosed.v1", {"reason": "confirmed"}, RESOLVE_AND_CONFIRM),
    ConfirmDelivery: Scene("ServiceDelivered.v1", {"what": "a bearing", "reference": "DN-4"}),
}
