"""Which documents are together before a contract is signed (资质文件清单, REQUIREMENTS 20)."""

from typing import Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import LONGEST_DAYS, Data, Slug, Title
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.vocabulary import Segment


class ContractDocument(Data):
    """A document of the checklist."""

    document: Slug
    """Name of the document."""
    title: Title
    """Document in words."""
    segments: tuple[Segment, ...] = ()
    """Tiers of the customers concerned; empty for all."""


class ContractDocuments(Guideline):
    """The checklist of documents for the signing of a contract, and when to remind of it."""

    guideline: Literal["contract_documents"] = "contract_documents"
    documents: tuple[ContractDocument, ...] = ()
    """Documents, in the order of the checklist."""
    remind_days_before: int = Field(default=7, ge=0, le=LONGEST_DAYS)
    """Number of days before the signing at which what is missing is to be asked for."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        names = [str(one.document) for one in self.documents]
        for name in names:
            if names.count(name) > 1:
                raise invalid("named_twice", field="documents", named=name)
        return self

    def checklist(self, segment: Segment) -> tuple[str, ...]:
        """Return the documents that a customer of a tier must have together."""
        return tuple(one.document for one in self.documents if not one.segments or segment in one.segments)
