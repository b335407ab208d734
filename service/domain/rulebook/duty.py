"""Who is on duty, and when."""

from pydantic import Field

from service.domain.clocks.policy import Data, Slug
from service.domain.text import Code


class Duty(Data):
    """One person on duty on an escalation level."""

    staff_id: Code = Field(examples=["staff-17"])
    """Staff id of the person."""
    calendar_id: Slug
    """Calendar of the duty hours of the person."""
