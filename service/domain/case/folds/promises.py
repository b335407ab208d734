"""How commitments and collaborations change by a fact."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from service.domain.case import events as fact
from service.domain.case.parts.promises import Collaboration, Commitment
from service.domain.case.state import Case
from service.domain.changed import changed


def evolve_commitments(case: Case, event: fact.PromisingEvent) -> Case:
    """Return the case after a fact about a commitment. Reads no personal field."""
    if isinstance(event, fact.CommitmentMade):
        made = Commitment(
            commitment_id=event.commitment_id, due_at=event.due_at, is_interim=bool(event.is_interim)
        )
        return changed(case, commitments=(*case.commitments, made))
    commitments = (
        _promised(one, event) if one.commitment_id == event.commitment_id else one for one in case.commitments
    )
    return changed(case, commitments=tuple(commitments))


def _promised(
    one: Commitment,
    event: fact.CommitmentRenegotiated | fact.CommitmentKept | fact.CommitmentBroken | fact.OverPromiseWarned,
) -> Commitment:
    match event:
        case fact.CommitmentRenegotiated():
            return replace(one, due_at=event.due_at, is_broken=False)
        case fact.CommitmentKept():
            return replace(one, kept_at=_earliest(one.kept_at, event.occurred_at))
        case fact.CommitmentBroken():
            return replace(one, is_broken=True)
        case fact.OverPromiseWarned():
            return one
        case _:
            assert_never(event)


def evolve_collaborations(case: Case, event: fact.CollaboratingEvent) -> Case:
    """Return the case after a fact about a collaboration. Reads no personal field."""
    if isinstance(event, fact.CollaborationRequested):
        asked = Collaboration(
            collaboration_id=event.collaboration_id,
            department=event.department,
            step=event.step,
            due_at=event.due_at,
        )
        return changed(case, collaborations=(*case.collaborations, asked))
    collaborations = (
        _worked_on(one, event) if one.collaboration_id == event.collaboration_id else one
        for one in case.collaborations
    )
    return changed(case, collaborations=tuple(collaborations))


def _worked_on(
    one: Collaboration,
    event: fact.CollaborationAccepted
    | fact.CollaborationAnswered
    | fact.CollaborationCompleted
    | fact.CollaborationDeclined,
) -> Collaboration:
    match event:
        case fact.CollaborationAccepted():
            return replace(one, accepted_at=_earliest(one.accepted_at, event.occurred_at))
        case fact.CollaborationAnswered():
            return one
        case fact.CollaborationCompleted():
            return replace(one, completed_at=_earliest(one.completed_at, event.occurred_at))
        case fact.CollaborationDeclined():
            return replace(one, is_declined=True)
        case _:
            assert_never(event)


def _earliest(known: datetime | None, at: datetime) -> datetime:
    return min(known or at, at)
