"""The view of complaints and of what was given for them."""

from sqlalchemy import Column

from service.projections.cases.table import cases
from service.projections.complaints.table import complaints
from service.projections.engine.mart_view import UNKNOWN, MartView, ViewColumn, carried, instants, key, words

SATISFIED = 4
"""The lowest CSAT score of a customer who is content."""

COMPLAINT_FILES = """proj.complaints join proj.cases using (case_id)
cross join lateral (
  select count(*) as remedy_count,
         count(*) filter (where remedies.status = 'granted') as granted_count,
         sum(remedies.amount_minor) filter (where remedies.status = 'granted') as granted_amount,
         sum(remedies.amount_minor) filter (
           where remedies.status = 'granted' and remedies.remedy_class = 'compensating') as compensation,
         count(distinct remedies.currency) filter (where remedies.status = 'granted') as currencies,
         min(remedies.currency) filter (where remedies.status = 'granted') as currency,
         max(remedies.source_position) as position
  from proj.remedies where remedies.case_id = complaints.case_id) as given
left join lateral (
  select ratings.score, ratings.told_by, ratings.contact_id, ratings.is_raised,
    ratings.source_position as position
  from proj.ratings
  where ratings.case_id = complaints.case_id and ratings.scale = 'csat' and ratings.is_latest_of_cycle
  order by ratings.cycle desc, ratings.told_by is not distinct from 'staff', ratings.rated_at desc
  limit 1) as rated on true
cross join lateral (
  select count(*) > 0 as is_mass, max(case_links.source_position) as position from proj.case_links
  where case_links.unlinked_at is null and case_links.relation in ('parent', 'child')
    and complaints.case_id in (case_links.case_id, case_links.other_case_id)) as linked"""
"""All cases of which a step of a complaint is on the record."""

_ONE_CURRENCY = "case when given.currencies > 1 then null else coalesce({}, 0) end"
_CURRENCY = f"case when given.currencies > 1 then 'mixed' else coalesce(given.currency, '{UNKNOWN}') end"
_RECOVERED = f"""complaints.confirmed_at is not null and cases.status <> 'open'
  and coalesce(rated.score, 0) >= {SATISFIED}
  and (rated.told_by is distinct from 'staff' or rated.contact_id is not null) and not rated.is_raised"""
_ELAPSED = "floor(extract(epoch from cases.ended_at - cases.received_at))"
_POSITION = "greatest(complaints.source_position, cases.source_position, given.position, linked.position)"


def _of(*names: str) -> list[Column[object]]:
    return [complaints.c[name] for name in names]


COMPLAINTS = MartView(
    name="v1_complaints",
    comment="投诉档案, 每个投诉一行, 随进展更新 | archive of complaints, one row each, updated as it goes on",
    source=f"{COMPLAINT_FILES}\nwhere complaints.is_complaint",
    columns=(
        key(complaints.c.case_id, "case_key"),
        carried(cases.c.reference),
        key(cases.c.account_id, "account_key"),
        *words(cases.c.account_code, cases.c.segment, cases.c.channel, cases.c.owner, cases.c.team),
        carried(cases.c.status),
        *instants(cases.c.received_at, cases.c.final_resolved_at, cases.c.closed_at),
        *(carried(each) for each in _of("complained_at", "reassured_at", "reconstructed_at")),
        *words(*_of("liable", "department", "cause_class", "root_code", "process_step")),
        *(carried(each) for each in _of("cause_depth", "cause_at", "cause_count")),
        key(complaints.c.impact, "impact"),
        *(carried(each) for each in _of("exception_count", "granted_exception_count", "confirmed_at")),
        ViewColumn("remedy_count", "given.remedy_count", "integer", "补救方案数 | remedies proposed"),
        ViewColumn(
            "granted_remedy_count", "given.granted_count", "integer", "已兑付方案数 | remedies granted"
        ),
        ViewColumn(
            "granted_amount_minor",
            _ONE_CURRENCY.format("given.granted_amount"),
            "bigint",
            "已兑付金额(最小货币单位), 多币种为空 | granted amount, empty if in several currencies",
        ),
        ViewColumn(
            "compensation_amount_minor",
            _ONE_CURRENCY.format("given.compensation"),
            "bigint",
            "其中补偿类金额 | of this for compensating remedies",
        ),
        ViewColumn("currency", _CURRENCY, "text", "币种, 多币种为 mixed | currency, mixed if several"),
        *(carried(cases.c[f"{name}_count"]) for name in ("reopen", "handover", "escalation", "revisit")),
        ViewColumn(
            "elapsed_seconds",
            _ELAPSED,
            "bigint",
            "受理至本轮完结的自然时间(秒), 未完结为空 | receipt to the end of this cycle, empty while open",
        ),
        ViewColumn("csat", "rated.score", "smallint", "最近一轮的满意度评分 | score of the last cycle rated"),
        ViewColumn(
            "is_mass",
            "linked.is_mass",
            "boolean",
            "是否属于批量投诉 | whether it is part of a mass complaint",
        ),
        ViewColumn(
            "is_recovered",
            _RECOVERED,
            "boolean",
            "是否挽回: 客户已确认且评分不低于4 | won back: confirmed, and rated 4 or more by the customer",
        ),
        ViewColumn("source_position", _POSITION, "bigint", str(complaints.c.source_position.comment)),
    ),
)
