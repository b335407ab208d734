"""Satisfaction ratings, one row each; of several answers to one question the latest is marked."""

from sqlalchemy import Boolean, Index, Integer, SmallInteger, Table, Text, Uuid

from service.domain.case.record.ratings import SatisfactionRated
from service.domain.vocabulary import ToldBy
from service.projections.cases.table import cases
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, ViewColumn, carried, instants, key
from service.projections.engine.model import ReadModel, Row, Sheet

ratings = Table(
    "ratings",
    METADATA,
    key_column("event_id", Uuid, "评价事件标识 | event id of the rating"),
    known("case_id", Uuid, "工单标识 | case id"),
    known("cycle", Integer, "所评价的解决轮次 | resolution cycle it speaks of"),
    maybe("contact_id", Uuid, "评价的联系人标识 | contact who rated"),
    maybe("survey_id", Uuid, "所答复的调查标识 | survey that it answers"),
    known("scale", Text, "量表: csat, nps, ces | scale: csat, nps, ces"),
    known("score", SmallInteger, "评分 | score"),
    known("rated_at", Instant, "评价时间 | when the customer rated"),
    known(
        "is_latest_of_cycle",
        Boolean,
        "是否该评价人在该轮次的最新评价 | whether it is the newest of its case, cycle, scale and voice",
    ),
    maybe(
        "told_by", Text, "提供人: customer, staff, 空为未知 | told by: customer, staff, or empty for unknown"
    ),
    source_position(),
    known(
        "is_raised",
        Boolean,
        "是否由我方代改为更高分 | whether one of our keys told it in place of a lower score",
    ),
    known(
        "by_shown_link",
        Boolean,
        "是否经我方人员持有过的链接提交 | whether it came by a link that a person of ours had in hand",
    ),
    Index("ratings_case", "case_id"),
    comment="满意度评价, 每条评价事件一行 | satisfaction ratings, one row per rating event",
)

FACT_SATISFACTION = MartView(
    name="v1_fact_satisfaction",
    comment="满意度事实, 每条评价一行 | satisfaction, one row per rating",
    source="proj.ratings left join proj.cases using (case_id)",
    columns=(
        key(ratings.c.event_id, "rating_key"),
        ViewColumn("case_key", "ratings.case_id::text", "text", str(ratings.c.case_id.comment)),
        key(cases.c.account_id, "account_key"),
        carried(ratings.c.cycle),
        carried(ratings.c.scale),
        carried(ratings.c.score),
        *instants(ratings.c.rated_at),
        carried(ratings.c.is_latest_of_cycle),
        carried(ratings.c.source_position),
        key(ratings.c.contact_id, "contact_key"),
        key(ratings.c.survey_id, "survey_key"),
        carried(ratings.c.told_by),
        carried(ratings.c.is_raised),
        carried(ratings.c.by_shown_link),
    ),
)


def _rated(sheet: Sheet, entry: Entry, event: SatisfactionRated) -> None:
    """Take a rating in: the latest answer to its question, unless staff tell what the customer has told."""
    rating: Row = {
        "event_id": entry.event_id,
        "case_id": entry.stream_id,
        "cycle": event.cycle,
        "contact_id": event.contact_id,
        "survey_id": event.survey_id,
        "scale": event.scale,
        "score": event.score,
        "rated_at": event.occurred_at,
        "told_by": event.told_by.value if event.told_by else None,
        "is_latest_of_cycle": True,
        "is_raised": bool(event.is_raised),
        "by_shown_link": bool(event.by_shown_link),
        "source_position": entry.position,
    }
    before = [row for row in sheet.group(entry.stream_id) if row["is_latest_of_cycle"]]
    rating["is_latest_of_cycle"] = not any(_outweighs(row, rating) for row in before)
    sheet.put(entry.event_id, rating)
    for row in before if rating["is_latest_of_cycle"] else ():
        if _question(row) == _question(rating) or _outweighs(rating, row):
            row["is_latest_of_cycle"] = False
            sheet.changed.add(row["event_id"])


def _question(row: Row) -> tuple[object, ...]:
    """Return cycle, scale and voice: several contacts are several voices."""
    return row["cycle"], row["scale"], row["contact_id"] or row["survey_id"]


def _outweighs(row: Row, other: Row) -> bool:
    """Return whether the other is staff's word for the customer's own rating, or for nobody's."""
    *of_row, voice = _question(row)
    *of_other, other_voice = _question(other)
    if other["told_by"] != ToldBy.STAFF or of_row != of_other:
        return False
    is_own = row["told_by"] != ToldBy.STAFF
    return (is_own and other_voice in {None, voice}) or (voice is not None and other_voice is None)


RATINGS = ReadModel(
    table=ratings,
    loaded_by=ratings.c.case_id,
    handlers={SatisfactionRated: _rated},
    view=FACT_SATISFACTION,
)
