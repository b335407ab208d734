"""What contacts allow us to do with their data (授权), one row each contact and purpose: the last word."""

from sqlalchemy import Boolean, Index, Integer, Table, Text, Uuid

from service.domain.account.record.agreements.consent import ConsentGiven, ConsentWithdrawn
from service.domain.account.record.contacts import SURVEY, ContactOptedIn, ContactOptedOut
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, carried, instants, key, words
from service.projections.engine.model import ReadModel, Row, Sheet
from service.projections.star.keys import version_key

consents = Table(
    "consents",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("contact_id", Uuid, "联系人标识 | contact id"),
    key_column("purpose", Text, "用途 | purpose"),
    known(
        "standing", Text, "状态: given, withdrawn, not_objecting | standing: given, withdrawn, not_objecting"
    ),
    known("said_at", Instant, "最近一次表示的时间 | when the contact said so last"),
    maybe("text_version", Integer, "授权文本版本 | version of the words consented to"),
    maybe("language", Text, "语言 | language of the words"),
    maybe("channel", Text, "渠道 | channel"),
    known("was_given", Boolean, "是否曾给予授权 | whether it was ever given"),
    source_position(),
    Index("consents_said", "said_at", "account_id", "contact_id", "purpose"),
    comment="联系人授权, 每个联系人和用途一行 | consents, one row each contact and purpose",
)

FACT_CONSENT = MartView(
    name="v1_fact_consent",
    comment="联系人授权事实, 每个联系人和用途一行 | consents, one row each contact and purpose",
    source="proj.consents",
    columns=(
        key(consents.c.contact_id, "contact_key"),
        key(consents.c.account_id, "account_key"),
        version_key("consents.account_id", "consents.said_at"),
        carried(consents.c.purpose),
        carried(consents.c.standing),
        *instants(consents.c.said_at),
        carried(consents.c.text_version),
        *words(consents.c.language, consents.c.channel),
        carried(consents.c.was_given),
        carried(consents.c.source_position),
    ),
)


def _said(
    sheet: Sheet, entry: Entry, event: ConsentGiven | ConsentWithdrawn | ContactOptedOut | ContactOptedIn
) -> None:
    given = event if isinstance(event, ConsentGiven) else None
    purpose = event.purpose if isinstance(event, ConsentGiven | ConsentWithdrawn) else SURVEY
    place = (entry.stream_id, event.contact_id, purpose)
    before: Row | None = sheet.rows.get(place)
    row: Row = {
        "account_id": entry.stream_id,
        "contact_id": event.contact_id,
        "purpose": purpose,
        "standing": _standing(event),
        "said_at": event.occurred_at,
        "text_version": given.text_version if given else None,
        "language": given.language if given else None,
        "channel": event.channel if isinstance(event, ConsentGiven | ConsentWithdrawn) else None,
        "was_given": given is not None or bool(before and before["was_given"]),
        "source_position": entry.position,
    }
    sheet.put(place, row)


def _standing(event: ConsentGiven | ConsentWithdrawn | ContactOptedOut | ContactOptedIn) -> str:
    match event:
        case ConsentGiven():
            return "given"
        case ContactOptedIn():
            return "not_objecting"
        case _:
            return "withdrawn"


CONSENTS = ReadModel(
    table=consents,
    loaded_by=consents.c.account_id,
    handlers=dict.fromkeys((ConsentGiven, ConsentWithdrawn, ContactOptedOut, ContactOptedIn), _said),
    view=FACT_CONSENT,
)
