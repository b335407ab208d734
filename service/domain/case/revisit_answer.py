"""What a customer said to one question of a revisit."""

from pydantic import BaseModel, ConfigDict

from service.domain.personal import FreeText
from service.domain.text import Code


class RevisitAnswer(BaseModel):
    """One question and its answer (REQUIREMENTS 24)."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    question: Code
    """The question by its name in the template, or another word for what was asked."""
    answer: FreeText
    """What the customer said."""


class PlannedQuestion(BaseModel):
    """A question to go with, besides those of the template."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    question: Code
    """Its name, under which the answer will be recorded."""
    wording: FreeText
    """The question in words."""


class RoutedFeedback(BaseModel):
    """The department that was given what the customer said, and who leads it."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    department: Code
    """The department."""
    head: Code | None = None
    """The staff id of its head; none where the directory names nobody."""
