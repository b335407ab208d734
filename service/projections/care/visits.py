"""What we did for accounts of our own accord (走访关怀), one row each time: visits, calls, news, checks."""

from typing import get_args

from sqlalchemy import Boolean, Index, Table, Text, Uuid

from service.domain.account.record.care import AccountSurveyHeld, CareGiven, NewsSent, TrainingHeld
from service.domain.account.record.settlements import BillChecked
from service.domain.account.record.visits import FirstContactMade, VisitRecorded
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, carried, instants, key, words
from service.projections.engine.model import ReadModel, Row, Sheet, by_itself
from service.projections.star.keys import version_key, word_key

Visit = (
    FirstContactMade | VisitRecorded | NewsSent | AccountSurveyHeld | BillChecked | CareGiven | TrainingHeld
)

visits = Table(
    "visits",
    METADATA,
    key_column("event_id", Uuid, "事件标识 | event id"),
    known("account_id", Uuid, "客户标识 | account id"),
    known(
        "kind",
        Text,
        "类型: visit, call, interview, gathering, executive_meeting, first_contact, news, value_content,"
        " maintenance_advice, survey, bill_check, training, greeting, card, gift, benefit, touch"
        " | kind: visit, call, interview, gathering, executive_meeting, first_contact, news, value_content,"
        " maintenance_advice, survey, bill_check, training, greeting, card, gift, benefit, touch",
    ),
    known("held_at", Instant, "时间 | when it took place"),
    maybe("channel", Text, "渠道 | channel"),
    known("reached", Boolean, "是否联系上 | whether the customer was reached"),
    source_position(),
    Index("visits_account", "account_id"),
    comment="走访与关怀, 每次一行 | visits and other care of accounts, one row each time",
)

FACT_VISIT = MartView(
    name="v1_fact_visit",
    comment="走访与关怀事实, 每次主动联系客户一行"
    " | visits and care, one row each time we turned to a customer of our own accord",
    source="proj.visits",
    columns=(
        key(visits.c.event_id, "visit_key"),
        key(visits.c.account_id, "account_key"),
        version_key("visits.account_id", "visits.held_at"),
        carried(visits.c.kind),
        *instants(visits.c.held_at),
        *words(visits.c.channel),
        word_key("channel_key", "visits.channel", "渠道 | the channel"),
        carried(visits.c.reached),
        carried(visits.c.source_position),
    ),
)


def _held(sheet: Sheet, entry: Entry, event: Visit) -> None:
    row: Row = {
        "event_id": entry.event_id,
        "account_id": entry.stream_id,
        "kind": _kind_of(event),
        "held_at": event.occurred_at,
        "channel": event.channel,
        "reached": event.reached if isinstance(event, VisitRecorded) else True,
        "source_position": entry.position,
    }
    sheet.put(entry.event_id, row)


def _kind_of(event: Visit) -> str:
    match event:
        case VisitRecorded() | NewsSent() | CareGiven():
            return str(event.kind)
        case FirstContactMade():
            return "first_contact"
        case AccountSurveyHeld():
            return "survey"
        case BillChecked():
            return "bill_check"
        case TrainingHeld():
            return "training"


VISITS = ReadModel(
    table=visits,
    loaded_by=visits.c.event_id,
    key_of=by_itself,
    handlers=dict.fromkeys(get_args(Visit), _held),
    view=FACT_VISIT,
)
