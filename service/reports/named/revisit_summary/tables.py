"""What was due and held, whom it reached, and what it brought."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import func, select

from service.domain.clocks.milestones import Milestone
from service.domain.rulebook.kept_by import clocks_kept_by
from service.domain.vocabulary import Segment
from service.projections.accounts import accounts
from service.projections.clocks.table import clocks
from service.reports.documents.asking import Asked
from service.reports.documents.document import Cell, Chart, Series, Table, Words
from service.reports.documents.words import coded, count, instant, said, share, words
from service.reports.named.service_performance.promises import clock_title
from service.reports.revisits.records import RevisitRecord
from service.reports.revisits.summary import summary_of

WISHES = ("suggestions", "new_needs")


def _headings(*names: str) -> tuple[Words, ...]:
    return tuple(words(f"revisit_summary.heading.{name}") for name in names)


def plan_table(asked: Asked) -> Table:
    """Return the revisits that were due in the period, by what was promised."""
    period, was_broken = asked.periods.now, clocks.c.was_breached
    is_open = clocks.c.status.in_(("running", "paused"))
    numbers = (
        func.count(),
        func.count().filter((clocks.c.status == "met") & ~was_broken),
        func.count().filter(clocks.c.status.in_(("met", "late")) & was_broken),
        func.count().filter(was_broken & is_open),
        func.count().filter(~was_broken & is_open),
    )
    query = (
        select(clocks.c.clock, *numbers)
        .where(clocks.c.clock.in_(sorted(clocks_kept_by(asked.book, Milestone.REVISITED))))
        .where(clocks.c.due_at >= period.from_at, clocks.c.due_at < period.to_at)
        .group_by(clocks.c.clock)
        .order_by(clocks.c.clock)
    )
    if asked.account_id is not None:
        query = query.where(clocks.c.account_id == asked.account_id)
    rows = tuple(
        (
            said(clock_title(clock)),
            *map(count, (due, held, late, missed, running, due - held - late - missed - running)),
            share(held, held + late + missed),
        )
        for clock, due, held, late, missed, running in asked.rows(query)
    )
    columns = _headings("promise", "due", "held", "late", "missed", "open", "other", "on_time")
    return Table(title=words("revisit_summary.plan"), columns=columns, rows=rows)


def _by_occasion(found: Iterable[RevisitRecord]) -> list[tuple[Words, list[RevisitRecord]]]:
    groups: dict[str, list[RevisitRecord]] = {}
    for each in found:
        groups.setdefault(each.template or "", []).append(each)
    return [(_occasion(each[0]), each) for _, each in sorted(groups.items())]


def _occasion(record: RevisitRecord) -> Words:
    if record.title is not None:
        return Words(zh=record.title.zh, en=record.title.en)
    return (
        Words(zh=record.template, en=record.template)
        if record.template
        else words("revisit_summary.no_occasion")
    )


def occasions(found: list[RevisitRecord]) -> tuple[Chart, Table]:
    """Return what each occasion brought."""
    groups = [(occasion, summary_of(each)) for occasion, each in _by_occasion(found)]
    rows = tuple(
        (
            said(occasion),
            count(each.attempts),
            count(each.reached),
            share(each.reached, each.attempts),
            count(each.with_suggestions),
            count(each.with_new_needs),
        )
        for occasion, each in groups
    )
    chart = Chart(
        shape="bars",
        title=words("revisit_summary.by_occasion_chart"),
        unit="count",
        categories=tuple(occasion for occasion, _ in groups),
        series=(
            Series(
                title=words("revisit_summary.heading.attempts"),
                values=tuple(each.attempts for _, each in groups),
            ),
            Series(
                title=words("revisit_summary.heading.reached"),
                values=tuple(each.reached for _, each in groups),
            ),
        ),
    )
    columns = _headings("occasion", "attempts", "reached", "reach_rate", *WISHES)
    return chart, Table(title=words("revisit_summary.by_occasion"), columns=columns, rows=rows)


def coverage_table(asked: Asked, found: list[RevisitRecord]) -> Table:
    """Return how many accounts were reached, by tier."""
    opened = select(accounts.c.account_id, accounts.c.segment).where(
        accounts.c.opened_at < asked.periods.now.to_at
    )
    if asked.account_id is not None:
        opened = opened.where(accounts.c.account_id == asked.account_id)
    tiers = {row.account_id: row.segment for row in asked.rows(opened)}
    whole = Counter(tiers.values())
    reached = Counter(
        tiers[each] for each in {one.account_id for one in found if one.reached} if each in tiers
    )
    rows = tuple(
        (
            said(coded("segment", tier)),
            count(whole[tier]),
            count(reached[tier]),
            share(reached[tier], whole[tier]),
        )
        for tier in Segment
        if whole[tier]
    )
    columns = _headings("segment", "accounts", "accounts_reached", "coverage")
    return Table(title=words("revisit_summary.by_segment"), columns=columns, rows=rows)


def departments_table(asked: Asked, found: list[RevisitRecord]) -> Table:
    """Return how often each department was told of what a customer said."""
    told = Counter(department for each in found for department in {to.department for to in each.routed_to})
    rows = tuple(
        (said(asked.names.of("department", department)), count(number))
        for department, number in sorted(told.items(), key=lambda each: (-each[1], each[0]))
    )
    columns = _headings("department", "revisits")
    return Table(title=words("revisit_summary.by_department"), columns=columns, rows=rows)


def wishes_table(asked: Asked, found: list[RevisitRecord]) -> Table:
    """Return suggestions and new needs in the words of the customers."""
    rows = tuple(
        (
            instant(each.occurred_at),
            said(each.account_code or str(each.account_id)),
            said(each.reference or str(each.case_id)),
            said(words(f"revisit_summary.wish.{wish}")),
            said(told),
            _routed(asked, each),
        )
        for each in sorted(found, key=lambda each: (each.occurred_at, each.position))
        for wish in WISHES
        for told in _said(each, wish)
    )
    columns = _headings("when", "account", "case", "kind", "words", "routed_to")
    return Table(title=words("revisit_summary.wishes"), columns=columns, rows=rows)


def _said(record: RevisitRecord, wish: str) -> list[str]:
    """Return what was said under a field, and in answer to the question of that name."""
    told = getattr(record, wish)
    answers = [one.answer for one in record.answers if one.question == wish]
    return [*([told] if told else ()), *answers]


def _routed(asked: Asked, record: RevisitRecord) -> Cell:
    named = [asked.names.of("department", to.department) for to in record.routed_to]
    return said(Words(zh="、".join(each.zh for each in named), en=", ".join(each.en for each in named)))
