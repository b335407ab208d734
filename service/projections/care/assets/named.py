"""Which asset a case concerns and what is to be done with it (服务事项), one row a case."""

from sqlalchemy import Index, Table, Text, Uuid

from service.domain.case.record.sales import AssetNamed
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.model import ReadModel, Row, Sheet

case_assets = Table(
    "case_assets",
    METADATA,
    key_column("case_id", Uuid, "工单标识 | case id"),
    maybe("asset_id", Uuid, "资产标识 | asset that it concerns"),
    maybe("service_request", Text, "服务事项 | what is to be done"),
    known("named_at", Instant, "最近一次指明的时间 | when it was last named"),
    source_position(),
    Index("case_assets_asset", "asset_id"),
    Index("case_assets_request", "service_request", "case_id"),
    comment="工单涉及的资产与服务事项, 每个工单一行 | assets and requests that cases concern, one row a case",
)


def _named(sheet: Sheet, entry: Entry, event: AssetNamed) -> None:
    row: Row = {
        "case_id": entry.stream_id,
        "asset_id": event.asset_id,
        "service_request": event.service_request,
        "named_at": event.occurred_at,
        "source_position": entry.position,
    }
    sheet.put(entry.stream_id, row)


CASE_ASSETS = ReadModel(table=case_assets, loaded_by=case_assets.c.case_id, handlers={AssetNamed: _named})
