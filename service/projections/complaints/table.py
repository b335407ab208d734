"""The table of complaints: one row a complaint. The rest stands in `cases`."""

from sqlalchemy import Boolean, Index, Integer, Table, Text, Uuid

from service.projections.engine.columns import METADATA, Instant, key, known, maybe, source_position

complaints = Table(
    "complaints",
    METADATA,
    key("case_id", Uuid, "工单标识 | case id"),
    known("is_complaint", Boolean, "当前是否按投诉处理 | whether it counts as a complaint now"),
    maybe("complained_at", Instant, "首次成为投诉的时间 | when it first counted as a complaint"),
    maybe("reassured_at", Instant, "首次安抚情绪时间 | when the customer was first reassured"),
    maybe("reconstructed_at", Instant, "首次还原场景时间 | when the course of events was first known"),
    maybe("liable", Text, "责任方 | who answers for it"),
    maybe("department", Text, "责任部门 | department of ours that answers for it"),
    maybe("liability_at", Instant, "最近一次界定责任时间 | when liability was last determined"),
    maybe("cause_class", Text, "原因类别 | class of the cause"),
    maybe("root_code", Text, "根本原因代码 | code of the root cause"),
    maybe("process_step", Text, "业务环节 | step of our work at which it came about"),
    maybe("cause_depth", Integer, "追问层数 | number of whys"),
    maybe("cause_at", Instant, "最近一次查明原因时间 | when the cause was last identified"),
    known("cause_count", Integer, "查明原因次数 | how often the cause was identified"),
    maybe("impact", Text, "影响范围 | how far the harm has come"),
    maybe("impact_at", Instant, "最近一次记录影响的时间 | when the impact was last recorded"),
    known("exception_count", Integer, "特殊申请数 | exceptions requested"),
    known("granted_exception_count", Integer, "获批的特殊申请数 | exceptions granted"),
    maybe(
        "confirmed_at", Instant, "本轮客户确认时间 | when the customer confirmed the resolution of this cycle"
    ),
    source_position(),
    Index("complaints_cause", "cause_class", "root_code"),
    Index("complaints_process_step", "process_step"),
    comment="投诉, 每个投诉一行, 随进展更新 | complaints, one row per complaint, updated as it goes on",
)
