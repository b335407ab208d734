"""Warnings of losing customers (流失预警), one row each, updated as people act; contacts with competitors."""

from datetime import date
from typing import Any

from sqlalchemy import ARRAY, Date, Index, Integer, Table, Text, Uuid

from service.domain.account.record.health.churn import (
    ChurnRiskCleared,
    ChurnRiskEnded,
    ChurnRiskRaised,
    RetentionActionDone,
    RetentionPlayStarted,
)
from service.domain.account.record.health.competitors import CompetitorContactNoted
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, ViewColumn, carried, instants, key, words
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError, by_itself
from service.projections.star.keys import version_key

churn_risks = Table(
    "churn_risks",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("risk_id", Uuid, "预警标识 | id of the warning"),
    known("causes", ARRAY(Text), "原因: silent, at_risk, competitor | causes: silent, at_risk, competitor"),
    known("raised_at", Instant, "预警时间 | when it was raised"),
    known("start_by_at", Instant, "最迟启动挽留的时间 | by when a play is to be started"),
    maybe("score", Integer, "预警时的健康度 | score of the health when it was raised"),
    known("plays", ARRAY(Text), "建议的挽留措施 | plays that are proposed"),
    maybe("play", Text, "启动的挽留措施 | play that was started"),
    maybe("responsible", Text, "挽留负责人工号 | staff id of who answers for the play"),
    maybe("started_at", Instant, "启动挽留的时间 | when it was started"),
    known("actions", ARRAY(Text), "步骤及其期限 | steps, each with its day"),
    known("done", ARRAY(Text), "已完成的步骤 | steps that were done"),
    maybe("next_due_on", Date, "下一未完成步骤的期限 | day of the next step that is not done"),
    maybe("result", Text, "结果 | retained, lost, unchanged, false_alarm, cleared"),
    maybe("ended_at", Instant, "结束时间, 空为未结束 | when it ended, empty while it is open"),
    source_position(),
    Index("churn_risks_start", "start_by_at", "risk_id"),
    comment="流失预警, 每次一行 | warnings of losing customers, one row each",
)
CLEARED = "cleared"
"""Result of a warning whose causes were gone before anybody acted."""

FACT_CHURN_RISK = MartView(
    name="v1_fact_churn_risk",
    comment="流失预警事实, 每次一行, 随挽留更新 | warnings of losing customers, one row each",
    source="proj.churn_risks",
    columns=(
        key(churn_risks.c.risk_id, "risk_key"),
        key(churn_risks.c.account_id, "account_key"),
        version_key("churn_risks.account_id", "churn_risks.raised_at"),
        ViewColumn(
            "causes",
            "array_to_string(churn_risks.causes, ', ')",
            "text",
            "原因, 逗号分隔 | causes, with commas",
        ),
        carried(churn_risks.c.score),
        *words(churn_risks.c.play, churn_risks.c.responsible, churn_risks.c.result),
        *instants(*(churn_risks.c[f"{name}_at"] for name in ("raised", "start_by", "started", "ended"))),
        carried(churn_risks.c.source_position),
    ),
)


def _raised(sheet: Sheet, entry: Entry, event: ChurnRiskRaised) -> None:
    at = (entry.stream_id, event.risk_id)
    before: Row | None = sheet.rows.get(at)
    if before is not None:
        more = {"causes": [*before["causes"], event.risk_cause.value]}
        more["plays"] = [*dict.fromkeys((*before["plays"], *event.plays))]
        sheet.put(at, {**before, **more, "source_position": entry.position})
        return
    row: Row = {
        "account_id": entry.stream_id,
        "risk_id": event.risk_id,
        "causes": [event.risk_cause.value],
        "raised_at": event.occurred_at,
        "start_by_at": event.start_by_at,
        "score": event.score,
        "plays": list(event.plays),
        **dict.fromkeys(("play", "responsible", "started_at", "next_due_on", "result", "ended_at")),
        "actions": [],
        "done": [],
        "source_position": entry.position,
    }
    sheet.put(at, row)


Going = ChurnRiskCleared | RetentionPlayStarted | RetentionActionDone | ChurnRiskEnded


def _went_on(sheet: Sheet, entry: Entry, event: Going) -> None:
    at = (entry.stream_id, event.risk_id)
    row: Row | None = sheet.rows.get(at)
    if row is None:
        raise StreamWithoutBeginningError(entry)
    after = {**row, **_changes(row, event), "source_position": entry.position}
    after["next_due_on"] = None if after["ended_at"] else _next_due(after["actions"], after["done"])
    sheet.put(at, after)


def _changes(row: Row, event: Going) -> dict[str, Any]:
    match event:
        case ChurnRiskCleared():
            return {"result": CLEARED, "ended_at": event.occurred_at}
        case RetentionPlayStarted():
            steps = [f"{one.action}={one.due_on}" for one in event.actions]
            begun = {"play": event.play, "responsible": event.responsible}
            return {**begun, "started_at": event.occurred_at, "actions": steps}
        case RetentionActionDone():
            return {"done": [*row["done"], event.action]}
        case ChurnRiskEnded():
            return {"result": event.result.value, "ended_at": event.occurred_at}


def steps_of(actions: list[str]) -> list[tuple[str, date]]:
    """Return the steps of a row, each with its day."""
    return [(name, date.fromisoformat(day)) for name, _, day in (each.partition("=") for each in actions)]


def _next_due(actions: list[str], done: list[str]) -> date | None:
    return min((day for name, day in steps_of(actions) if name not in done), default=None)


CHURN_RISKS = ReadModel(
    table=churn_risks,
    loaded_by=churn_risks.c.account_id,
    handlers={
        ChurnRiskRaised: _raised,
        **dict.fromkeys(
            (ChurnRiskCleared, RetentionPlayStarted, RetentionActionDone, ChurnRiskEnded), _went_on
        ),
    },
    view=FACT_CHURN_RISK,
)
competitor_contacts = Table(
    "competitor_contacts",
    METADATA,
    key_column("event_id", Uuid, "事件标识 | event id"),
    known("account_id", Uuid, "客户标识 | account id"),
    known("competitor", Text, "竞争对手 | competitor"),
    known("noted_at", Instant, "接触时间 | when the customer talked with it"),
    source_position(),
    Index("competitor_contacts_account", "account_id", "noted_at"),
    comment="竞品接触, 每次一行 | contacts of customers with competitors, one row each",
)


def _noted(sheet: Sheet, entry: Entry, event: CompetitorContactNoted) -> None:
    row: Row = {
        "event_id": entry.event_id,
        "account_id": entry.stream_id,
        "competitor": event.competitor,
        "noted_at": event.occurred_at,
        "source_position": entry.position,
    }
    sheet.put(entry.event_id, row)


COMPETITOR_CONTACTS = ReadModel(
    table=competitor_contacts,
    loaded_by=competitor_contacts.c.event_id,
    key_of=by_itself,
    handlers={CompetitorContactNoted: _noted},
)
