"""The links on the record of a case."""

from uuid import UUID

from service.api.http.document import Document
from service.domain.case.state import Case
from service.domain.vocabulary import CaseRelation


class LinkView(Document):
    """A link on the record of this case; `GET .../links` also shows the links recorded on other cases."""

    other_case_id: UUID
    relation: CaseRelation
    """Relation of the other case to this one."""


def link_views(case: Case) -> list[LinkView]:
    """Return the links that stand."""
    return [
        LinkView(other_case_id=other, relation=relation) for relation, other in sorted(case.links, key=str)
    ]
