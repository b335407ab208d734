"""The table of promises of time."""

from sqlalchemy import BigInteger, Boolean, Index, Integer, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from service.projections.engine.columns import METADATA, Instant, key, known, maybe, source_position

clocks = Table(
    "clocks",
    METADATA,
    key("clock_id", Uuid, "时钟标识 | clock id"),
    known("stream_id", Uuid, "所属工单或客户 | case or account whose promise it is"),
    known("stream", Text, "所属类型: case, account | kind of stream: case, account"),
    known("account_id", Uuid, "客户标识 | account id"),
    known("clock", Text, "时钟名称, 即所承诺的事项 | what was promised"),
    known("cycle", Integer, "轮次, 每次重开加一 | cycle, one more after each reopening"),
    maybe("subject", Text, "所针对的承诺、协作或结算 | commitment, collaboration or settlement it is about"),
    known("rule", Text, "规则 | rule of the policy"),
    known("policy_id", Text, "服务政策 | policy that makes the promise"),
    known("policy_version", Integer, "服务政策版本 | version of the policy"),
    known("calendar_id", Text, "工作日历 | calendar whose time counts"),
    known("calendar_version", Integer, "工作日历版本 | version of the calendar"),
    maybe("agreement_id", Text, "协议, 空为按政策 | agreement instead of the policy's rule, empty if none"),
    maybe("response_class", Text, "承诺时的响应级别 | response class as promised"),
    maybe("priority", Text, "承诺时的优先级 | priority as promised"),
    maybe("segment", Text, "承诺时的客户分层 | tier as promised"),
    maybe("owner", Text, "承诺时的负责人工号 | staff id of the owner as promised"),
    known("started_at", Instant, "时钟开始时间 | when the promise was made"),
    known("counts_from_at", Instant, "起算时间 | from when time counts"),
    maybe("target_seconds", BigInteger, "时限(秒), 空为约定时刻 | limit, seconds; empty if an instant"),
    known("due_at", Instant, "到期时间 | due"),
    known(
        "status",
        Text,
        "状态: running, paused, met, late, cancelled, voided"
        " | status: running, paused, met, late, cancelled, voided",
    ),
    known("was_breached", Boolean, "是否违约, 以业务时间为准 | broken by business time, waived or not"),
    maybe("breached_at", Instant, "已记录的违约时间, 即到期时间 | noted as broken: the due instant then"),
    maybe("ended_at", Instant, "结束时间 | when it was met or became void"),
    maybe("end_reason", Text, "取消原因, 或使其作废的操作 | why it is over, or what we did to void it"),
    maybe("voided_by", Text, "使其作废的操作人 | who did the act of ours that made it void"),
    maybe("counted_seconds", BigInteger, "已计时长(秒) | time that counted until it was met, seconds"),
    maybe("late_seconds", BigInteger, "逾期时长(秒), 自然时间 | late, seconds by the wall clock"),
    maybe(
        "told_late_seconds",
        BigInteger,
        "结束后延迟记录的时长(秒), 空为及时记录或未结束"
        " | recorded so long after it ended, seconds; empty if told at once, or open",
    ),
    maybe(
        "put_off_late_seconds",
        BigInteger,
        "到期后多久才记录使其顺延的事项(秒), 空为无"
        " | moved on by what was told only so long after it was due, seconds; empty if by nothing",
    ),
    known(
        "renegotiation_count", Integer, "按时重新约定的次数 | times that another due time was agreed in time"
    ),
    maybe("waived_at", Instant, "最近一次豁免时间 | when it was last waived"),
    maybe("waived_by", Text, "最近一次豁免人工号 | staff id of who last waived it"),
    maybe("warned_percent", Integer, "已预警的最高比例(%) | highest share warned of, percent"),
    known("warning_count", Integer, "预警次数 | warnings"),
    maybe("escalated_level", Text, "最近一次升级的级别 | rung of the chain called last"),
    known("escalation_count", Integer, "升级次数 | rungs called"),
    known(
        "unanswered_escalation_count",
        Integer,
        "无人值守的升级次数 | rungs called with nobody on duty",
    ),
    known(
        "uncalled_escalation_count",
        Integer,
        "记录过晚而未通知任何人的升级次数 | rungs noted too late to call anybody",
    ),
    maybe("next_at", Instant, "下一个须记录的时刻 | next instant at which something must be noted"),
    known("details", JSONB, "预警点、暂停等明细 | thresholds, pauses and what was noted of them"),
    known("version", Integer, "所属流的事件数 | number of events of its stream"),
    source_position(),
    known("first_due_at", Instant, "最初承诺的到期时间 | due as promised at first"),
    Index("clocks_stream", "stream_id"),
    Index("clocks_next", "next_at", "clock_id", postgresql_where=text("next_at is not null")),
    Index("clocks_due", "due_at", "clock_id"),
    Index("clocks_clock_due", "clock", "due_at", "clock_id"),
    Index("clocks_account_due", "account_id", "due_at", "clock_id"),
    Index("clocks_open_stream", "stream_id", postgresql_where=text("status in ('running', 'paused')")),
    Index("clocks_open_due", "due_at", "clock_id", postgresql_where=text("status in ('running', 'paused')")),
    comment="时钟, 每个时效承诺一行, 随进展更新 | clocks, one row per promise of time, updated as it goes on",
)
