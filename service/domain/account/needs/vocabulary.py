"""The closed lists of words of needs and opportunities."""

from enum import StrEnum


class NeedOrigin(StrEnum):
    """Where a need or an opportunity was found (REQUIREMENTS 72, 79, 134)."""

    CASE = "case"
    VISIT = "visit"
    SURVEY = "survey"
    CAMPAIGN = "campaign"


class NeedStage(StrEnum):
    """How far a need is (需求落地进度, REQUIREMENTS 134)."""

    RAISED = "raised"
    ASSESSED = "assessed"
    PLANNED = "planned"
    DELIVERED = "delivered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class OpportunityStage(StrEnum):
    """How far an opportunity is with sales (二次转化, REQUIREMENTS 72)."""

    PASSED = "passed"
    TAKEN = "taken"
    DECLINED = "declined"
    WON = "won"
    LOST = "lost"


class SignalStage(StrEnum):
    """Whether somebody has looked at a signal."""

    RAISED = "raised"
    TAKEN = "taken"
    DISMISSED = "dismissed"
