"""The rules of classifying, each a named function."""

from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances, Rule
from service.domain.case.refused.classifying import CircumstanceUnknownError
from service.domain.case.rules.general import DATED
from service.domain.case.state import Case
from service.domain.guidelines import ClassificationGuideline
from service.domain.refusal import Refusal


def circumstances_must_be_named(_: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    """What no rule could know would be told for nothing; without a guideline nothing is checked."""
    if not isinstance(command, wish.ClassifyByRules):
        return
    guideline = around.rulebook.guideline(ClassificationGuideline, command.happened_at(around.now))
    known = guideline.known_circumstances if guideline else frozenset(command.circumstances)
    for name in command.circumstances:
        if name not in known:
            raise CircumstanceUnknownError(circumstance=name, known=", ".join(sorted(known)))


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {circumstances_must_be_named: (CircumstanceUnknownError,)}

RULES: dict[type[wish.CaseCommand], tuple[Rule, ...]] = {
    wish.ClassifyCase: DATED,
    wish.ClassifyByRules: (*DATED, circumstances_must_be_named),
}
