"""The promises that policies make, one row a rule and version."""

from uuid import UUID, uuid5

from sqlalchemy import ARRAY, BigInteger, Index, Integer, Table, Text, Uuid

from service.domain.clocks.policy import ClockRule
from service.domain.rulebook.events import PolicyPublished
from service.projections.engine.columns import METADATA, Instant, key, known, maybe, source_position
from service.projections.engine.entries import Entry
from service.projections.engine.model import ReadModel, Row, Sheet, by_itself

promises = Table(
    "promises",
    METADATA,
    key("row_id", Uuid, "行标识 | row id"),
    known("policy_id", Text, "服务政策 | policy"),
    known("policy_version", Integer, "服务政策版本 | version of the policy"),
    known("rule", Text, "规则 | rule of the policy"),
    known("clock", Text, "时钟名称, 即所承诺的事项 | what is promised"),
    known("stream", Text, "所属类型: case, account | promised for a case or an account"),
    known("title_zh", Text, "中文名称 | title in Chinese; {limit} and {every} stand for the limit"),
    known("title_en", Text, "英文名称 | title in English; {limit} and {every} stand for the limit"),
    maybe("target_seconds", BigInteger, "时限(秒), 空为其他方式 | limit, seconds; empty if set otherwise"),
    maybe("target_working_days", Integer, "时限(工作日) | limit, working days"),
    maybe("target_months", Integer, "时限(月) | limit, months"),
    known("counts", Text, "计时日历 | calendar whose time counts"),
    known("met_by", ARRAY(Text), "兑现事项 | milestones that keep it"),
    known("effective_at", Instant, "生效时间 | from when on it is made"),
    source_position(),
    Index("promises_rule", "policy_id", "rule", "policy_version"),
    comment="服务承诺, 每条规则的每个版本一行 | promises of the policies, one row per rule and version",
)

_COPIED = ("rule", "clock", "stream", "target_seconds", "target_working_days", "target_months", "counts")


def _published(sheet: Sheet, entry: Entry, event: PolicyPublished) -> None:
    for rule in event.policy.rules:
        row_id = uuid5(entry.event_id, rule.rule)
        sheet.put(row_id, _row(entry, event, rule, row_id))


def _row(entry: Entry, event: PolicyPublished, rule: ClockRule, row_id: UUID) -> Row:
    return {
        **{name: getattr(rule, name) for name in _COPIED},
        "row_id": row_id,
        "policy_id": event.policy.policy_id,
        "policy_version": event.policy.version,
        "title_zh": rule.title.zh,
        "title_en": rule.title.en,
        "met_by": [str(milestone) for milestone in rule.met_by],
        "effective_at": event.effective_at,
        "source_position": entry.position,
    }


PROMISES = ReadModel(
    table=promises, loaded_by=promises.c.row_id, key_of=by_itself, handlers={PolicyPublished: _published}
)
