"""The stages of a plan that is proposed to a customer."""

from pydantic import BaseModel, ConfigDict

from service.domain.event import Instant
from service.domain.personal import FreeText
from service.domain.text import Code


class PlanStage(BaseModel):
    """One dated stage of a plan (REQUIREMENTS 6)."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    title: FreeText
    """What will be reached."""
    due_at: Instant
    """By when."""
    responsible: Code
    """The staff id of who answers for it."""
