"""What the read side knows of surveys: who was asked about which resolution, and what came back."""

from sqlalchemy import Boolean, Index, Integer, SmallInteger, Table, Text, Uuid

from service.projections.engine.columns import METADATA, Instant, key, known, maybe, source_position

surveys = Table(
    "surveys",
    METADATA,
    key("case_id", Uuid, "工单标识 | case id"),
    key("survey_id", Uuid, "调查标识 | survey id"),
    known("account_id", Uuid, "客户标识 | account id"),
    maybe("contact_id", Uuid, "被邀请的联系人标识 | contact who was asked"),
    known("cycle", Integer, "所评价的解决轮次 | resolution cycle it asks about"),
    known("channel", Text, "邀请渠道 | channel by which the customer was asked"),
    known("mode", Text, "邀请方式: questionnaire, phone | asked by: questionnaire, phone"),
    maybe("programme_version", Integer, "调查方案版本 | version of the survey programme"),
    known("sent_at", Instant, "邀请时间 | when the customer was asked"),
    maybe("expires_at", Instant, "链接到期时间 | until when its link can be used"),
    maybe("answered_at", Instant, "最近一次答复时间 | when it was last answered"),
    known("answer_count", Integer, "答复次数(含更改) | answers, changed ones included"),
    maybe("answered_mode", Text, "答复方式: questionnaire, phone | answered by: questionnaire, phone"),
    maybe(
        "answered_by", Text, "答复人: customer, staff, 空为未知 | told by: customer, staff, empty if unknown"
    ),
    maybe("csat", SmallInteger, "满意度1至5分, 最近一次答复 | satisfaction 1 to 5, last answer"),
    maybe(
        "nps", SmallInteger, "推荐意愿0至10分, 最近一次答复 | likelihood to recommend 0 to 10, last answer"
    ),
    maybe("ces", SmallInteger, "省力程度1至7分, 最近一次答复 | ease 1 to 7, last answer"),
    maybe("is_late", Boolean, "最近一次答复是否逾期 | whether the last answer came late"),
    maybe("declined_at", Instant, "谢绝时间 | when the customer declined"),
    source_position(),
    Index("surveys_contact", "contact_id", "sent_at"),
    comment="满意度调查, 每次邀请一行 | surveys, one row per invitation",
)
