"""The view of surveys: who was asked about which resolution, and what came back."""

from service.projections.engine.mart_view import MartView, ViewColumn, carried, instants, key
from service.projections.surveys.table import surveys

SURVEYS = MartView(
    name="v1_surveys",
    comment="满意度调查, 每次邀请一行, 随答复更新 | surveys, one row per invitation, updated as answers come",
    source="proj.surveys",
    columns=(
        key(surveys.c.survey_id, "survey_key"),
        key(surveys.c.case_id, "case_key"),
        key(surveys.c.account_id, "account_key"),
        key(surveys.c.contact_id, "contact_key"),
        *(carried(surveys.c[name]) for name in ("cycle", "channel", "mode", "programme_version")),
        *instants(surveys.c.sent_at, surveys.c.expires_at, surveys.c.answered_at, surveys.c.declined_at),
        ViewColumn(
            "answer_seconds",
            "floor(extract(epoch from surveys.answered_at - surveys.sent_at))",
            "bigint",
            "邀请至最近一次答复的时长(秒) | from the asking to the last answer, seconds",
        ),
        *(carried(surveys.c[name]) for name in ("answer_count", "answered_mode", "csat", "nps", "ces")),
        carried(surveys.c.is_late),
        carried(surveys.c.source_position),
        carried(surveys.c.answered_by),
    ),
)
