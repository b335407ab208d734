"""What a policy promises, a row a rule, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.domain.clocks.policy import ClockRule, Conditions, Policy
from service.domain.rulebook.decisions import BY_SEGMENT
from service.language import Language, text
from service.reports.policies.titles import ALWAYS, SECONDS_AN_HOUR, measure, rule_title

OURS = "ours"
"""The ground of a promise whose figure no source names."""


@dataclass(frozen=True, kw_only=True)
class PromiseRow:
    """A rule in words. The fields are the columns, in their order; `sources` are its grounds."""

    rule: str
    title: str
    applies_to: str
    limit: str
    counts: str
    pauses: str
    sources: str = ""


def promise_rows(
    policy: Policy, language: Language, sources: Mapping[str, tuple[str, ...]] | None = None
) -> list[PromiseRow]:
    """Return the rules of a policy in words, in their order."""
    return [
        PromiseRow(
            rule=rule.rule,
            title=getattr(rule_title(rule), language),
            applies_to=_applies_to(rule, language),
            limit=limit_words(rule, language),
            counts=text("policy.calendar.segment", language) if rule.counts == BY_SEGMENT else rule.counts,
            pauses=_names("waiting_on", rule.pauses_on, language) or text("policy.calendar.never", language),
            sources=_grounds((sources or {}).get(rule.rule, ()), language),
        )
        for rule in policy.rules
    ]


@dataclass(frozen=True, kw_only=True)
class CourseRow:
    """What begins, keeps and ends the promise of a rule, in words. The fields are the columns, in order."""

    rule: str
    starts_on: str
    met_by: str
    ends_on: str
    voided_by: str


def course_rows(policy: Policy, language: Language) -> list[CourseRow]:
    """Return how the promises of a policy go, in the order of its rules."""
    nothing = text("policy.nothing", language)
    return [
        CourseRow(
            rule=rule.rule,
            starts_on=_names("milestone", rule.starts_on, language),
            met_by=_names("milestone", rule.met_by, language) + _not_sooner(rule, language),
            ends_on=_names("milestone", rule.ends_on, language) or nothing,
            voided_by=_names("milestone", (*(rule.voided_by or ()), *(rule.set_aside_by or ())), language)
            or nothing,
        )
        for rule in policy.rules
    ]


def _not_sooner(rule: ClockRule, language: Language) -> str:
    """Return from when on it can be kept, in words; empty where it can be kept at once."""
    since = {"kept_after": rule.kept_after_seconds, "kept_apart": rule.kept_apart_seconds}
    words = [
        text(f"policy.{name}", language, hours=seconds // SECONDS_AN_HOUR)
        for name, seconds in since.items()
        if seconds is not None
    ]
    return f" ({'; '.join(words)})" if words else ""


def _applies_to(rule: ClockRule, language: Language) -> str:
    conditions = [part for part in _conditions(rule.applies_to, language) if part]
    return " · ".join(conditions) or text(f"policy.for.every_{rule.stream}", language)


def _conditions(asked: Conditions, language: Language) -> list[str]:
    prefixed = {
        "priorities": _names("priority", asked.priorities, language),
        "categories": ", ".join(asked.categories),
        "departments": ", ".join(asked.departments),
        "steps": ", ".join(asked.steps),
    }
    return [
        _names("response_class", asked.response_classes, language),
        _names("kind", asked.kinds, language),
        _names("segment", asked.segments, language),
        *(
            text(f"policy.for.{name}", language, names=names) if names else ""
            for name, names in prefixed.items()
        ),
    ]


def _grounds(sources: tuple[str, ...], language: Language) -> str:
    return ", ".join(text("policy.ours", language) if source == OURS else source for source in sources)


def _names(of: str, words: Iterable[str], language: Language) -> str:
    return ", ".join(text(f"word.{of}.{word}", language) for word in words)


def limit_words(rule: ClockRule, language: Language) -> str:
    """Return the limit of a rule in words."""
    unit, number = measure(rule, counts_all_time=rule.counts == ALWAYS)
    limit = text(f"policy.limit.{unit}", language, number=number)
    return text("policy.limit.every", language, limit=limit) if rule.comes_round else limit
