"""The closed lists of words about the care for an account."""

from enum import StrEnum


class NewsKind(StrEnum):
    """What a customer is sent besides answers (REQUIREMENTS 41, 131, 154)."""

    NEWS = "news"
    VALUE_CONTENT = "value_content"
    MAINTENANCE_ADVICE = "maintenance_advice"


class ReminderKind(StrEnum):
    """Why people are reminded of an account (REQUIREMENTS 21, 25, 27, 29, 74, 132)."""

    MEMO = "memo"
    KEY_DATE = "key_date"
    FESTIVAL = "festival"
    PROMOTION = "promotion"
    ORDER = "order"
    RENEWAL = "renewal"


class AttentionKind(StrEnum):
    """What a customer is given besides service (REQUIREMENTS 29, 132)."""

    GREETING = "greeting"
    CARD = "card"
    GIFT = "gift"
    BENEFIT = "benefit"
    TOUCH = "touch"
