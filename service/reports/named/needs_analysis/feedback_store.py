"""客户反馈库: what accounts ask for, which share of the accounts under our care, and what becomes of it."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Subquery, func, select

from service.domain.account.needs.vocabulary import NeedStage
from service.projections.accounts import DIM_ACCOUNT
from service.projections.care.account_history import DIM_ACCOUNT_VERSION
from service.projections.care.needs.need_askers import FACT_NEED_ASKER
from service.reports.documents.asking import Asked
from service.reports.documents.document import Cell, Paragraph, Section, Table, Words
from service.reports.documents.report import Content, Report
from service.reports.documents.shown import shown
from service.reports.documents.words import coded, count, day, instant, said, share, unknown_or, words

MOST = 500
_account, _version, _need = (view.as_table() for view in (DIM_ACCOUNT, DIM_ACCOUNT_VERSION, FACT_NEED_ASKER))
_DECIDED = _need.c.stage.in_((NeedStage.DELIVERED, NeedStage.DECLINED))


def build(asked: Asked) -> Content:
    """Compute the content."""
    cared_for = _cared_for(asked)
    all_of_them = asked.connection.scalar(select(func.count()).select_from(cared_for)) or 0
    return Content(
        summary=_summary(asked, cared_for, all_of_them),
        sections=(
            Section(
                title=words("feedback_store.section.needs"),
                blocks=(
                    Paragraph(text=words("feedback_store.population", accounts=all_of_them)),
                    _needs(asked, cared_for, all_of_them),
                ),
            ),
            Section(
                title=words("feedback_store.section.askers"),
                blocks=(_askers(asked, cared_for),),
            ),
        ),
    )


def _cared_for(asked: Asked) -> Subquery:
    """Return the accounts that were under our care for any time of the period."""
    period = asked.periods.now
    query = (
        select(_account.c.account_key, _account.c.code)
        .join_from(_account, _version, _account.c.account_key == _version.c.account_key)
        .where(
            _account.c.opened_at < period.to_at,
            _version.c.status == "open",
            _version.c.valid_from < period.to_at,
            _version.c.valid_to > period.from_at,
            *asked.of(_account.c.account_key),
        )
        .distinct()
    )
    return query.subquery("cared_for")


def _asked_for(asked: Asked) -> tuple[ColumnElement[bool], ...]:
    """Return what makes a need one that an account asks for by the end of the period."""
    return _need.c.raised_at < asked.periods.now.to_at, _need.c.stage != NeedStage.WITHDRAWN


def _summary(asked: Asked, cared_for: Subquery, all_of_them: int) -> tuple[Words, ...]:
    closed = func.count().filter(_DECIDED & (_need.c.untold_count == 0))
    query = (
        select(
            func.count(_need.c.need_number.distinct()),
            func.count(_need.c.account_key.distinct()),
            func.count().filter(_DECIDED),
            closed,
        )
        .join_from(_need, cared_for, _need.c.account_key == cared_for.c.account_key)
        .where(*_asked_for(asked))
    )
    ((needs, accounts, decided, told),) = asked.rows(query)
    return (
        words("feedback_store.needs_asked", needs=needs),
        words(
            "feedback_store.accounts_asking",
            accounts=accounts,
            all=all_of_them,
            share=_in_words(asked, share(accounts, all_of_them)),
        ),
        words(
            "feedback_store.loops_closed",
            told=told,
            decided=decided,
            share=_in_words(asked, share(told, decided)),
        ),
    )


def _in_words(asked: Asked, of: Cell) -> Words:
    return Words(zh=shown(of, "zh", asked.zone), en=shown(of, "en", asked.zone))


def _headings(*names: str) -> tuple[Words, ...]:
    return tuple(words(f"feedback_store.heading.{name}") for name in names)


def _needs(asked: Asked, cared_for: Subquery, all_of_them: int) -> Table:
    """Return the needs, those that most accounts ask for first, with the share of accounts."""
    accounts = func.count(_need.c.account_key.distinct())
    query = (
        select(
            _need.c.need_number,
            func.min(_need.c.topic),
            func.min(_need.c.product),
            func.min(_need.c.department),
            accounts,
            func.sum(_need.c.asker_count),
            func.min(_need.c.raised_at),
            func.max(_need.c.due_on),
            func.count().filter(_need.c.stage == NeedStage.DELIVERED),
            func.count().filter(_need.c.stage == NeedStage.DECLINED),
            func.count().filter(_DECIDED & (_need.c.untold_count == 0)),
        )
        .join_from(_need, cared_for, _need.c.account_key == cared_for.c.account_key)
        .where(*_asked_for(asked))
        .group_by(_need.c.need_number)
        .order_by(accounts.desc(), func.min(_need.c.raised_at), _need.c.need_number)
        .limit(MOST)
    )
    rows = tuple(_need_row(asked, all_of_them, *row) for row in asked.rows(query))
    names = ("number", "topic", "product", "department", "accounts", "share", "contacts", "raised_at")
    return Table(
        title=words("feedback_store.by_need"),
        columns=_headings(*names, "due_on", "delivered", "declined", "told"),
        rows=rows,
    )


def _need_row(  # noqa: PLR0917  the columns of the query, in order
    asked: Asked,
    all_of_them: int,
    number: str,
    topic: str,
    product: str,
    department: str,
    asking: int,
    contacts: int,
    raised_at: datetime,
    due_on: date | None,
    *decided: int,
) -> tuple[Cell, ...]:
    return (
        said(number),
        said(topic),
        said(unknown_or(product)),
        said(asked.names.of("department", department)),
        count(asking),
        share(asking, all_of_them),
        count(contacts),
        instant(raised_at),
        said("–") if due_on is None else day(due_on),
        *map(count, decided),
    )


def _askers(asked: Asked, cared_for: Subquery) -> Table:
    """Return which account asks for what, and who is still to be told."""
    query = (
        select(cared_for.c.code, _need)
        .join_from(_need, cared_for, _need.c.account_key == cared_for.c.account_key)
        .where(*_asked_for(asked))
        .order_by(_need.c.raised_at, cared_for.c.code, _need.c.need_number)
        .limit(MOST)
    )
    rows = tuple(
        (
            said(row.code),
            said(row.need_number),
            said(row.topic),
            said(coded("need_origin", row.origin)),
            said(coded("need_stage", row.stage)),
            instant(row.stage_at),
            count(row.untold_count),
            instant(row.told_at),
        )
        for row in asked.rows(query)
    )
    names = ("account", "number", "topic", "origin", "stage", "stage_at", "untold", "told_at")
    return Table(title=words("feedback_store.by_account"), columns=_headings(*names), rows=rows)


FEEDBACK_STORE = Report(slug="feedback-store", cadence="monthly", build=build)
