"""How thoroughly cases are handled: what must stand on the record first (REQUIREMENTS 13, 64, 94, 152)."""

import re
from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import LONGEST_SECONDS, Data
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.text import signs_of
from service.domain.vocabulary import CaseKind, Need, ResponseClass

_NUMBER = "[a-z]{0,8}[0-9]+"
Words = Annotated[str, Field(min_length=1, max_length=200)]
"""Words of a language; marks, spacing and case make no difference."""


class NeedRule(Data):
    """What certain cases need. Of the rules that apply to a case, the first that names a need decides."""

    need: Need
    """What must stand on the record."""
    if_missing: Literal["refuse", "warn", "allow"]
    """Consequence if it is missing: the command is refused, or carried out with a warning in its event."""
    response_classes: tuple[ResponseClass, ...] = ()
    """Response classes to which the rule applies; empty for any case."""
    kinds: tuple[CaseKind, ...] = ()
    """Kinds of case to which the rule applies; empty for any."""


class LeastStages(Data):
    """The least number of stages of a plan."""

    response_class: ResponseClass
    """Response class of the case."""
    stages: int = Field(ge=1, le=100)
    """Least number of stages, each with a due time of its own."""


class HandlingStandard(Guideline):
    """What a case needs before a plan, a resolution and its close; what counts as plan, cause and proof."""

    guideline: Literal["handling"] = "handling"
    before_plan: tuple[NeedRule, ...] = ()
    """Needs before a plan is proposed."""
    before_collaboration: tuple[NeedRule, ...] = ()
    """Needs before another department is asked for a step of work."""
    before_asking: tuple[NeedRule, ...] = ()
    """Needs where a department is asked a question or is to work out an exception; what is missing is warned
    of in the event."""
    before_resolution: tuple[NeedRule, ...] = ()
    """Needs before a case is resolved."""
    before_close: tuple[NeedRule, ...] = ()
    """Needs before a case is closed that was neither withdrawn nor received twice."""
    with_progress: tuple[NeedRule, ...] = ()
    """Needs of a progress update: `eta` is met by a time, by what the customer must do first, or by a promise
    that is still open; `news` by other words, or another time, than in the updates before."""
    with_reply: tuple[NeedRule, ...] = ()
    """Needs of a public reply of a person: `news` is met by other words than in the replies before."""
    with_dispatch_outcome: tuple[NeedRule, ...] = ()
    """Needs of the outcome of a dispatch, such as the time of `arrival`."""
    shortest_news: int = Field(default=1, ge=1, le=200)
    """Letters, characters and digits from which on a reply is held against those before: "Yes" can be said
    twice."""
    eta_within_seconds: int = Field(default=LONGEST_SECONDS, ge=1, le=LONGEST_SECONDS)
    """How far ahead a time lies at most that meets the need `eta`."""
    contingency_plans_for: tuple[ResponseClass, ...] = ()
    """Response classes whose cases have contingency plans, besides cases without a class; empty for any."""
    least_stages: tuple[LeastStages, ...] = ()
    """Least number of stages of a plan, by response class; of other classes, one."""
    stages_apart_seconds: int = Field(default=1, ge=1, le=LONGEST_SECONDS)
    """Least time between the due times of two stages of a plan; nearer ones count as one."""
    least_whys: int = Field(default=1, ge=1, le=12)
    """Least number of successive whys of a cause tree."""
    shortest_why: int = Field(default=1, ge=1, le=200)
    """Least number of letters, characters or digits of a why that counts."""
    confirmation_needs_evidence: bool = True
    """Whether the customer's confirmation needs evidence: who said so, by which channel, in what words."""
    confirmation_window_seconds: int = Field(default=0, ge=0, le=LONGEST_SECONDS)
    """Seconds after the resolution within which the customer can object; only then does a case close because
    the window has passed (`confirmation_window_passed`)."""
    milder_class_needs_reason: bool = False
    """Whether a response class or priority that promises less than before needs a reason."""
    eta_is_promised: bool = False
    """Whether an expected time told with the progress needs a commitment id, and so is a promise."""
    holding_phrases: tuple[Words, ...] = ()
    """Phrases that only hold the customer off ("let me check"). A reply of nothing else is no answer."""
    courtesies: tuple[Words, ...] = ()
    """Words that say nothing beside a holding phrase, such as a greeting."""
    receipts: tuple[Words, ...] = ()
    """Words that only greet, or say that a message came in. A reply of nothing else is no answer. `{number}`
    stands for the number of a ticket, such as 4711 or INC-4711."""

    def stages_in(self, stages: Iterable[tuple[str, datetime]]) -> int:
        """Return how many stages a plan has, each with a title and a due time of its own."""
        apart, last = 0, None
        told = sorted(stages, key=itemgetter(1))
        for _, due_at in told:
            if last is None or (due_at - last).total_seconds() >= self.stages_apart_seconds:
                apart, last = apart + 1, due_at
        return min(apart, len({signs_of(title) for title, _ in told}))

    def only_holds_off(self, reply: str) -> bool:
        """Return whether a reply says a holding phrase, and nothing else but courtesies."""
        said = signs_of(reply)
        besides = _without(said, self.holding_phrases)
        return besides != said and not _without(besides, (*self.courtesies, *self.receipts))

    def only_receives(self, reply: str) -> bool:
        """Return whether a reply only greets, or says that a message came in."""
        said = signs_of(reply)
        return bool(said) and not _without(said, self.receipts)

    @model_validator(mode="after")
    def _each_class_once(self) -> Self:
        classes = [least.response_class for least in self.least_stages]
        for each in classes:
            if classes.count(each) > 1:
                raise invalid("named_twice", field="least_stages", named=each.value)
        return self

    def stages_of(self, response_class: ResponseClass | None) -> int:
        """Return the least number of stages of a plan for a case of a class."""
        return next((one.stages for one in self.least_stages if one.response_class is response_class), 1)


def _without(said: str, phrases: Iterable[str]) -> str:
    """Return what words say besides phrases, the longest of which go first."""
    for phrase in sorted(phrases, key=len, reverse=True):
        pattern = _NUMBER.join(re.escape(signs_of(part)) for part in phrase.split("{number}"))
        said = re.sub(pattern, "", said) if pattern else said
    return said


def decisive(
    rules: Iterable[NeedRule], response_class: ResponseClass | None, kind: CaseKind | None
) -> tuple[NeedRule, ...]:
    """Return the rule that decides on each need of such a case."""
    found: dict[Need, NeedRule] = {}
    for rule in rules:
        of_class = not rule.response_classes or response_class in rule.response_classes
        if of_class and (not rule.kinds or kind in rule.kinds):
            found.setdefault(rule.need, rule)
    return tuple(found.values())
