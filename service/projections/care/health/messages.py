"""When customers wrote or spoke to us on their cases (客户来信), one row each time."""

from sqlalchemy import Index, Table, Uuid

from service.domain.case.record.replies import CustomerMessaged
from service.projections.engine.columns import METADATA, Instant, known, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.model import ReadModel, Sheet, by_itself

customer_messages = Table(
    "customer_messages",
    METADATA,
    key_column("event_id", Uuid, "事件标识 | event id"),
    known("case_id", Uuid, "工单标识 | case id"),
    known("said_at", Instant, "客户来信时间 | when the customer wrote or spoke"),
    source_position(),
    Index("customer_messages_case", "case_id"),
    comment="客户来信, 每次一行 | messages of customers on their cases, one row each",
)


def _said(sheet: Sheet, entry: Entry, event: CustomerMessaged) -> None:
    sheet.put(
        entry.event_id,
        {
            "event_id": entry.event_id,
            "case_id": entry.stream_id,
            "said_at": event.occurred_at,
            "source_position": entry.position,
        },
    )


CUSTOMER_MESSAGES = ReadModel(
    table=customer_messages,
    loaded_by=customer_messages.c.event_id,
    key_of=by_itself,
    handlers={CustomerMessaged: _said},
)
