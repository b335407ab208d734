"""What can start, meet, pause or end a clock: what happens on cases and accounts, as clocks see it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.domain.vocabulary import WaitingOn


class Milestone(StrEnum):
    """Something that policies can name."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    COUNTERPART_INFORMED = "counterpart_informed"
    COUNTERPART_REACHED = "counterpart_reached"
    ANSWERED = "answered"
    CUSTOMER_MESSAGED = "customer_messaged"
    PROGRESS_SHARED = "progress_shared"
    PLAN_PROPOSED = "plan_proposed"
    STAGED_PLAN_PROPOSED = "staged_plan_proposed"
    PLAN_TOLD = "plan_told"
    CONTINGENCY_PLAN_ACTIVATED = "contingency_plan_activated"
    GREEN_CHANNEL_OPENED = "green_channel_opened"
    COMMITMENT_MADE = "commitment_made"
    COMMITMENT_RENEGOTIATED = "commitment_renegotiated"
    COMMITMENT_BROKEN = "commitment_broken"
    COMMITMENT_KEPT = "commitment_kept"
    QUESTION_OPENED = "question_opened"
    QUESTION_ANSWERED = "question_answered"
    COLLABORATION_REQUESTED = "collaboration_requested"
    COLLABORATION_ACCEPTED = "collaboration_accepted"
    COLLABORATION_ANSWERED = "collaboration_answered"
    COLLABORATION_COMPLETED = "collaboration_completed"
    COLLABORATION_DECLINED = "collaboration_declined"
    UNDERSTANDING_CONFIRMED = "understanding_confirmed"
    ANSWER_NOT_NEEDED = "answer_not_needed"
    DELIVERED = "delivered"
    ORDER_ARRIVED = "order_arrived"
    RESOLVED = "resolved"
    RESOLUTION_CONFIRMED = "resolution_confirmed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    SOURCE_CLOSED = "source_closed"
    CLOSED = "closed"
    SURVEY_SENT = "survey_sent"
    SURVEY_SKIPPED = "survey_skipped"
    NOBODY_TO_ASK = "nobody_to_ask"
    RATED = "rated"
    RECOVERY_REQUESTED = "recovery_requested"
    REVISIT_PLANNED = "revisit_planned"
    REVISIT_CANCELLED = "revisit_cancelled"
    REVISITED = "revisited"
    FOLLOW_UP_ENDED = "follow_up_ended"
    IMPROVEMENT_AGREED = "improvement_agreed"
    IMPROVEMENT_COMPLETED = "improvement_completed"
    MERGED = "merged"
    UNMERGED = "unmerged"
    OWNER_ASSIGNED = "owner_assigned"
    FIRST_CONTACT_MADE = "first_contact_made"
    SETTLEMENT_EXPECTED = "settlement_expected"
    BILL_CHECKED = "bill_checked"
    VISIT_EXPECTED = "visit_expected"
    CARE_MONTH_BEGUN = "care_month_begun"
    TIER_MONTH_BEGUN = "tier_month_begun"
    VISIT_PLANNED = "visit_planned"
    PLANNED_VISIT_HELD = "planned_visit_held"
    PLANNED_VISIT_CANCELLED = "planned_visit_cancelled"
    VISIT_HELD = "visit_held"
    NEWS_SENT = "news_sent"
    VALUE_CONTENT_SENT = "value_content_sent"
    MAINTENANCE_ADVISED = "maintenance_advised"
    INTERVIEW_HELD = "interview_held"
    EXECUTIVES_MET = "executives_met"
    SURVEY_HELD = "survey_held"
    PROBLEM_REPORT_ISSUED = "problem_report_issued"
    REMINDER_RAISED = "reminder_raised"
    REMINDER_MOVED = "reminder_moved"
    REMINDER_DONE = "reminder_done"
    REMINDER_SET_ASIDE = "reminder_set_aside"
    ACCOUNT_CLOSED = "account_closed"
    OBLIGATION_AGREED = "obligation_agreed"
    OBLIGATION_MOVED = "obligation_moved"
    OBLIGATION_DROPPED = "obligation_dropped"
    OBLIGATION_FULFILLED = "obligation_fulfilled"


MONTHS = frozenset({Milestone.CARE_MONTH_BEGUN, Milestone.TIER_MONTH_BEGUN})
"""What begins with each month of care: a limit of months makes a promise for every so many of them."""
EXPECTED = frozenset({Milestone.SETTLEMENT_EXPECTED, Milestone.VISIT_EXPECTED, *MONTHS})
"""What the days bring and no event tells: whoever looks computes it anew, so the same one is told again."""


@dataclass(frozen=True, kw_only=True)
class MilestoneReached:
    """A milestone that was reached.

    `subject` tells several of one kind apart (the commitment, the collaboration, the visit). `due_at` is the
    instant that somebody has promised for it, where the happening is itself a promise; `department` and
    `step` are those of a collaboration. Of a month of care that begins, `months` tells how many were over by
    then since `since_at`.
    """

    milestone: Milestone
    at: datetime
    subject: str | None = None
    due_at: datetime | None = None
    department: str | None = None
    step: str | None = None
    months: int | None = None
    since_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class WaitingChanged:
    """Waiting began or ended at `at`; `waiting_on` is whom we now wait for, None when nobody."""

    at: datetime
    waiting_on: WaitingOn | None


@dataclass(frozen=True, kw_only=True)
class SituationChanged:
    """The class, kind, priority, category or tier became another at `at`: other promises may hold now."""

    at: datetime


ClockTrigger = MilestoneReached | WaitingChanged | SituationChanged
