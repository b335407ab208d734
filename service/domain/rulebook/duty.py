"""Who is on duty, and when."""

from pydantic import Field

from service.domain.clocks.policy import Data, Slug
from service.domain.text import Code


class Duty(Data):
    """One person of a rung of the escalation chain."""

    staff_id: Code = Field(examples=["staff-17"])
    """The person's staff id."""
    calendar_id: Slug
    """The calendar of the hours in which the person is on duty."""
