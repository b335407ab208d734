"""Agreements with accounts (协议), one row each, updated as they are amended and ended."""

from sqlalchemy import Integer, Table, Text, Uuid

from service.domain.account.record.agreements.agreements import (
    AgreementAmended,
    AgreementEnded,
    AgreementSigned,
)
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, ViewColumn, carried, instants, key
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError
from service.projections.star.keys import version_key

agreements = Table(
    "agreements",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("agreement_id", Text, "合同编号, 在客户内唯一 | contract number, unique within the account"),
    known("signed_at", Instant, "签订时间 | when it was signed"),
    known("effective_at", Instant, "生效时间 | from when on it applies"),
    maybe("ends_at", Instant, "终止时间, 空为长期 | until when it applies, empty if until it is ended"),
    known("version_count", Integer, "版本数 | versions, the signed one included"),
    known("term_count", Integer, "最新版本的时限条数 | time limits in its newest version"),
    maybe("amended_at", Instant, "最近一次修订时间 | when it was last amended"),
    source_position(),
    comment="协议, 每份协议一行, 随修订更新 | agreements, one row each, updated as they are amended",
)

_BEFORE_SIGNING = (
    "told.account_id = agreements.account_id"
    " and (told.agreement_id = agreements.agreement_id or told.agreement_id is null)"
    " and told.disclosed_at <= agreements.signed_at"
)
FACT_AGREEMENT = MartView(
    name="v1_fact_agreement",
    comment="协议事实, 每份协议一行, 随修订更新 | agreements, one row each, updated as they are amended",
    source="proj.agreements",
    columns=(
        carried(agreements.c.agreement_id),
        key(agreements.c.account_id, "account_key"),
        version_key("agreements.account_id", "agreements.signed_at"),
        *instants(*(agreements.c[name] for name in ("signed_at", "effective_at", "ends_at", "amended_at"))),
        *(carried(agreements.c[f"{name}_count"]) for name in ("version", "term")),
        carried(agreements.c.source_position),
        ViewColumn(
            "is_disclosed",
            f"exists (select from proj.disclosures as told where {_BEFORE_SIGNING})",
            "boolean",
            "签订前是否披露过限制、范围或风险 | whether limits, scope or risks were disclosed before signing",
        ),
    ),
)


def _signed(sheet: Sheet, entry: Entry, event: AgreementSigned) -> None:
    row: Row = {
        "account_id": entry.stream_id,
        "agreement_id": event.agreement_id,
        "signed_at": event.occurred_at,
        "effective_at": event.effective_at,
        "ends_at": event.ends_at,
        "version_count": 1,
        "term_count": len(event.terms),
        "amended_at": None,
        "source_position": entry.position,
    }
    sheet.put((entry.stream_id, event.agreement_id), row)


def _went_on(sheet: Sheet, entry: Entry, event: AgreementAmended | AgreementEnded) -> None:
    row: Row | None = sheet.rows.get((entry.stream_id, event.agreement_id))
    if row is None:
        raise StreamWithoutBeginningError(entry)
    changes = {"ends_at": event.ends_at} if isinstance(event, AgreementEnded) else _amended(row, event)
    sheet.put((entry.stream_id, event.agreement_id), {**row, **changes, "source_position": entry.position})


def _amended(row: Row, event: AgreementAmended) -> Row:
    """The version of the highest number is the newest, whatever was dated first."""
    newest = event.version > row["version_count"]
    return {
        "version_count": max(event.version, row["version_count"]),
        "term_count": len(event.terms) if newest else row["term_count"],
        "amended_at": event.occurred_at,
    }


AGREEMENTS = ReadModel(
    table=agreements,
    loaded_by=agreements.c.account_id,
    handlers={AgreementSigned: _signed, AgreementAmended: _went_on, AgreementEnded: _went_on},
    view=FACT_AGREEMENT,
)
