"""The page of what a policy promises, for the documentation."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, fields
from datetime import timedelta

from service.domain.clocks.policy import ClockRule, Policy
from service.language import Language, text
from service.reports.policies.table import CourseRow, PromiseRow, course_rows, promise_rows

_HOUR = timedelta(hours=1)


def policy_markdown(policy: Policy, sources: Mapping[str, tuple[str, ...]], language: Language) -> str:
    """Return a policy as a Markdown page in one language."""
    unclassified = text(f"word.response_class.{policy.unclassified_counts_as}", language)
    calendars = ", ".join(
        f"{text(f'word.segment.{segment}', language)} `{calendar}`"
        for segment, calendar in policy.segment_calendars.items()
    )
    intro = text(
        "policy.page_intro",
        language,
        policy_id=policy.policy_id,
        version=policy.version,
        unclassified=unclassified,
    )
    parts = [
        f"# {text('policy.page_title', language)}\n",
        f"{intro}\n",
        f"{text('policy.page_calendars', language, calendars=calendars)}\n",
        *(f"{_escalation(rule, language)}\n" for rule in policy.rules[:1]),
        f"{text('policy.page_calls', language, hours=policy.calls_within // _HOUR)}\n",
        _table(PromiseRow, promise_rows(policy, language, sources), language),
        f"## {text('policy.page_course_title', language)}\n",
        f"{text('policy.page_course', language)}\n",
        _table(CourseRow, course_rows(policy, language), language),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _table(
    kind: type[PromiseRow | CourseRow], rows: Iterable[PromiseRow | CourseRow], language: Language
) -> str:
    columns = [text(f"policy.column.{column.name}", language) for column in fields(kind)]
    lines = [_line([f"`{row.rule}`", *astuple(row)[1:]]) for row in rows]
    return "\n".join([_line(columns), _line(["---"] * len(columns)), *lines]) + "\n"


def _escalation(rule: ClockRule, language: Language) -> str:
    rungs = [
        text(
            "policy.rung",
            language,
            level=text(f"word.level.{rung.level}", language),
            percent=rung.percent,
        )
        for rung in rule.escalates
    ]
    warnings = ", ".join(map(str, rule.warns_at_percent))
    return text("policy.page_escalation", language, warnings=warnings, chain=", ".join(rungs))


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
