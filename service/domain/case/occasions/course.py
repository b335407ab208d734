"""What the facts of the course of a case are to the clocks, by theme. Reads no personal field."""

from typing import assert_never

from service.domain.case import events as fact
from service.domain.case.first_response import is_acknowledgement, is_first_response
from service.domain.case.state import Case
from service.domain.clocks.milestones import (
    Happening,
    Milestone,
    Occasion,
    SituationChanged,
    WaitingChanged,
)


def taken_in(event: fact.IntakeEvent, after: Case) -> tuple[Occasion, ...]:
    at = event.occurred_at
    match event:
        case fact.CaseReceived():
            return (Happening(milestone=Milestone.RECEIVED, at=at),)
        case fact.CaseClassified():
            return _reclassified(event, after)
        case fact.OwnerAssigned():
            return _assigned(event)
        case fact.ReceiptAcknowledged():
            return (Happening(milestone=Milestone.ACKNOWLEDGED, at=at),) if is_acknowledgement(event) else ()
        case fact.SourceUpdateRecorded():
            return ()
        case _:
            assert_never(event)


def worked_on(event: fact.WorkingEvent, _: Case) -> tuple[Occasion, ...]:
    at = event.occurred_at
    match event:
        case fact.CaseHandedOver():
            return _assigned(event)
        case fact.WaitingStarted():
            return (WaitingChanged(at=at, waiting_on=event.waiting_on),)
        case fact.WaitingEnded():
            return (WaitingChanged(at=at, waiting_on=None),)
        case fact.NoteAdded() | fact.CaseEscalated() | fact.CaseDeescalated():
            return ()
        case _:
            assert_never(event)


def alarmed(event: fact.AlarmingEvent, after: Case) -> tuple[Occasion, ...]:
    at = event.occurred_at
    match event:
        case fact.CounterpartInformed():
            return (Happening(milestone=Milestone.COUNTERPART_INFORMED, at=at),)
        case fact.ContingencyPlanActivated():
            return (Happening(milestone=Milestone.CONTINGENCY_PLAN_ACTIVATED, at=at),)
        case fact.GreenChannelOpened():
            return _reclassified(event, after)
        case fact.EscalationRiskFlagged() | fact.EscalationRiskCleared():
            return ()
        case _:
            assert_never(event)


def merged(event: fact.MergingEvent, _: Case) -> tuple[Occasion, ...]:
    is_merged = isinstance(event, fact.CaseMerged)
    milestone = Milestone.MERGED if is_merged else Milestone.UNMERGED
    return (Happening(milestone=milestone, at=event.occurred_at),)


def _reclassified(event: fact.CaseClassified | fact.GreenChannelOpened, after: Case) -> tuple[Occasion, ...]:
    """A green channel opens once, by classification or with a task force; a new task force opens none."""
    at = event.occurred_at
    changed = SituationChanged(at=at)
    if after.green_channel_opened_at != at:
        return (changed,)
    return (Happening(milestone=Milestone.GREEN_CHANNEL_OPENED, at=at), changed)


def _assigned(event: fact.OwnerAssigned | fact.CaseHandedOver) -> tuple[Occasion, ...]:
    """Only a person can be accountable: a case that moved to another team has its owner still."""
    before, now = (
        (None, event.owner) if isinstance(event, fact.OwnerAssigned) else (event.from_owner, event.to_owner)
    )
    if now is None or now == before:
        return ()
    return (Happening(milestone=Milestone.OWNER_ASSIGNED, at=event.occurred_at),)


def told(event: fact.TellingEvent, _: Case) -> tuple[Occasion, ...]:
    """What is not a public, human, substantive reply answers nothing (REQUIREMENTS 150)."""
    at = event.occurred_at
    match event:
        case fact.ReplySent():
            return (Happening(milestone=Milestone.ANSWERED, at=at),) if is_first_response(event) else ()
        case fact.CustomerMessaged():
            return (Happening(milestone=Milestone.CUSTOMER_MESSAGED, at=at),)
        case fact.ProgressShared():
            return (Happening(milestone=Milestone.PROGRESS_SHARED, at=at),)
        case fact.PlanProposed():
            return (Happening(milestone=Milestone.PLAN_PROPOSED, at=at),)
        case fact.ResultFedBack():
            return ()
        case _:
            assert_never(event)


def promised(event: fact.PromisingEvent, _: Case) -> tuple[Occasion, ...]:
    """A commitment that is given up is not kept: its clock runs on to the instant that was promised."""
    at, subject = event.occurred_at, str(event.commitment_id)
    match event:
        case fact.CommitmentMade():
            milestone = Milestone.COMMITMENT_MADE
            return (Happening(milestone=milestone, at=at, subject=subject, due_at=event.due_at),)
        case fact.CommitmentRenegotiated():
            milestone = Milestone.COMMITMENT_RENEGOTIATED
            return (Happening(milestone=milestone, at=at, subject=subject, due_at=event.due_at),)
        case fact.CommitmentKept():
            return (Happening(milestone=Milestone.COMMITMENT_KEPT, at=at, subject=subject),)
        case fact.CommitmentBroken() | fact.OverPromiseWarned():
            return ()
        case _:
            assert_never(event)


def collaborated(event: fact.CollaboratingEvent, after: Case) -> tuple[Occasion, ...]:
    task = after.collaboration(event.collaboration_id)
    return (
        Happening(
            milestone=_milestone_of(event),
            at=event.occurred_at,
            subject=str(event.collaboration_id),
            due_at=event.due_at if isinstance(event, fact.CollaborationRequested) else None,
            department=task.department if task else None,
            step=task.step if task else None,
        ),
    )


def _milestone_of(event: fact.CollaboratingEvent) -> Milestone:
    match event:
        case fact.CollaborationRequested():
            return Milestone.COLLABORATION_REQUESTED
        case fact.CollaborationAccepted():
            return Milestone.COLLABORATION_ACCEPTED
        case fact.CollaborationAnswered():
            return Milestone.COLLABORATION_ANSWERED
        case fact.CollaborationCompleted():
            return Milestone.COLLABORATION_COMPLETED
        case fact.CollaborationDeclined():
            return Milestone.COLLABORATION_DECLINED
        case _:
            assert_never(event)


def ended(event: fact.EndingEvent, after: Case) -> tuple[Occasion, ...]:
    """An attempt is no contact, and a survey about an older resolution keeps no promise of the last one."""
    at = event.occurred_at
    match event:
        case fact.CaseResolved():
            return (Happening(milestone=Milestone.RESOLVED, at=at),)
        case fact.CaseReopened():
            return (Happening(milestone=Milestone.REOPENED, at=at),)
        case fact.CaseClosed():
            return (Happening(milestone=Milestone.CLOSED, at=at),)
        case fact.ServiceDelivered():
            return (Happening(milestone=Milestone.DELIVERED, at=at),)
        case fact.SurveySent():
            is_of_last = event.cycle == max(after.resolved_cycles, default=event.cycle)
            return (Happening(milestone=Milestone.SURVEY_SENT, at=at),) if is_of_last else ()
        case fact.ResolutionConfirmed() | fact.SatisfactionRated():
            return ()
        case _:
            assert_never(event)
