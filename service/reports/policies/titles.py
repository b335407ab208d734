"""What a promise is called: the words of its rule, with the limit that holds for it."""

from typing import Protocol

from service.domain.clocks.policy import AgreedTerm, ClockRule, Title
from service.language import LANGUAGES, Language, text

SECONDS_A_MINUTE, SECONDS_AN_HOUR, SECONDS_A_DAY = 60, 3600, 86_400
ALWAYS = "always"
"""The calendar by which all time counts."""
_OFTEN = {("days", 7): "week", ("months", 1): "month", ("months", 3): "quarter", ("months", 12): "year"}
Measure = tuple[str, int]
"""The unit of a limit and its number; `promised` and `agreed` have none."""


class Limited(Protocol):
    """A promise that was made: a clock, or the event that starts it or changes its limit."""

    @property
    def target_seconds(self) -> int | None:
        """Time limit in seconds of the calendar; None if a fixed due time was promised."""

    @property
    def calendar_id(self) -> str:
        """Calendar whose time counts."""

    @property
    def agreement_id(self) -> str | None:
        """Id of the agreement whose term replaces that of the rule; None if there is none."""


def promise_title(rule: ClockRule, promise: Limited) -> Title:
    """Return what a promise by this rule is called; its own limit counts, which an agreement may have set."""
    counts_all_time = promise.calendar_id == ALWAYS
    if promise.target_seconds is not None:
        found = _of_seconds(promise.target_seconds, counts_all_time=counts_all_time)
    elif promise.agreement_id is not None:
        found = ("agreed", 0)
    elif rule.target_seconds is not None:
        found = ("promised", 0)
    else:
        found = measure(rule, counts_all_time=counts_all_time)
    return _titled(rule.title, found, counts_all_time=counts_all_time)


def rule_title(rule: ClockRule) -> Title:
    """Return what the promises of a rule are called where nothing else was agreed."""
    counts_all_time = rule.counts == ALWAYS
    return _titled(
        rule.title, measure(rule, counts_all_time=counts_all_time), counts_all_time=counts_all_time
    )


def measure(rule: ClockRule | AgreedTerm, *, counts_all_time: bool) -> Measure:
    """Return the unit and the number of a limit. A day of 24 hours is one only where all time counts."""
    if isinstance(rule, ClockRule) and rule.target_working_days is not None:
        return "working_days", rule.target_working_days
    if rule.target_months is not None:
        return "months", rule.target_months
    if rule.days_before_promised is not None:
        return "days_before", rule.days_before_promised
    if rule.target_seconds is None:
        return "promised", 0
    return _of_seconds(rule.target_seconds, counts_all_time=counts_all_time)


def _of_seconds(seconds: int, *, counts_all_time: bool) -> Measure:
    if counts_all_time and seconds % SECONDS_A_DAY == 0 and seconds > 2 * SECONDS_A_DAY:
        return "days", seconds // SECONDS_A_DAY
    if seconds % SECONDS_AN_HOUR == 0:
        return "hours", seconds // SECONDS_AN_HOUR
    if seconds % SECONDS_A_MINUTE == 0:
        return "minutes", seconds // SECONDS_A_MINUTE
    return "seconds", seconds


def _titled(title: Title, found: Measure, *, counts_all_time: bool) -> Title:
    words = {language: _words(found, language, counts_all_time=counts_all_time) for language in LANGUAGES}
    return Title(zh=_filled(title.zh, words["zh"]), en=_filled(title.en, words["en"]))


def _filled(title: str, words: tuple[str, str]) -> str:
    limit, every = words
    return title.replace("{limit}", limit).replace("{every}", every)


def _words(found: Measure, language: Language, *, counts_all_time: bool) -> tuple[str, str]:
    """Return how long, and how often."""
    unit, number = found
    name = "day_before" if found == ("days_before", 1) else unit.removesuffix("s") if number == 1 else unit
    if not counts_all_time and unit in {"seconds", "minutes", "hours"}:
        name = f"service_{name}"
    limit = text(f"policy.length.{name}", language, number=number)
    often = _OFTEN.get(found)
    every = text(f"policy.every.{often}" if often else "policy.every.limit", language, limit=limit)
    return limit, every
