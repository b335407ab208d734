"""Facts about the rules."""

from typing import Annotated, Literal, get_args

from pydantic import Field

from service.domain.clocks.calendars.document import CalendarDocument
from service.domain.clocks.policy import Policy
from service.domain.event import Event, RecordedInstant
from service.domain.guidelines import AnyGuideline
from service.domain.rulebook.duty import Duty
from service.domain.vocabulary import EscalationLevel


class RulebookFact(Event):
    """Base of the events of the rulebook."""


class PolicyPublished(RulebookFact):
    """A version of a policy was published. It is never edited; a change is another version."""

    type: Literal["PolicyPublished.v1"] = "PolicyPublished.v1"
    policy: Policy
    """Complete version."""
    effective_at: RecordedInstant
    """Time from which the policy makes the promises (UTC), until the next version takes over."""


class CalendarPublished(RulebookFact):
    """A version of a calendar was published. Clocks already started use the previous one."""

    type: Literal["CalendarPublished.v1"] = "CalendarPublished.v1"
    calendar: CalendarDocument
    """Complete version."""


class RosterSet(RulebookFact):
    """The people on duty on an escalation level were set."""

    type: Literal["RosterSet.v1"] = "RosterSet.v1"
    level: EscalationLevel
    """Escalation level."""
    people: tuple[Duty, ...]
    """People on duty, in the order of call: the first person within duty hours is called."""
    effective_at: RecordedInstant
    """Time from which the roster applies (UTC)."""


class GuidelinePublished(RulebookFact):
    """A version of a guideline was published. What was done by an earlier version stays as it is."""

    type: Literal["GuidelinePublished.v1"] = "GuidelinePublished.v1"
    content: AnyGuideline
    """Complete version."""
    effective_at: RecordedInstant
    """Time from which the guideline applies (UTC), until the next version takes over."""


RulebookEvent = Annotated[
    PolicyPublished | CalendarPublished | RosterSet | GuidelinePublished, Field(discriminator="type")
]
RULEBOOK_EVENTS: tuple[type[RulebookFact], ...] = get_args(get_args(RulebookEvent)[0])
