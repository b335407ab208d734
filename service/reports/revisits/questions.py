"""What to ask at a revisit, and what was asked: questions in words, by the version of the guideline. Pure."""

from service.domain.case.record.revisits import RevisitPlanned
from service.domain.clocks.policy import Title
from service.domain.described import Described
from service.domain.guidelines.revisits import Revisits, RevisitTemplate
from service.domain.rulebook.state import Rulebook


class QuestionToAsk(Described):
    """A question of a revisit."""

    question: str
    """Name of the question, under which the answer is recorded."""
    title: Title | None
    """Question in words, from the guideline."""
    wording: str | None
    """Question in the words of the planner; null if it comes from the template."""


def guideline_of_version(book: Rulebook, version: int | None) -> Revisits | None:
    """Return a version of the guideline; None where there is none of this number."""
    found = (
        known.content
        for known in book.guidelines
        if isinstance(known.content, Revisits) and known.content.version == version
    )
    return next(found, None)


def template_of_version(book: Rulebook, version: int | None, name: str | None) -> RevisitTemplate | None:
    """Return a template as it stood in a version of the guideline."""
    guideline = guideline_of_version(book, version)
    return guideline.template(name) if guideline and name else None


def questions_to_ask(template: RevisitTemplate | None, plan: RevisitPlanned | None) -> list[QuestionToAsk]:
    """Return the questions of the template, then those that were added to the plan."""
    listed = template.questions if template else ()
    added = plan.questions if plan else ()
    return [
        *(QuestionToAsk(question=one.question, title=one.title, wording=None) for one in listed),
        *(QuestionToAsk(question=one.question, title=None, wording=one.wording) for one in added),
    ]
