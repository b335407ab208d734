"""The facts of a complaint: each step, known by what it says in codes and by its instant."""

from datetime import datetime
from typing import assert_never

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.parts.complaint import Cause, Impact, Liability
from service.domain.case.state import Case
from service.domain.command_content import content_of

Facts = tuple[fact.CaseEvent, ...]


def complained(case: Case, command: wish.ComplainingCommand, _: Circumstances, at: datetime) -> Facts:
    """Return what follows from a step of a complaint; nothing where the same was recorded of that instant."""
    known, content = case.complaint, content_of(command)
    match command:
        case wish.SootheCustomer():
            return () if at in known.soothed else (fact.EmotionSoothed(occurred_at=at, **content),)
        case wish.ReconstructScene():
            return () if at in known.scenes else (fact.SceneReconstructed(occurred_at=at, **content),)
        case wish.DetermineLiability():
            found = Liability(liable=command.liable, department=command.department, determined_at=at)
            return () if found == known.liability else (fact.LiabilityDetermined(occurred_at=at, **content),)
        case wish.IdentifyCause():
            depth = len(command.whys)
            is_known = _cause(command, depth, at) == known.cause
            return () if is_known else (fact.CauseIdentified(occurred_at=at, depth=depth, **content),)
        case wish.RecordImpact():
            is_known = Impact(extent=command.extent, observed_at=at) == known.impact
            return () if is_known else (fact.ImpactRecorded(occurred_at=at, **content),)
        case _:
            assert_never(command)


def _cause(command: wish.IdentifyCause, depth: int, at: datetime) -> Cause:
    return Cause(
        cause_class=command.cause_class,
        root_code=command.root_code,
        process_step=command.process_step,
        depth=depth,
        identified_at=at,
    )
