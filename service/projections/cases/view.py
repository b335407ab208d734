"""The view of cases."""

from service.domain.case.readings.stages import StageName
from service.projections.cases.table import cases
from service.projections.engine.mart_view import MartView, ViewColumn, carried, instants, key, words

FACT_CASE = MartView(
    name="v1_fact_case",
    comment="工单事实, 每个工单一行, 随进展更新 | cases, one row per case, updated as it goes on",
    source="proj.cases",
    columns=(
        key(cases.c.case_id, "case_key"),
        carried(cases.c.reference),
        key(cases.c.account_id, "account_key"),
        *words(cases.c.account_code, cases.c.segment, cases.c.channel, cases.c.kind, cases.c.phase),
        *words(cases.c.response_class, cases.c.priority, cases.c.category, cases.c.owner, cases.c.team),
        carried(cases.c.status),
        carried(cases.c.waiting_on),
        *instants(cases.c.received_at, cases.c.acknowledged_at, cases.c.first_response_at),
        *instants(cases.c.first_resolved_at, cases.c.final_resolved_at, cases.c.closed_at, cases.c.ended_at),
        *(
            carried(cases.c[f"{name}_seconds"])
            for name in ("acknowledge", "first_response", "first_resolution")
        ),
        *(carried(cases.c[f"{name}_seconds"]) for name in ("final_resolution", "close")),
        *(
            carried(cases.c[f"{name}_count"])
            for name in ("reopen", "handover", "escalation", "revisit", "reply")
        ),
        *(carried(cases.c[f"waiting_{name}_count"]) for name in ("customer", "supplier", "other")),
        *(carried(cases.c[f"waiting_{name}_seconds"]) for name in ("customer", "supplier", "other")),
        carried(cases.c.waiting_started_at),
        key(cases.c.source, "source"),
        carried(cases.c.source_promise_kept),
        carried(cases.c.source_promise_due_at),
        carried(cases.c.version),
        carried(cases.c.source_position),
        carried(cases.c.updated_at),
        carried(cases.c.clarification_round_count),
        *instants(cases.c.understanding_confirmed_at),
        carried(cases.c.understanding_round_count),
        carried(cases.c.dispatch_count),
        carried(cases.c.unsolved_dispatch_count),
        carried(cases.c.needs_engineer_follow_up),
        *(carried(each) for each in (cases.c.public_reply_count, cases.c.resolved_at_first_contact)),
        *instants(cases.c.cause_known_at, cases.c.fed_back_at),
        *(carried(each) for each in (cases.c.escalation_risk, cases.c.stage, cases.c.stage_began_at)),
        *(carried(cases.c[f"{stage}_seconds"]) for stage in StageName),
        carried(cases.c.ended_dispatch_count),
        ViewColumn("merged_into_key", "cases.merged_into::text", "text", str(cases.c.merged_into.comment)),
        *instants(cases.c.merged_at),
        carried(cases.c.lacking_count),
        carried(cases.c.lowered_count),
        ViewColumn(
            "former_owners",
            "array_to_string(cases.former_owners, chr(10))",
            "text",
            f"{cases.c.former_owners.comment}, one a line",
        ),
        *words(cases.c.lacked),
        *(carried(cases.c[f"{name}_count"]) for name in ("commitment", "interim_commitment", "over_promise")),
        *(carried(each) for each in (cases.c.owned_at, cases.c.owned_seconds)),
        *(carried(cases.c[f"counterpart_reached_{name}"]) for name in ("at", "seconds")),
        *(carried(cases.c[f"planned_{name}"]) for name in ("at", "seconds")),
        *(carried(cases.c[name]) for name in ("customer_message_count", "unanswered_since_at")),
        *(carried(cases.c[f"next_reply_{name}"]) for name in ("count", "seconds")),
        *(carried(cases.c[f"longest_{name}_seconds"]) for name in ("next_reply", "update_gap", "idle")),
        *(carried(cases.c[name]) for name in ("our_turn_since_at", "requester_wait_seconds")),
        carried(cases.c.soonest_reopen_seconds),
        *(carried(cases.c[f"{name}_escalation_count"]) for name in ("hierarchical", "functional")),
        carried(cases.c.order_reference),
        carried(cases.c.resolution_reply_count),
        *(carried(cases.c[f"{name}_count"]) for name in ("dispatch_without_arrival", "told_again")),
    ),
)
