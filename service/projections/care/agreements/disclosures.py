"""What limits and risks were disclosed to customers (披露), one row each."""

from sqlalchemy import BigInteger, Index, Table, Text, Uuid

from service.domain.account.record.agreements.disclosures import LimitsDisclosed
from service.domain.timeline.tolerance import told_late_seconds
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, carried, instants, key, words
from service.projections.engine.model import ReadModel, Row, Sheet
from service.projections.star.keys import version_key, word_key

disclosures = Table(
    "disclosures",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("disclosure_id", Uuid, "披露标识 | disclosure id"),
    known(
        "limitation",
        Text,
        "内容: product_limit, service_scope, risk | what: product_limit, service_scope, risk",
    ),
    known("text_version", Text, "文本版本 | version of the text"),
    known("contact_id", Uuid, "联系人标识 | contact to whom it was disclosed"),
    known("channel", Text, "渠道 | channel"),
    maybe(
        "agreement_id", Text, "合同编号, 空为不针对特定合同 | contract number, empty if none in particular"
    ),
    known("disclosed_at", Instant, "披露时间 | when it was disclosed"),
    maybe(
        "told_late_seconds",
        BigInteger,
        "延迟记录的时长(秒), 空为及时记录 | recorded so long after, seconds; empty if at once",
    ),
    source_position(),
    Index("disclosures_disclosed", "disclosed_at", "account_id", "disclosure_id"),
    comment="限制与风险披露, 每次一行 | disclosures of limits and risks, one row each",
)

FACT_DISCLOSURE = MartView(
    name="v1_fact_disclosure",
    comment="限制与风险披露事实, 每次一行 | disclosures of limits and risks, one row each",
    source="proj.disclosures",
    columns=(
        key(disclosures.c.disclosure_id, "disclosure_key"),
        key(disclosures.c.account_id, "account_key"),
        version_key("disclosures.account_id", "disclosures.disclosed_at"),
        carried(disclosures.c.limitation),
        carried(disclosures.c.text_version),
        *words(disclosures.c.agreement_id, disclosures.c.channel),
        word_key("channel_key", "disclosures.channel", "渠道 | the channel"),
        *instants(disclosures.c.disclosed_at),
        carried(disclosures.c.told_late_seconds),
        carried(disclosures.c.source_position),
    ),
)


def _disclosed(sheet: Sheet, entry: Entry, event: LimitsDisclosed) -> None:
    row: Row = {
        "account_id": entry.stream_id,
        **{name: getattr(event, name) for name in _SAID},
        "disclosed_at": event.occurred_at,
        "told_late_seconds": told_late_seconds(event.occurred_at, entry.recorded_at),
        "source_position": entry.position,
    }
    sheet.put((entry.stream_id, event.disclosure_id), row)


_SAID = ("disclosure_id", "limitation", "text_version", "contact_id", "channel", "agreement_id")

DISCLOSURES = ReadModel(
    table=disclosures,
    loaded_by=disclosures.c.account_id,
    handlers={LimitsDisclosed: _disclosed},
    view=FACT_DISCLOSURE,
)
