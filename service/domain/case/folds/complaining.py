"""How a case changes by the steps of a complaint. Reads no personal field."""

from typing import assert_never

from service.domain.case import events as fact
from service.domain.case.parts.complaint import Cause, Complaint, Impact, Liability
from service.domain.case.state import Case
from service.domain.changed import changed


def evolve_complaining(case: Case, event: fact.ComplainingEvent) -> Case:
    return changed(case, complaint=_with_step(case.complaint, event))


def _with_step(known: Complaint, event: fact.ComplainingEvent) -> Complaint:
    at = event.occurred_at
    match event:
        case fact.EmotionSoothed():
            return changed(known, soothed=known.soothed | {at})
        case fact.SceneReconstructed():
            return changed(known, scenes=known.scenes | {at})
        case fact.LiabilityDetermined():
            found = Liability(liable=event.liable, department=event.department, determined_at=at)
            return changed(known, liability=found)
        case fact.CauseIdentified():
            return changed(known, cause=_cause(event))
        case fact.ImpactRecorded():
            return changed(known, impact=Impact(extent=event.extent, observed_at=at))
        case _:
            assert_never(event)


def _cause(event: fact.CauseIdentified) -> Cause:
    return Cause(
        cause_class=event.cause_class,
        root_code=event.root_code,
        process_step=event.process_step,
        depth=event.depth,
        identified_at=event.occurred_at,
    )
