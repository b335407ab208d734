"""The table of cases. Comments are `中文 | English`; the mart takes them over.

No column holds personal data: names, contacts and free text stay on the record.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnElement,
    FromClause,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    cast,
    func,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import TSTZRANGE

from service.projections.engine.columns import METADATA, Instant, key, known, maybe, source_position

cases = Table(
    "cases",
    METADATA,
    key("case_id", Uuid, "工单标识 | case id"),
    maybe("reference", Text, "工单编号 | number by which people know the case"),
    known("account_id", Uuid, "客户标识 | account id"),
    maybe("account_code", Text, "客户编号 | customer number"),
    known("segment", Text, "受理时的客户分层 | tier of the account at receipt"),
    known("channel", Text, "受理渠道 | channel by which it reached us"),
    known("kind", Text, "诉求类型 | what the customer came with"),
    known("phase", Text, "销售阶段 | phase of the sale"),
    maybe("order_reference", Text, "受理时的订单号 | order named at receipt"),
    maybe("asset_reference", Text, "受理时的设备编号 | asset named at receipt"),
    maybe("response_class", Text, "响应级别 | response class"),
    maybe("priority", Text, "优先级 | priority"),
    maybe("category", Text, "问题分类 | subject area"),
    maybe("owner", Text, "当前负责人工号 | staff id of the owner now"),
    maybe("team", Text, "当前负责团队 | team now"),
    known("status", Text, "状态: open, resolved, closed | status: open, resolved, closed"),
    maybe("waiting_on", Text, "正在等待谁, 空为未等待 | whom it waits for, empty while it does not wait"),
    known("received_at", Instant, "受理时间 | received"),
    maybe("acknowledged_at", Instant, "首次确认时间 | first acknowledged to the customer"),
    maybe("first_response_at", Instant, "首次有效回复时间 | first public, human, substantive reply"),
    maybe("first_resolved_at", Instant, "首次解决时间 | first resolved"),
    maybe(
        "final_resolved_at",
        Instant,
        "最近一次解决时间, 重开后撤回则为空 | last resolved; empty if withdrawn after a reopening",
    ),
    maybe("closed_at", Instant, "最近一次关闭时间 | last closed"),
    maybe(
        "ended_at",
        Instant,
        "未完结为空; 本轮解决或关闭时间 | resolved or closed in this cycle, empty while open",
    ),
    maybe("acknowledge_seconds", BigInteger, "首次确认耗时(秒) | acknowledgement, seconds"),
    maybe("first_response_seconds", BigInteger, "客户首次响应耗时(秒) | first response, seconds"),
    maybe("first_resolution_seconds", BigInteger, "首次解决耗时(秒) | first resolution, seconds"),
    maybe(
        "final_resolution_seconds",
        BigInteger,
        "最终解决耗时(秒) | last resolution, seconds",
    ),
    maybe("close_seconds", BigInteger, "关闭耗时(秒) | last closing, seconds"),
    known("reopen_count", Integer, "重开次数 | reopenings"),
    known("handover_count", Integer, "转交次数 | hand-overs"),
    known("escalation_count", Integer, "升级次数 | escalations"),
    known("revisit_count", Integer, "回访次数(含未接通) | revisits, attempts included"),
    known("reply_count", Integer, "回复次数(含内部) | replies, internal ones included"),
    known("waiting_customer_count", Integer, "已结束的等待客户次数 | ended waits for the customer"),
    known("waiting_supplier_count", Integer, "已结束的等待供应商次数 | ended waits for a supplier"),
    known("waiting_other_count", Integer, "已结束的其他等待次数 | other ended waits"),
    known(
        "waiting_customer_seconds",
        BigInteger,
        "已结束的等待客户时长(秒) | ended waits for the customer, seconds",
    ),
    known(
        "waiting_supplier_seconds",
        BigInteger,
        "已结束的等待供应商时长(秒) | ended waits for a supplier, seconds",
    ),
    known("waiting_other_seconds", BigInteger, "已结束的其他等待时长(秒) | other ended waits, seconds"),
    maybe("waiting_started_at", Instant, "当前等待开始时间 | when the present wait started"),
    maybe("source", Text, "来源系统 | system it came from"),
    maybe("source_promise_kept", Boolean, "来源系统的时限判定 | the source's own verdict on its time limit"),
    maybe("source_promise_due_at", Instant, "来源系统的时限 | time limit set by the source"),
    known("version", Integer, "工单事件数 | number of events of the case"),
    source_position(),
    known("updated_at", Instant, "最近一条事件的记录时间 | when its newest event was recorded"),
    known("clarification_round_count", Integer, "澄清轮次 | rounds of questions to the customer"),
    maybe(
        "understanding_confirmed_at",
        Instant,
        "首次与客户确认共识的时间 | when the customer first agreed on what the problem is",
    ),
    maybe(
        "understanding_round_count",
        Integer,
        "首次确认共识前的澄清轮次 | rounds of questions until then, empty before",
    ),
    known("dispatch_count", Integer, "安排上门次数 | dispatches of an engineer"),
    known("unsolved_dispatch_count", Integer, "上门未解决次数 | dispatches that did not settle the matter"),
    known(
        "needs_engineer_follow_up",
        Boolean,
        "是否待工程师跟进 | whether an engineer must still follow up a dispatch",
    ),
    known(
        "public_reply_count",
        Integer,
        "公开的人工有效回复次数 | public, human, substantive replies",
    ),
    maybe(
        "resolved_at_first_contact",
        Boolean,
        "是否首次接触即解决, 未解决为空 | resolved at the first contact, empty until resolved",
    ),
    maybe("cause_known_at", Instant, "首次归因时间 | when its cause was first known"),
    maybe("fed_back_at", Instant, "本轮结果反馈时间 | when the customer was told the result of this cycle"),
    maybe("escalation_risk", Text, "矛盾升级风险: high, medium, low, 空为无 | risk of escalation, or none"),
    known("stage", Text, "本轮所处阶段 | stage of its cycle: reception to feedback"),
    maybe("stage_began_at", Instant, "当前阶段开始时间, 结束为空 | when it began, empty once ended"),
    maybe("ended_stage_began_at", Instant, "已结束阶段的开始时间 | when the stage that has ended began"),
    maybe(
        "stage_ended_at", Instant, "当前阶段结束时间, 进行中或已关闭为空 | when it ended, empty once closed"
    ),
    maybe("reception_seconds", BigInteger, "需求接收已结束的时长(秒) | ended reception, seconds"),
    maybe("diagnosis_seconds", BigInteger, "问题诊断已结束的时长(秒) | ended diagnosis, seconds"),
    maybe("planning_seconds", BigInteger, "方案制定已结束的时长(秒) | ended planning, seconds"),
    maybe("execution_seconds", BigInteger, "执行跟踪已结束的时长(秒) | ended execution, seconds"),
    maybe("feedback_seconds", BigInteger, "结果反馈已结束的时长(秒) | ended feedback, seconds"),
    known("ended_dispatch_count", Integer, "已结束的上门次数 | dispatches that have ended"),
    known(
        "lacking_count",
        Integer,
        "解决与关闭时缺少的事项数 | what was missing at its resolutions and closings",
    ),
    known(
        "lowered_count",
        Integer,
        "调低或结束后才调高的次数 | times class or priority was lowered, or raised after the end",
    ),
    maybe(
        "former_owners",
        ARRAY(Text),
        "曾经的负责人工号, 每行一人 | staff ids of those who no longer answer for it",
    ),
    maybe(
        "lacked", Text, "解决与关闭时缺少的事项 | which needs were missing at its resolutions and closings"
    ),
    maybe("merged_into", Uuid, "已合并到的工单标识 | case in which it is worked on, empty for itself"),
    maybe("merged_at", Instant, "合并时间, 取消合并后为空 | merged, empty while it is worked on by itself"),
    maybe(
        "solution_known_at",
        Instant,
        "本轮解决方案说明时间, 未解决为空 | when it was known how this cycle was solved, or ended otherwise",
    ),
    known("commitment_count", Integer, "对客户作出的承诺数 | commitments made to the customer"),
    known(
        "interim_commitment_count",
        Integer,
        "其中不涉及最终解决的承诺数 | of these, promises of less than the solution",
    ),
    known(
        "over_promise_count",
        Integer,
        "承诺时限短于同类工单通常用时的次数 | promises of less time than such cases usually take",
    ),
    maybe("owned_at", Instant, "首次指派负责人时间 | when somebody first answered for it"),
    maybe("owned_seconds", BigInteger, "受理至首次指派负责人(秒) | receipt to the first owner, seconds"),
    maybe(
        "counterpart_reached_at",
        Instant,
        "首次有送达凭证的内部同步时间 | when a colleague was first informed with a proof of delivery",
    ),
    maybe(
        "counterpart_reached_seconds",
        BigInteger,
        "内部同步耗时(秒) | receipt to the colleague's being informed, seconds",
    ),
    maybe("planned_at", Instant, "首次给出推进计划时间 | when a plan was first proposed"),
    maybe("planned_seconds", BigInteger, "给出推进计划耗时(秒) | receipt to the first plan, seconds"),
    known(
        "customer_message_count",
        Integer,
        "客户追问次数, 不含无需回复的 | messages of the customer that asked for an answer",
    ),
    maybe(
        "unanswered_since_at",
        Instant,
        "最早未回复的客户消息时间 | oldest message of the customer that has no answer",
    ),
    known("next_reply_count", Integer, "已回复的追问数 | times that such messages were answered"),
    known("next_reply_seconds", BigInteger, "追问回复总耗时(秒) | until they were answered, seconds in all"),
    maybe("longest_next_reply_seconds", BigInteger, "追问回复最长耗时(秒) | longest of these, seconds"),
    maybe(
        "last_news_at", Instant, "本轮最近一次同步进展时间 | when the customer last heard of it, while open"
    ),
    maybe(
        "longest_update_gap_seconds",
        BigInteger,
        "两次同步进展的最长间隔(秒) | longest time between two pieces of news, seconds",
    ),
    maybe("our_turn_since_at", Instant, "轮到我方处理的开始时间 | since when the customer waits for us"),
    maybe(
        "requester_wait_seconds",
        BigInteger,
        "客户等待我方的时长(秒), 已结束部分 | time that the customer waited for us, ended, seconds",
    ),
    maybe("last_worked_at", Instant, "最近一次处理时间, 等待或结束为空 | last work, empty while waiting"),
    maybe(
        "longest_idle_seconds",
        BigInteger,
        "无人处理也不在等待的最长时长(秒) | longest time without work or a wait, seconds",
    ),
    maybe(
        "soonest_reopen_seconds",
        BigInteger,
        "完结至重开的最短时长(秒) | shortest time from an ending to the reopening, seconds",
    ),
    maybe(
        "resolution_reply_count",
        Integer,
        "至最近一次解决为止的公开有效回复次数 | public answers until the last resolution, empty before",
    ),
    known("hierarchical_escalation_count", Integer, "逐级升级次数 | escalations up the ladder"),
    known("functional_escalation_count", Integer, "专业升级次数 | escalations to another specialism"),
    known(
        "dispatch_without_arrival_count",
        Integer,
        "未说明到达时间的上门次数 | dispatches that ended without word of an arrival",
    ),
    known("told_again_count", Integer, "重复原话告知客户的次数 | times the customer was told the same again"),
    Index("cases_received", "received_at", "case_id"),
    Index("cases_status_received", "status", "received_at", "case_id"),
    Index("cases_account_received", "account_id", "received_at", "case_id"),
    Index("cases_owner_received", "owner", "received_at", "case_id"),
    Index("cases_reference", "reference"),
    Index("cases_order_reference", "order_reference"),
    Index(
        "cases_account_resolved",
        "account_id",
        "first_resolved_at",
        postgresql_where=text("first_resolved_at is not null"),
    ),
    Index("cases_unfinished", "received_at", postgresql_where=text("ended_at is null and merged_at is null")),
    comment="工单, 每个工单一行, 随进展更新 | cases, one row per case, updated as it goes on",
)


def unfinished_at(of: FromClause, at: datetime) -> ColumnElement[bool]:
    """Return what an index finds of the cases that are unfinished at an instant; one received then is not."""
    return _span(of).contains(cast(at, Instant))


def _span(of: FromClause) -> ColumnElement[Any]:
    never = literal_column("'infinity'::timestamptz", Instant)
    ended = func.coalesce(func.least(of.c.ended_at, of.c.merged_at), never)
    over = func.greatest(of.c.received_at, ended)
    return func.tstzrange(of.c.received_at, over, literal_column("'(]'"), type_=TSTZRANGE)


Index("cases_span", _span(cases), postgresql_using="gist")
