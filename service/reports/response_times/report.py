"""跨部门协作响应时效表 (REQUIREMENTS 82): which department does which step, and how long it may take.

Made from the directory of departments and the policy that are in force; nothing else is kept.
"""

from collections.abc import Iterator
from datetime import datetime

from service.domain.clocks.milestones import Milestone
from service.domain.clocks.policy import ClockRule, Conditions, Title
from service.domain.described import Described
from service.domain.guidelines.departments import Department, DepartmentDirectory, DepartmentStep
from service.domain.rulebook.decisions import BY_SEGMENT
from service.domain.rulebook.state import Rulebook
from service.reports.policies.titles import rule_title


class ResponseLimit(Described):
    """Time limit of a step. If several apply to a case, the earliest due time counts."""

    clock: str
    """Name of the promise, such as acceptance or answer by the department."""
    rule: str
    """Name of the rule in the policy."""
    title: Title
    """Title of the rule."""
    applies_to: Conditions
    """Further conditions besides department and step, such as urgent cases only."""
    target_seconds: int | None
    """Time limit in seconds of the calendar; null if given in working days or months."""
    target_working_days: int | None
    """Time limit in working days; null if given in another unit."""
    target_months: int | None
    """Time limit in months; null if given in another unit."""
    calendar_id: str
    """Calendar whose time counts; `segment` is that of the account's tier."""
    calendar: Title | None
    """Name of the calendar; null if it is that of the account's tier."""


class ResponseTimeRow(Described):
    """A step of a department's work."""

    department: str
    """Name of the department, as used in a collaboration."""
    department_title: Title
    """Name of the department in words."""
    head: str | None
    """Staff id of the head of the department, who answers for its limits; null if not named."""
    step: str | None
    """Name of the step, as used in a collaboration; null for any request."""
    step_title: Title | None
    """Name of the step in words; null for any request."""
    limits: list[ResponseLimit]
    """Time limits of the step."""


class ResponseTimes(Described):
    """Table of response times between departments, as in force."""

    as_of_at: datetime
    """Time for which the table holds (UTC)."""
    policy_id: str
    """Id of the policy."""
    policy_version: int
    """Version of the policy."""
    directory_version: int | None
    """Version of the directory of departments; null if none is published."""
    rows: list[ResponseTimeRow]
    """Rows by department and step."""


def response_times(book: Rulebook, at: datetime) -> ResponseTimes:
    """Return the table in force at an instant."""
    policy, directory = book.policy_at(at), book.guideline(DepartmentDirectory, at)
    asked = [rule for rule in policy.rules if Milestone.COLLABORATION_REQUESTED in rule.starts_on]
    return ResponseTimes(
        as_of_at=at,
        policy_id=policy.policy_id,
        policy_version=policy.version,
        directory_version=directory.version if directory else None,
        rows=list(_rows(book, directory, asked)) if directory else [],
    )


def _rows(
    book: Rulebook, directory: DepartmentDirectory, asked: list[ClockRule]
) -> Iterator[ResponseTimeRow]:
    for department in directory.departments:
        for step in department.steps or (None,):
            limits = [_limit(book, rule) for rule in _strictest(asked, department, step)]
            yield ResponseTimeRow(
                department=department.department,
                department_title=department.title,
                head=department.head,
                step=step.step if step else None,
                step_title=step.title if step else None,
                limits=limits,
            )


def _strictest(
    asked: list[ClockRule], department: Department, step: DepartmentStep | None
) -> list[ClockRule]:
    """Return the rules for a step; of those for the same cases by the same calendar, the shortest."""
    found: dict[tuple[str, str, str], ClockRule] = {}
    for rule in asked:
        wanted = rule.applies_to
        if wanted.departments and department.department not in wanted.departments:
            continue
        if wanted.steps and (step is None or step.step not in wanted.steps):
            continue
        key = (rule.clock, _for_whom(rule).model_dump_json(), rule.counts)
        if key not in found or _length(rule) < _length(found[key]):
            found[key] = rule
    return sorted(found.values(), key=lambda rule: rule.clock)


def _for_whom(rule: ClockRule) -> Conditions:
    return rule.applies_to.model_copy(update={"departments": (), "steps": ()})


def _length(rule: ClockRule) -> tuple[int, int, int]:
    return rule.target_months or 0, rule.target_working_days or 0, rule.target_seconds or 0


def _limit(book: Rulebook, rule: ClockRule) -> ResponseLimit:
    title = None if rule.counts == BY_SEGMENT else book.calendar(rule.counts).document.title
    return ResponseLimit.made_of(
        rule, title=rule_title(rule), applies_to=_for_whom(rule), calendar_id=rule.counts, calendar=title
    )
