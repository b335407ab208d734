"""What codes are called by the guidelines that were in force at the end of a period."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from service.domain.clocks.policy import Title
from service.domain.guidelines.causes import CauseCatalogue
from service.domain.guidelines.classification import ClassificationGuideline
from service.domain.guidelines.departments import DepartmentDirectory
from service.domain.guidelines.remedies import RemedyCatalogue
from service.domain.guidelines.revisits import Revisits
from service.domain.rulebook.state import Rulebook
from service.reports.documents.document import Words
from service.reports.documents.words import titled


class Names:
    """Titles by code; a code that no guideline lists is shown as it is."""

    def __init__(self, book: Rulebook, at: datetime) -> None:
        classes = book.guideline(ClassificationGuideline, at)
        causes, remedies = book.guideline(CauseCatalogue, at), book.guideline(RemedyCatalogue, at)
        departments, revisits = book.guideline(DepartmentDirectory, at), book.guideline(Revisits, at)
        self._titles: Mapping[str, Mapping[str, Title]] = {
            "category": {one.category: one.title for one in classes.categories} if classes else {},
            "root": {one.root_code: one.title for one in causes.roots} if causes else {},
            "step": {one.process_step: one.title for one in causes.process_steps} if causes else {},
            "department": {one.department: one.title for one in departments.departments}
            if departments
            else {},
            "remedy": {one.remedy_type: one.title for one in remedies.remedies} if remedies else {},
            "revisit": {one.template: one.title for one in revisits.templates} if revisits else {},
        }

    def of(self, kind: str, code: str) -> Words:
        """Return what a code is called, e.g. `of("root", "late_delivery")`."""
        return titled(self._titles[kind].get(code), code)

    def namer(self, kind: str) -> Callable[[str], Words]:
        """Return what names the codes of a kind."""
        return partial(self.of, kind)
