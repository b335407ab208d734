"""What customers need, one row each time it was found out: behind a demand, or before a sale."""

from sqlalchemy import BigInteger, Index, Integer, Table, Text, Uuid

from service.domain.case.record.sales import PreSaleNeedRecorded
from service.domain.case.record.understanding import NeedIdentified
from service.projections.cases.table import cases
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, carried, instants, key, words
from service.projections.engine.model import ReadModel, Row, Sheet, by_itself
from service.projections.star.keys import version_key, word_key

needs = Table(
    "needs",
    METADATA,
    key_column("event_id", Uuid, "事件标识 | event id"),
    known("case_id", Uuid, "工单标识 | case id"),
    known("kind", Text, "类型: behind_demand, pre_sale | found out: behind_demand, pre_sale"),
    known("found_at", Instant, "识别时间 | when it was found out"),
    maybe("industry", Text, "行业 | line of business, of a need before a sale"),
    maybe(
        "budget_from_minor", BigInteger, "预算下限(最小货币单位) | lower limit of the budget, smallest unit"
    ),
    maybe("budget_to_minor", BigInteger, "预算上限(最小货币单位) | upper limit of the budget, smallest unit"),
    maybe("currency", Text, "币种 | currency of the budget"),
    known("detail_count", Integer, "已了解的买方信息项数 | details of the buyer that are known"),
    source_position(),
    Index("needs_case", "case_id"),
    comment="客户需求, 每次识别一行 | needs of customers, one row each time one was found out",
)

FACT_NEED = MartView(
    name="v1_fact_need",
    comment="客户需求事实, 每次识别一行 | needs of customers, one row each time one was found out",
    source="proj.needs left join proj.cases using (case_id)",
    columns=(
        key(needs.c.event_id, "need_key"),
        key(needs.c.case_id, "case_key"),
        key(cases.c.account_id, "account_key"),
        version_key("cases.account_id", "needs.found_at"),
        carried(needs.c.kind),
        *instants(needs.c.found_at),
        *words(needs.c.industry),
        *(carried(needs.c[name]) for name in ("budget_from_minor", "budget_to_minor", "currency")),
        carried(needs.c.detail_count),
        word_key("category_key", "cases.category", "问题分类 | the subject area of the case now"),
        carried(needs.c.source_position),
    ),
)


def _identified(sheet: Sheet, entry: Entry, _: NeedIdentified) -> None:
    _put(sheet, entry, {"kind": "behind_demand", "detail_count": 0})


def _recorded(sheet: Sheet, entry: Entry, event: PreSaleNeedRecorded) -> None:
    has_budget = event.budget_from_minor is not None or event.budget_to_minor is not None
    said = {
        "kind": "pre_sale",
        "industry": event.industry,
        "budget_from_minor": event.budget_from_minor,
        "budget_to_minor": event.budget_to_minor,
        "currency": event.currency if has_budget else None,
        "detail_count": len(event.buyer_details or ()),
    }
    _put(sheet, entry, said)


def _put(sheet: Sheet, entry: Entry, said: Row) -> None:
    of_event = {"event_id": entry.event_id, "case_id": entry.stream_id, "found_at": entry.event.occurred_at}
    sheet.put(entry.event_id, {**said, **of_event, "source_position": entry.position})


NEEDS = ReadModel(
    table=needs,
    loaded_by=needs.c.event_id,
    key_of=by_itself,
    handlers={NeedIdentified: _identified, PreSaleNeedRecorded: _recorded},
    view=FACT_NEED,
)
