"""What the read side knows of complaints: one row a complaint, one a remedy. The rest stands in `cases`."""

from sqlalchemy import BigInteger, Boolean, Index, Integer, Table, Text, Uuid

from service.projections.columns import METADATA, Instant, key, known, maybe, source_position

complaints = Table(
    "complaints",
    METADATA,
    key("case_id", Uuid, "工单标识 | case id"),
    known("is_complaint", Boolean, "当前是否按投诉处理 | whether it counts as a complaint now"),
    maybe("complained_at", Instant, "首次成为投诉的时间 | when it first counted as a complaint"),
    maybe("soothed_at", Instant, "首次安抚情绪时间 | when the customer was first soothed"),
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

remedies = Table(
    "remedies",
    METADATA,
    key("case_id", Uuid, "工单标识 | case id"),
    key("remedy_id", Uuid, "补救方案标识 | remedy id"),
    known("remedy_type", Text, "补救类型 | kind of remedy"),
    maybe("remedy_class", Text, "补救类别: 补偿或改进 | class: compensating or corrective"),
    known("amount_minor", BigInteger, "金额(最小货币单位) | amount in the smallest unit of the currency"),
    known("currency", Text, "币种 | currency"),
    known(
        "status",
        Text,
        "状态: proposed, approved, rejected, granted | status: proposed, approved, rejected, granted",
    ),
    known("proposed_by", Text, "提出人工号 | staff id of who proposed it"),
    known("proposed_at", Instant, "提出时间 | when it was proposed"),
    maybe("due_at", Instant, "应兑付时间 | by when the customer is to have it"),
    maybe("needs_approval_by", Text, "所需审批级别, 空为无须审批 | lowest rung that must agree, or none"),
    maybe("approved_by", Text, "批准人工号 | staff id of who agreed"),
    maybe("approved_at", Instant, "批准时间 | when it was agreed to"),
    maybe("rejected_at", Instant, "驳回时间 | when it was turned down"),
    maybe("granted_by", Text, "兑付人工号 | staff id of who handed it over"),
    maybe("granted_at", Instant, "兑付时间 | when the customer got it"),
    source_position(),
    comment="补救方案, 每个方案一行, 随进展更新 | remedies, one row per remedy, updated as it goes on",
)
