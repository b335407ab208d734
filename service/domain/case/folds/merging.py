"""How a case changes by the facts of working on several cases as one. Reads no personal field."""

from service.domain.case import events as fact
from service.domain.case.state import Case
from service.domain.changed import changed


def evolve_merging(case: Case, event: fact.MergingEvent) -> Case:
    return changed(case, merged_into=event.into_case_id if isinstance(event, fact.CaseMerged) else None)
