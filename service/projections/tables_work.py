"""What the read side knows of the work on cases: stages, marks, and cases that have to do with each other."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text, Uuid

from service.projections.columns import METADATA, Instant, key, known, maybe, source_position

WORK_COLUMNS: tuple[Column[Any], ...] = (
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
    maybe("reception_seconds", BigInteger, "需求接收已结束的时长(秒) | ended reception, seconds"),
    maybe("diagnosis_seconds", BigInteger, "问题诊断已结束的时长(秒) | ended diagnosis, seconds"),
    maybe("planning_seconds", BigInteger, "方案制定已结束的时长(秒) | ended planning, seconds"),
    maybe("execution_seconds", BigInteger, "执行跟踪已结束的时长(秒) | ended execution, seconds"),
    maybe("feedback_seconds", BigInteger, "结果反馈已结束的时长(秒) | ended feedback, seconds"),
    known("ended_dispatch_count", Integer, "已结束的上门次数 | dispatches that have ended"),
)
"""Columns of `cases`, at its end."""

case_links = Table(
    "case_links",
    METADATA,
    key("link_id", Uuid, "关联标识 | link id"),
    known("case_id", Uuid, "工单标识 | case on whose record it stands"),
    known("other_case_id", Uuid, "另一工单标识 | the other case"),
    known("relation", Text, "另一工单对本工单的关系 | what the other case is to it, such as parent or child"),
    known("linked_at", Instant, "最近一次关联时间 | when it was last linked"),
    maybe("unlinked_at", Instant, "解除时间, 空为有效 | when it was taken back, empty while it stands"),
    source_position(),
    Index("case_links_case", "case_id"),
    Index("case_links_other_case", "other_case_id"),
    comment="工单关联, 每对工单的每种关系一行 | links of cases, one row per pair and relation",
)
