"""The rules of understanding and of sales: which wish obeys which."""

from service.domain.case import commands as wish
from service.domain.case.circumstances import Rule
from service.domain.case.rules.general import DATED, NOT_CLOSED

RULES: dict[type[wish.CaseCommand], tuple[Rule, ...]] = {
    wish.AskClarification: NOT_CLOSED,
    wish.ConfirmUnderstanding: DATED,
    wish.RecordNeed: DATED,
    wish.RecordPreSaleNeed: DATED,
    wish.RecordOrderStatus: DATED,
}
