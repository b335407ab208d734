"""Which refusals the rules of a command can give."""

from typing import Any

from service.domain import clock_rules
from service.domain.account import rules as account_rules
from service.domain.aggregate import AnyCommand
from service.domain.case import rules as case_rules
from service.domain.refusal import Refusal
from service.domain.rulebook import rules as rulebook_rules

_RULE_MODULES: tuple[Any, ...] = (account_rules, case_rules, rulebook_rules, clock_rules)


def refusals_of(command: type[AnyCommand]) -> list[type[Refusal]]:
    """Return them in the order of the rules."""
    rules = [rule for module in _RULE_MODULES for rule in module.RULES.get(command, ())]
    return [refusal for rule in rules for refusal in _refusals(rule)]


def _refusals(rule: Any) -> tuple[type[Refusal], ...]:
    named = next(module.REFUSALS[rule] for module in _RULE_MODULES if rule in module.REFUSALS)
    return named if isinstance(named, tuple) else (named,)
