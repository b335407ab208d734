"""The tables of the read side. Comments are `中文 | English`; the mart takes them over.

No column holds personal data: names, contacts and free text stay on the record.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from service.projections.columns import METADATA, Instant
from service.projections.columns import key as _key
from service.projections.columns import known as _known
from service.projections.columns import maybe as _maybe
from service.projections.columns import source_position as _source_position
from service.projections.tables_complaints import complaints, remedies
from service.projections.tables_surveys import surveys
from service.projections.tables_work import WORK_COLUMNS, case_links

accounts = Table(
    "accounts",
    METADATA,
    _key("account_id", Uuid, "客户标识 | account id"),
    _known("code", Text, "客户编号 | customer number"),
    _known("segment", Text, "当前客户分层 | tier of the account now"),
    _maybe("owner", Text, "客户负责人工号 | staff id of the account's owner"),
    _maybe("industry", Text, "行业 | line of business"),
    _known("opened_at", Instant, "建档时间 | when it came under our care"),
    _source_position(),
    _known(
        "has_dated_routine", Boolean, "是否有待到期的结算日或回访日 | whether fixed days are still to come"
    ),
    Index("accounts_code", "code"),
    comment="客户, 每个客户一行 | accounts, one row per account",
)

cases = Table(
    "cases",
    METADATA,
    _key("case_id", Uuid, "工单标识 | case id"),
    _maybe("reference", Text, "工单编号 | number by which people know the case"),
    _known("account_id", Uuid, "客户标识 | account id"),
    _maybe("account_code", Text, "客户编号 | customer number"),
    _known("segment", Text, "受理时的客户分层 | tier of the account at receipt"),
    _known("channel", Text, "受理渠道 | channel by which it reached us"),
    _known("kind", Text, "诉求类型 | what the customer came with"),
    _known("phase", Text, "销售阶段 | phase of the sale"),
    _maybe("response_class", Text, "响应级别 | response class"),
    _maybe("priority", Text, "优先级 | priority"),
    _maybe("category", Text, "问题分类 | subject area"),
    _maybe("owner", Text, "当前负责人工号 | staff id of the owner now"),
    _maybe("team", Text, "当前负责团队 | team now"),
    _known("status", Text, "状态: open, resolved, closed | status: open, resolved, closed"),
    _maybe("waiting_on", Text, "正在等待谁, 空为未等待 | whom it waits for, empty while it does not wait"),
    _known("received_at", Instant, "受理时间 | received"),
    _maybe("acknowledged_at", Instant, "首次确认时间 | first acknowledged to the customer"),
    _maybe("first_response_at", Instant, "首次有效回复时间 | first public, human, substantive reply"),
    _maybe("first_resolved_at", Instant, "首次解决时间 | first resolved"),
    _maybe("final_resolved_at", Instant, "最近一次解决时间 | last resolved"),
    _maybe("closed_at", Instant, "最近一次关闭时间 | last closed"),
    _maybe(
        "ended_at",
        Instant,
        "未完结为空; 本轮解决或关闭时间 | resolved or closed in this cycle, empty while open",
    ),
    _maybe("acknowledge_seconds", BigInteger, "首次确认耗时(秒) | acknowledgement, seconds"),
    _maybe("first_response_seconds", BigInteger, "客户首次响应耗时(秒) | first response, seconds"),
    _maybe("first_resolution_seconds", BigInteger, "首次解决耗时(秒) | first resolution, seconds"),
    _maybe("final_resolution_seconds", BigInteger, "最终解决耗时(秒) | last resolution, seconds"),
    _maybe("close_seconds", BigInteger, "关闭耗时(秒) | last closing, seconds"),
    _known("reopen_count", Integer, "重开次数 | reopenings"),
    _known("handover_count", Integer, "转交次数 | hand-overs"),
    _known("escalation_count", Integer, "升级次数 | escalations"),
    _known("revisit_count", Integer, "回访次数(含未接通) | revisits, attempts included"),
    _known("reply_count", Integer, "回复次数(含内部) | replies, internal ones included"),
    _known("waiting_customer_count", Integer, "已结束的等待客户次数 | ended waits for the customer"),
    _known("waiting_supplier_count", Integer, "已结束的等待供应商次数 | ended waits for a supplier"),
    _known("waiting_other_count", Integer, "已结束的其他等待次数 | other ended waits"),
    _known(
        "waiting_customer_seconds",
        BigInteger,
        "已结束的等待客户时长(秒) | ended waits for the customer, seconds",
    ),
    _known(
        "waiting_supplier_seconds",
        BigInteger,
        "已结束的等待供应商时长(秒) | ended waits for a supplier, seconds",
    ),
    _known("waiting_other_seconds", BigInteger, "已结束的其他等待时长(秒) | other ended waits, seconds"),
    _maybe("waiting_started_at", Instant, "当前等待开始时间 | when the present wait started"),
    _maybe("source", Text, "来源系统 | system it came from"),
    _maybe("source_promise_kept", Boolean, "来源系统的时限判定 | the source's own verdict on its time limit"),
    _maybe("source_promise_due_at", Instant, "来源系统的时限 | time limit set by the source"),
    _known("version", Integer, "工单事件数 | number of events of the case"),
    _source_position(),
    _known("updated_at", Instant, "最近一条事件的记录时间 | when its newest event was recorded"),
    _known("clarification_round_count", Integer, "澄清轮次 | rounds of questions to the customer"),
    _maybe(
        "understanding_confirmed_at",
        Instant,
        "首次与客户确认共识的时间 | when the customer first agreed on what the problem is",
    ),
    _maybe(
        "understanding_round_count",
        Integer,
        "首次确认共识前的澄清轮次 | rounds of questions until then, empty before",
    ),
    _known("dispatch_count", Integer, "安排上门次数 | dispatches of an engineer"),
    _known("unsolved_dispatch_count", Integer, "上门未解决次数 | dispatches that did not settle the matter"),
    _known(
        "needs_engineer_follow_up",
        Boolean,
        "是否待工程师跟进 | whether an engineer must still follow up a dispatch",
    ),
    *WORK_COLUMNS,
    _maybe("merged_into", Uuid, "已合并到的工单标识 | case in which it is worked on, empty for itself"),
    _maybe("merged_at", Instant, "合并时间, 取消合并后为空 | merged, empty while it is worked on by itself"),
    Index("cases_received", "received_at", "case_id"),
    Index("cases_status_received", "status", "received_at", "case_id"),
    Index("cases_account_received", "account_id", "received_at", "case_id"),
    Index("cases_owner_received", "owner", "received_at", "case_id"),
    Index("cases_reference", "reference"),
    comment="工单, 每个工单一行, 随进展更新 | cases, one row per case, updated as it goes on",
)

ratings = Table(
    "ratings",
    METADATA,
    _key("event_id", Uuid, "评价事件标识 | event id of the rating"),
    _known("case_id", Uuid, "工单标识 | case id"),
    _known("cycle", Integer, "所评价的解决轮次 | resolution cycle it speaks of"),
    _known("scale", Text, "量表: csat, nps, ces | scale: csat, nps, ces"),
    _known("score", SmallInteger, "评分 | score"),
    _known("rated_at", Instant, "评价时间 | when the customer rated"),
    _known(
        "is_latest_of_cycle",
        Boolean,
        "是否该轮次的最新评价 | whether it is the newest of its case, cycle and scale",
    ),
    _source_position(),
    Index("ratings_case", "case_id"),
    comment="满意度评价, 每条评价事件一行 | satisfaction ratings, one row per rating event",
)

clocks = Table(
    "clocks",
    METADATA,
    _key("clock_id", Uuid, "时钟标识 | clock id"),
    _known("stream_id", Uuid, "所属工单或客户 | case or account whose promise it is"),
    _known("stream", Text, "所属类型: case, account | kind of stream: case, account"),
    _known("account_id", Uuid, "客户标识 | account id"),
    _known("clock", Text, "时钟名称, 即所承诺的事项 | what was promised"),
    _known("cycle", Integer, "轮次, 每次重开加一 | cycle, one more after each reopening"),
    _maybe("subject", Text, "所针对的承诺、协作或结算 | commitment, collaboration or settlement it is about"),
    _known("rule", Text, "规则 | rule of the policy"),
    _known("policy_id", Text, "服务政策 | policy that makes the promise"),
    _known("policy_version", Integer, "服务政策版本 | version of the policy"),
    _known("calendar_id", Text, "工作日历 | calendar whose time counts"),
    _known("calendar_version", Integer, "工作日历版本 | version of the calendar"),
    _maybe("agreement_id", Text, "协议, 空为按政策 | agreement instead of the policy's rule, empty if none"),
    _maybe("response_class", Text, "承诺时的响应级别 | response class as promised"),
    _maybe("priority", Text, "承诺时的优先级 | priority as promised"),
    _maybe("segment", Text, "承诺时的客户分层 | tier as promised"),
    _maybe("owner", Text, "承诺时的负责人工号 | staff id of the owner as promised"),
    _known("started_at", Instant, "时钟开始时间 | when the promise was made"),
    _known("counts_from_at", Instant, "起算时间 | from when time counts"),
    _maybe("target_seconds", BigInteger, "时限(秒), 空为约定时刻 | limit, seconds; empty if an instant"),
    _known("due_at", Instant, "到期时间 | due"),
    _known(
        "status",
        Text,
        "状态: running, paused, met, late, cancelled | status: running, paused, met, late, cancelled",
    ),
    _known("was_breached", Boolean, "是否违约, 以业务时间为准 | broken by business time, waived or not"),
    _maybe("breached_at", Instant, "已记录的违约时间, 即到期时间 | noted as broken: the due instant then"),
    _maybe("ended_at", Instant, "结束时间 | when it was met or became void"),
    _maybe("end_reason", Text, "取消原因 | why it became void"),
    _maybe("counted_seconds", BigInteger, "已计时长(秒) | time that counted until it was met, seconds"),
    _maybe("late_seconds", BigInteger, "逾期时长(秒), 自然时间 | late, seconds by the wall clock"),
    _maybe("waived_at", Instant, "最近一次豁免时间 | when it was last waived"),
    _maybe("waived_by", Text, "最近一次豁免人工号 | staff id of who last waived it"),
    _maybe("warned_percent", Integer, "已预警的最高比例(%) | highest share warned of, percent"),
    _known("warning_count", Integer, "预警次数 | warnings"),
    _maybe("escalated_level", Text, "最近一次升级的级别 | rung of the chain called last"),
    _known("escalation_count", Integer, "升级次数 | rungs called"),
    _known(
        "unanswered_escalation_count",
        Integer,
        "无人值守的升级次数 | rungs called with nobody on duty",
    ),
    _maybe("next_at", Instant, "下一个须记录的时刻 | next instant at which something must be noted"),
    _known("details", JSONB, "预警点、暂停等明细 | thresholds, pauses and what was noted of them"),
    _known("version", Integer, "所属流的事件数 | number of events of its stream"),
    _source_position(),
    Index("clocks_stream", "stream_id"),
    Index("clocks_next", "next_at", "clock_id", postgresql_where=text("next_at is not null")),
    Index("clocks_due", "due_at", "clock_id"),
    Index("clocks_clock_due", "clock", "due_at", "clock_id"),
    Index("clocks_account_due", "account_id", "due_at", "clock_id"),
    Index("clocks_open_due", "due_at", "clock_id", postgresql_where=text("status in ('running', 'paused')")),
    comment="时钟, 每个时效承诺一行, 随进展更新 | clocks, one row per promise of time, updated as it goes on",
)

checkpoints = Table(
    "checkpoints",
    METADATA,
    _key("projection", Text, "投影名称 | projection"),
    _known("version", Integer, "投影版本 | version of the projection's code and tables"),
    _known("position", BigInteger, "已处理到的事件位置 | position of the newest event folded"),
    _known("updated_at", Instant, "更新时间 | when it moved last"),
    comment="投影进度, 每个投影一行 | progress of the projections, one row per projection",
)

dates = Table(
    "dates",
    METADATA,
    _key("date_key", Integer, "日期键 yyyymmdd | day as yyyymmdd"),
    _maybe("calendar_date", Date, "日期, 未知为空 | the day, empty for the unknown"),
    _known("year", SmallInteger, "年 | year"),
    _known("quarter", SmallInteger, "季度 | quarter, 1 to 4"),
    _known("month", SmallInteger, "月 | month, 1 to 12"),
    _known("iso_year", SmallInteger, "ISO 年 | ISO year of the week"),
    _known("iso_week", SmallInteger, "ISO 周 | ISO week"),
    _known("weekday", SmallInteger, "星期, 1 为周一 | weekday, 1 is Monday"),
    comment="日期, 每天一行, 未知一行 | days, one row per day of 2000 to 2050, one for the unknown",
)

FOLDED: tuple[Table, ...] = (accounts, cases, ratings, clocks, case_links, surveys, complaints, remedies)
"""What one projection folds; `checkpoints` says how far."""
