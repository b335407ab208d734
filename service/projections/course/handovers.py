"""Hand-overs of cases from one person or team to another, one row each."""

from sqlalchemy import Index, Table, Text, Uuid

from service.domain.case.record.assignment import CaseHandedOver
from service.projections.cases.table import cases
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, carried, instants, key, words
from service.projections.engine.model import ReadModel, Sheet, by_itself
from service.projections.star.keys import version_key, word_key

handovers = Table(
    "handovers",
    METADATA,
    key_column("event_id", Uuid, "转交事件标识 | event id of the hand-over"),
    known("case_id", Uuid, "工单标识 | case id"),
    known("handed_over_at", Instant, "转交时间 | when it was handed over"),
    maybe("from_owner", Text, "原负责人工号 | staff id of who answered for it before"),
    maybe("from_team", Text, "原团队 | team before"),
    maybe("to_owner", Text, "新负责人工号 | staff id of who answers for it from then on"),
    maybe("to_team", Text, "新团队 | team from then on"),
    source_position(),
    Index("handovers_case", "case_id"),
    comment="转交, 每次转交一行 | hand-overs of cases, one row per hand-over",
)

FACT_HANDOVER = MartView(
    name="v1_fact_handover",
    comment="转交事实, 每次转交一行 | hand-overs, one row per hand-over of a case",
    source="proj.handovers left join proj.cases using (case_id)",
    columns=(
        key(handovers.c.event_id, "handover_key"),
        key(handovers.c.case_id, "case_key"),
        key(cases.c.account_id, "account_key"),
        version_key("cases.account_id", "handovers.handed_over_at"),
        *instants(handovers.c.handed_over_at),
        *words(*(handovers.c[name] for name in ("from_owner", "from_team", "to_owner", "to_team"))),
        word_key("from_owner_key", "handovers.from_owner", "原负责人 | who answered for it before"),
        word_key("to_owner_key", "handovers.to_owner", "新负责人 | who answers for it from then on"),
        carried(handovers.c.source_position),
    ),
)


def _handed_over(sheet: Sheet, entry: Entry, event: CaseHandedOver) -> None:
    sheet.put(
        entry.event_id,
        {
            "event_id": entry.event_id,
            "case_id": entry.stream_id,
            "handed_over_at": event.occurred_at,
            "from_owner": event.from_owner,
            "from_team": event.from_team,
            "to_owner": event.to_owner,
            "to_team": event.to_team,
            "source_position": entry.position,
        },
    )


HANDOVERS = ReadModel(
    table=handovers,
    loaded_by=handovers.c.event_id,
    key_of=by_itself,
    handlers={CaseHandedOver: _handed_over},
    view=FACT_HANDOVER,
)
