"""Assets of accounts (客户资产), one row each: known by what, in service from when until when."""

from sqlalchemy import BigInteger, Index, Table, Text, Uuid

from service.domain.account.record.assets import AssetChanged, AssetRegistered, AssetRetired
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, carried, instants, key, words
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError

assets = Table(
    "assets",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("asset_id", Uuid, "资产标识 | asset id"),
    known("asset_kind", Text, "资产类型 | kind of asset"),
    known(
        "identifier", Text, "标识(域名、设备ID、卡号) | what it is known by: domain, device id, card number"
    ),
    known("identifier_key", Text, "小写的标识 | what it is known by in small letters"),
    maybe("product", Text, "产品或服务 | product or service that it is"),
    known("registered_at", Instant, "开始服务时间 | when it went into service"),
    maybe("changed_at", Instant, "最近一次变更时间 | when it was last changed"),
    maybe("retired_at", Instant, "停用时间, 在用为空 | when it went out of service, empty while in service"),
    maybe("case_id", Uuid, "申请开通的工单 | case by which it was asked for"),
    known("details_digest", Text, "信息摘要 | digest of its details"),
    known(
        "details_position", BigInteger, "最近一次写明信息的事件位置 | position of the event with its details"
    ),
    source_position(),
    Index("assets_identifier", "identifier_key", "asset_id"),
    comment="客户资产, 每项一行 | assets of accounts, one row each",
)

FACT_ASSET = MartView(
    name="v1_fact_asset",
    comment="客户资产事实, 每项一行 | assets of accounts, one row each",
    source="proj.assets",
    columns=(
        key(assets.c.asset_id, "asset_key"),
        key(assets.c.account_id, "account_key"),
        *words(assets.c.asset_kind, assets.c.identifier, assets.c.product),
        *instants(assets.c.registered_at, assets.c.changed_at, assets.c.retired_at),
        carried(assets.c.source_position),
    ),
)


def _registered(sheet: Sheet, entry: Entry, event: AssetRegistered) -> None:
    row: Row = {
        "account_id": entry.stream_id,
        "asset_id": event.asset_id,
        "asset_kind": event.asset_kind,
        "identifier": event.identifier,
        "identifier_key": event.identifier.lower(),
        "product": event.product,
        "registered_at": event.occurred_at,
        "changed_at": None,
        "retired_at": None,
        "case_id": event.case_id,
        "details_digest": event.details_digest,
        "details_position": entry.position,
        "source_position": entry.position,
    }
    sheet.put((entry.stream_id, event.asset_id), row)


def _changed(sheet: Sheet, entry: Entry, event: AssetChanged) -> None:
    row = _row(sheet, entry, event)
    changes: Row = {
        "identifier": event.identifier,
        "identifier_key": event.identifier.lower(),
        "product": event.product,
        "changed_at": event.occurred_at,
        "source_position": entry.position,
    }
    if event.details_digest != row["details_digest"]:
        changes["details_digest"] = event.details_digest
        changes["details_position"] = entry.position
    sheet.put((entry.stream_id, event.asset_id), {**row, **changes})


def _retired(sheet: Sheet, entry: Entry, event: AssetRetired) -> None:
    changes = {"retired_at": event.occurred_at, "source_position": entry.position}
    sheet.put((entry.stream_id, event.asset_id), {**_row(sheet, entry, event), **changes})


def _row(sheet: Sheet, entry: Entry, event: AssetChanged | AssetRetired) -> Row:
    row: Row | None = sheet.rows.get((entry.stream_id, event.asset_id))
    if row is None:
        raise StreamWithoutBeginningError(entry)
    return row


ASSETS = ReadModel(
    table=assets,
    loaded_by=assets.c.account_id,
    handlers={AssetRegistered: _registered, AssetChanged: _changed, AssetRetired: _retired},
    view=FACT_ASSET,
)
