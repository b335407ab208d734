"""How a case changes by the facts of its links. Reads no personal field."""

from dataclasses import replace
from typing import assert_never

from service.domain.case import events as fact
from service.domain.case.state import Case
from service.domain.changed import changed


def evolve_linking(case: Case, event: fact.LinkingEvent) -> Case:
    """Return the case after a fact about its links."""
    links = case.links
    match event:
        case fact.CaseLinked():
            links = replace(links, linked=links.linked | {(event.relation, event.other_case_id)})
        case fact.CaseUnlinked():
            links = replace(links, linked=links.linked - {(event.relation, event.other_case_id)})
        case fact.CaseSplit():
            links = replace(links, split_into=links.split_into | {event.into_case_id})
        case _:
            assert_never(event)
    return changed(case, links=links)
