"""How the views of the mart belong together, declared once: keys, joins, values.

Tests, the dictionary over HTTP and the sources of dbt follow from it.
"""

from enum import StrEnum

from service.domain.vocabulary import (
    CaseKind,
    Channel,
    EscalationLevel,
    Phase,
    Priority,
    RatingScale,
    ResponseClass,
    Segment,
    SurveyMode,
    WaitingOn,
)
from service.projections.engine.mart_view import UNKNOWN, MartView

_AGENT = ("v1_dim_agent", "agent_key")
_JOINS = {
    "account_version_key": ("v1_dim_account_version", "account_version_key"),
    "promise_key": ("v1_dim_clock", "promise_key"),
    "department_key": ("v1_dim_department", "department_key"),
    "category_key": ("v1_dim_category", "category_key"),
    "channel_key": ("v1_dim_channel", "channel_key"),
    **dict.fromkeys(
        ("agent_key", "owner_key", "holder_key", "head_key", "from_owner_key", "to_owner_key"), _AGENT
    ),
    "decided_by_key": _AGENT,
    "account_key": ("v1_dim_account", "account_key"),
    "case_key": ("v1_fact_case", "case_key"),
    "clock_key": ("v1_clocks", "clock_key"),
}
"""The view and column that a column of this name joins."""
WITH_OTHERS = {"v1_clocks", "v1_fact_sla_clock", "v1_fact_contact_due", "v1_fact_escalation"}
"""Views that hold promises of accounts, too: those have no case, their `case_key` is `unknown`."""
_UNIQUE: dict[str, tuple[str, ...]] = {
    "v1_fact_commitment": ("case_key", "commitment_key"),
    "v1_fact_question": ("case_key", "question_key"),
    "v1_fact_exception": ("case_key", "exception_key"),
    "v1_fact_improvement": ("case_key", "improvement_key"),
    "v1_remedies": ("case_key", "remedy_key"),
    "v1_surveys": ("case_key", "survey_key"),
    "v1_fact_department_task": ("case_key", "task_key"),
    "v1_fact_agreement": ("account_key", "agreement_id"),
    "v1_fact_need_asker": ("account_key", "need_number"),
    "v1_fact_opportunity": ("account_key", "opportunity_key"),
    "v1_fact_signal": ("account_key", "signal_key"),
    "v1_fact_churn_risk": ("account_key", "risk_key"),
    "v1_fact_silence": ("account_key", "since_at"),
    "v1_fact_treatment": ("account_key", "treatment_key"),
    "v1_fact_obligation": ("account_key", "obligation_id"),
    "v1_fact_asset": ("account_key", "asset_key"),
    "v1_fact_disclosure": ("account_key", "disclosure_key"),
    "v1_fact_dispute": ("account_key", "dispute_key"),
    "v1_fact_consent": ("contact_key", "purpose", "account_key"),
    "v1_data_dictionary": ("view_name", "column_name"),
}
_STATUS: dict[str, tuple[str, ...]] = {
    "v1_fact_case": ("open", "resolved", "closed"),
    "v1_complaints": ("open", "resolved", "closed"),
    "v1_remedies": ("proposed", "approved", "rejected", "granted"),
    "v1_fact_commitment": ("open", "kept", "broken"),
    "v1_fact_exception": ("open", "granted", "refused"),
    "v1_fact_escalation": ("open", "done", "ended"),
    "v1_fact_question": ("open", "answered", "done"),
    "v1_fact_department_task": ("open", "taken", "done", "declined"),
    "v1_fact_reminder": ("open", "done", "dismissed", "dropped", "gave_way"),
    "v1_fact_dispute": ("open", "settled", "ended"),
    "v1_dim_account_version": ("open", "closed", UNKNOWN),
}
_WORDS: dict[str, type[StrEnum]] = {
    "segment": Segment,
    "channel": Channel,
    "phase": Phase,
    "priority": Priority,
    "response_class": ResponseClass,
    "waiting_on": WaitingOn,
    "scale": RatingScale,
    "mode": SurveyMode,
    "level": EscalationLevel,
}
_VALUES: dict[str, tuple[str, ...]] = {
    "verdict": ("running", "paused", "met", "breached", "late", "cancelled", "voided"),
    "stream": ("case", "account", UNKNOWN),
    "called_by": ("person", "promise"),
}


def joins_of(view: MartView, column: str) -> tuple[str, str] | None:
    """Return the view and column that a column joins, each row of it one; None where it joins none."""
    found = _JOINS.get(column)
    return None if found is None or found[0] == view.name else found


def key_of(view: MartView) -> tuple[str, ...]:
    """Return the columns that tell a row of a view from all others."""
    return _UNIQUE.get(view.name, (view.columns[0].name,))


def values_of(view: MartView, column: str) -> tuple[str, ...]:
    """Return the words that a column may hold; nothing where they are not fixed."""
    if column == "status":
        return _STATUS.get(view.name, ())
    if column == "kind" and view.name == "v1_fact_case":
        return (*map(str, CaseKind), UNKNOWN)
    if column in _VALUES:
        return _VALUES[column]
    return (*map(str, _WORDS[column]), UNKNOWN) if column in _WORDS else ()
