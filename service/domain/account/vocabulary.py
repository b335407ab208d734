"""Words of agreements and of what belongs to them: each a fixed set, shown in reports."""

from enum import StrEnum


class ObligationKind(StrEnum):
    """What an agreement obliges us to: 服务内容、时间节点、质量标准 (REQUIREMENTS 46)."""

    CONTENT = "content"
    MILESTONE = "milestone"
    QUALITY = "quality"


class AmendmentCause(StrEnum):
    """What asks for an amendment of an agreement (REQUIREMENTS 47)."""

    NEED = "need"
    VISIT = "visit"
    CASE = "case"
    DISPUTE = "dispute"


class Limitation(StrEnum):
    """What is disclosed before signing: 产品限制、服务范围、合作风险 (REQUIREMENTS 146)."""

    PRODUCT_LIMIT = "product_limit"
    SERVICE_SCOPE = "service_scope"
    RISK = "risk"


class DisputeSide(StrEnum):
    """A party to a dispute (REQUIREMENTS 48)."""

    CUSTOMER = "customer"
    OURS = "ours"


class DisputeEnd(StrEnum):
    """How a dispute ended without a settlement."""

    WITHDRAWN = "withdrawn"
    NO_AGREEMENT = "no_agreement"
    LAW = "law"


class NewsKind(StrEnum):
    """What a customer is sent besides answers (REQUIREMENTS 41, 131, 154)."""

    NEWS = "news"
    VALUE_CONTENT = "value_content"
    MAINTENANCE_ADVICE = "maintenance_advice"


class ReminderKind(StrEnum):
    """Why people are reminded of an account (REQUIREMENTS 20, 21, 25, 27, 29, 74, 107, 132)."""

    MEMO = "memo"
    KEY_DATE = "key_date"
    FESTIVAL = "festival"
    PROMOTION = "promotion"
    ORDER = "order"
    RENEWAL = "renewal"
    ONBOARDING = "onboarding"
    SIGNING = "signing"


class AttentionKind(StrEnum):
    """What a customer is given besides service (REQUIREMENTS 29, 132)."""

    GREETING = "greeting"
    CARD = "card"
    GIFT = "gift"
    BENEFIT = "benefit"
    TOUCH = "touch"


class Routine(StrEnum):
    """What happens with an account on the same day of each month or week (REQUIREMENTS 23, 27)."""

    SETTLEMENT = "settlement"
    ORDER = "order"
    VISIT = "visit"


class TimelineTheme(StrEnum):
    """What something that happened with an account is about, in its timeline (REQUIREMENTS 51)."""

    CASES = "cases"
    ANSWERS = "answers"
    WORK = "work"
    PROMISES = "promises"
    ESCALATIONS = "escalations"
    COMPLAINTS = "complaints"
    SATISFACTION = "satisfaction"
    VISITS = "visits"
    REMINDERS = "reminders"
    AGREEMENTS = "agreements"
    NEEDS = "needs"
    SIGNALS = "signals"
    PURCHASES = "purchases"
    ASSETS = "assets"
    PROFILE = "profile"
    OTHER = "other"
