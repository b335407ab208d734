"""What was told of the ends and renewals of agreements, and when (协议到期与续约), one row each time."""

from sqlalchemy import Boolean, Index, Table, Text, Uuid

from service.domain.account.record.agreements.agreements import AgreementEnded, AgreementSigned
from service.domain.account.record.agreements.renewals import RenewalDecided
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.model import ReadModel, Sheet, by_itself

agreement_facts = Table(
    "agreement_facts",
    METADATA,
    key_column("event_id", Uuid, "事件标识 | event id"),
    known("account_id", Uuid, "客户标识 | account id"),
    known("agreement_id", Text, "合同编号 | contract number"),
    known("happened_at", Instant, "发生时间 | when it happened"),
    maybe("ends_at", Instant, "终止时间, 空为长期或未提及 | when it ends, empty for never or not said"),
    maybe("is_renewed", Boolean, "客户是否续约, 空为未提及 | whether the customer renews, empty if not said"),
    source_position(),
    Index("agreement_facts_account", "account_id"),
    comment="协议到期与续约的变化, 每次一行 | ends and renewals of agreements as told, one row each time",
)


def _told(sheet: Sheet, entry: Entry, event: AgreementSigned | AgreementEnded | RenewalDecided) -> None:
    decided = event if isinstance(event, RenewalDecided) else None
    row = {
        "event_id": entry.event_id,
        "account_id": entry.stream_id,
        "agreement_id": event.agreement_id,
        "happened_at": event.occurred_at,
        "ends_at": None if isinstance(event, RenewalDecided) else event.ends_at,
        "is_renewed": decided.is_renewed if decided else None,
        "source_position": entry.position,
    }
    sheet.put(entry.event_id, row)


AGREEMENT_FACTS = ReadModel(
    table=agreement_facts,
    loaded_by=agreement_facts.c.event_id,
    key_of=by_itself,
    handlers=dict.fromkeys((AgreementSigned, AgreementEnded, RenewalDecided), _told),
)
