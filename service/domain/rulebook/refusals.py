"""Why a wish about the rules is refused."""

from service.domain.refusal import Refusal


class PolicyVersionNotNextError(Refusal, field="policy"):
    """The versions of a policy are numbered without gaps, and none is ever edited."""


class CalendarVersionNotNextError(Refusal, field="calendar"):
    """The versions of a calendar are numbered without gaps, and none is ever edited."""


class GuidelineVersionNotNextError(Refusal, field="content"):
    """The versions of a guideline are numbered without gaps, and none is ever edited."""


class ChangedBackwardsError(Refusal, field="effective_at"):
    """What was promised, or who was on duty, is never changed for a time that has passed."""


class CalendarNotPublishedError(Refusal, field="policy"):
    """Time is only counted by calendars that are on the record."""


class SegmentWithoutCalendarError(Refusal, field="policy"):
    """A rule that counts by the tier's service calendar needs one for every tier."""


class PolicyNotPublishedError(Refusal, field="policy_id"):
    """No such version of a policy is on the record."""
