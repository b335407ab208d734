"""Every refusal of the domain, met over HTTP: its status, its type, and nothing on the record."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from service.api.http.problems.refusal_status import every_refusal, status_of
from service.domain.case.decisions.intake import CaseAlreadyReceivedError
from service.domain.refusal import Refusal, SenderNotNamedError
from service.domain.rulebook.issuing import ReportNotDueError
from service.language import LANGUAGES, text
from tests.api.accounts.test_account_care import REFUSED_ON_ACCOUNTS
from tests.api.cases.test_attachments import REFUSED_ATTACHMENTS
from tests.api.cases.test_responsibility import REFUSED_BY_GUIDELINES
from tests.api.clocks.test_clocks import REFUSED_ON_CLOCKS
from tests.api.composition import House
from tests.api.revisits.test_revisits import REFUSED_AT_REVISITS
from tests.api.rules.test_rules import REFUSED_ON_RULES
from tests.domain.case.examples.collaborations import COLLABORATION, REQUEST_COLLABORATION
from tests.domain.case.examples.commitments import COMMITMENT, MAKE_COMMITMENT
from tests.domain.case.examples.dispatches import ARRANGE_DISPATCH, DISPATCH
from tests.domain.case.examples.links import OTHER_CASE
from tests.domain.case.examples.reviews import AGREE_IMPROVEMENT, IMPROVEMENT
from tests.domain.case.examples.revisits import PLAN_REVISIT, REVISIT
from tests.domain.facts import OTHER_CASE_ID
from tests.scene import IN_TIME, RESOLVE, RESOLVE_AND_CONFIRM, Step

NOBODY = str(uuid4())


@dataclass(frozen=True)
class Refused:
    slug: str
    status: int
    last: str
    body: dict[str, Any] = field(default_factory=dict)
    before: list[Step] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    received: dict[str, Any] = field(default_factory=dict)
    case: str | None = None


CLOSED: list[Step] = [*RESOLVE_AND_CONFIRM, ("close", {})]
PROMISE = MAKE_COMMITMENT[0][1]
TASK = REQUEST_COLLABORATION[0][1]
SENT = ARRANGE_DISPATCH[0][1]
OUTCOME = {"dispatch_id": DISPATCH, "solved": True, "outcome": "runs again"}
ON_PROMISE = {"commitment_id": COMMITMENT}
ON_TASK = {"collaboration_id": COLLABORATION}
MERGED: list[Step] = [("merge", {"into_case_id": OTHER_CASE, "reason": "agreed"})]
KEPT: list[Step] = [*MAKE_COMMITMENT, ("commitments/keep", ON_PROMISE)]
DECLINED: list[Step] = [
    *REQUEST_COLLABORATION,
    ("collaborations/decline", {**ON_TASK, "reason": "agreed"}),
]
COMPLETED: list[Step] = [*REQUEST_COLLABORATION, ("collaborations/complete", {**ON_TASK, "outcome": "sent"})]
WAITING: list[Step] = [("wait", {"waiting_on": "customer"})]
AT_SIX, EARLIER = {"occurred_at": "2026-03-02T06:00:00Z"}, {"occurred_at": "2026-03-02T08:00:00Z"}
LONG_AGO = "2001-01-01T09:00:00Z"
PROGRESS = {"problem": "It stands", "solution": "We wait", "channel": "phone", "eta_at": LONG_AGO}

REVISIT_PLAN, ACTION = PLAN_REVISIT[0][1], AGREE_IMPROVEMENT[1][1]
ON_REVISIT, ON_ACTION = {"revisit_id": REVISIT}, {"action_id": IMPROVEMENT}
BY_PHONE = {"channel": "phone", "outcome": "All runs"}
HELD: list[Step] = [*PLAN_REVISIT, ("revisit", {**ON_REVISIT, **BY_PHONE})]
CANCELLED: list[Step] = [*PLAN_REVISIT, ("revisits/cancel", {**ON_REVISIT, "reason": "agreed"})]
REVIEW = {"review_id": REVISIT, "findings": "agreed"}
REVIEWED: list[Step] = [*RESOLVE, ("review", REVIEW)]

REFUSED = [
    Refused("question_unknown", 409, "questions/answer", {"question_id": NOBODY, "text": "It is"}),
    Refused("remedy_unknown", 409, "remedies/grant", {"remedy_id": NOBODY}),
    Refused(
        "exception_unknown",
        409,
        "exceptions/decide",
        {"exception_id": NOBODY, "is_granted": True, "level": "manager"},
    ),
    Refused("survey_unknown", 409, "decline-survey", {"survey_id": NOBODY}),
    Refused("case_not_found", 404, "note", {"text": "x"}, case=f"/v1/cases/{NOBODY}"),
    Refused("occurred_in_future", 422, "note", {"text": "x", "occurred_at": "2026-03-03T09:00:00Z"}),
    Refused("occurred_before_receipt", 422, "note", {"text": "x", "occurred_at": "2026-03-01T09:00:00Z"}),
    Refused("later_event_contradicts", 409, "resolve", EARLIER, RESOLVE, received=AT_SIX),
    Refused("no_effect_then", 409, "resume", EARLIER, WAITING, received=AT_SIX),
    Refused("stream_changed", 412, "note", {"text": "x"}, headers={"If-Match": '"7"'}),
    Refused("case_already_resolved", 409, "wait", {"waiting_on": "customer"}, RESOLVE),
    Refused("case_already_closed", 409, "escalate", {"level": "manager", "reason": "agreed"}, CLOSED),
    Refused("case_not_resolved", 409, "confirm"),
    Refused("level_not_called", 409, "escalation/take", {"level": "manager", "taken_by": "x"}),
    Refused("case_still_open", 409, "reopen"),
    Refused("cycle_not_resolved", 409, "rate", {"score": 5}),
    Refused("resolution_not_confirmed", 409, "close", {}, RESOLVE),
    Refused("complaint_not_confirmed", 409, "close", {"reason": "withdrawn"}, received={"kind": "complaint"}),
    Refused("case_already_merged", 409, "merge", {"into_case_id": NOBODY, "reason": "agreed"}, MERGED),
    Refused("commitment_unknown", 409, "commitments/keep", ON_PROMISE),
    Refused(
        "commitment_already_made",
        409,
        "commitments",
        {**PROMISE, "due_at": "2099-01-01T09:00Z"},
        MAKE_COMMITMENT,
    ),
    Refused("commitment_already_kept", 409, "commitments/break", {**ON_PROMISE, "reason": "agreed"}, KEPT),
    Refused("due_before_promised", 409, "commitments", {**PROMISE, "due_at": LONG_AGO}),
    Refused("eta_before_told", 409, "progress", PROGRESS),
    Refused("dispatch_unknown", 409, "dispatches/outcome", OUTCOME),
    Refused("dispatch_already_arranged", 409, "dispatches", {**SENT, "engineer": "ma.h"}, ARRANGE_DISPATCH),
    Refused(
        "dispatch_already_ended",
        409,
        "dispatches/outcome",
        {**OUTCOME, "solved": False},
        [*ARRANGE_DISPATCH, ("dispatches/outcome", OUTCOME)],
    ),
    Refused(
        "arrived_out_of_order",
        409,
        "dispatches/outcome",
        {**OUTCOME, "arrived_at": LONG_AGO},
        ARRANGE_DISPATCH,
    ),
    Refused("plan_stage_unknown", 409, "plan/stages/complete", {"stage": 1, "outcome": "ordered"}),
    Refused(
        "escalated_to_same_person",
        409,
        "escalate",
        {"level": "manager", "escalated_to": "li.na", "reason": "agreed"},
        [("assign", {"owner": "li.na"})],
    ),
    Refused("revisit_unknown", 409, "revisit", {**ON_REVISIT, **BY_PHONE}),
    Refused("revisit_already_planned", 409, "revisits", {**REVISIT_PLAN, "channel": "sms"}, PLAN_REVISIT),
    Refused("revisit_already_held", 409, "revisits/cancel", {**ON_REVISIT, "reason": "agreed"}, HELD),
    Refused("revisit_already_cancelled", 409, "revisit", {**ON_REVISIT, **BY_PHONE}, CANCELLED),
    Refused("review_already_held", 409, "review", {**REVIEW, "process_step": "y"}, REVIEWED),
    Refused("review_unknown", 409, "improvements", {**ACTION, "review_id": NOBODY}, RESOLVE),
    Refused(
        "improvement_already_agreed", 409, "improvements", {**ACTION, "owner": "ma.h"}, AGREE_IMPROVEMENT
    ),
    Refused("improvement_unknown", 409, "improvements/complete", {**ON_ACTION, "effect": "agreed"}),
    Refused("collaboration_unknown", 409, "collaborations/accept", ON_TASK),
    Refused(
        "collaboration_already_requested",
        409,
        "collaborations",
        {**TASK, "due_at": IN_TIME},
        REQUEST_COLLABORATION,
    ),
    Refused("collaboration_already_declined", 409, "collaborations/accept", ON_TASK, DECLINED),
    Refused(
        "collaboration_already_completed",
        409,
        "collaborations/decline",
        {**ON_TASK, "reason": "agreed"},
        COMPLETED,
    ),
]

ON_THE_ACCOUNTS = {
    "account_not_found",
    "account_already_opened",
    "contact_already_added",
    "command_id_reused",
    *REFUSED_ON_ACCOUNTS,
    *REFUSED_ON_RULES,
    *REFUSED_ON_CLOCKS,
    *REFUSED_BY_GUIDELINES,
    *REFUSED_AT_REVISITS,
    *REFUSED_ATTACHMENTS,
}
ON_ITSELF = {"merged_into_itself", "reviewed_with_itself"}
# A new case gets an id of ours, so nobody can receive one twice over HTTP.
# Over HTTP there is always a key, which is the sender.
# No client issues a report.
OUT_OF_REACH = {CaseAlreadyReceivedError.slug, SenderNotNamedError.slug, ReportNotDueError.slug}
# Met over HTTP by the test of their own theme, where the state that they need is made.
BY_THEME = {
    "link_not_for_staff",
    "memo_day_is_over",
    "reminder_not_found",
    "reminder_without_contact",
    "care_without_channel",
    "gift_without_value",
    "gift_limit_exceeded",
    "planned_visit_not_found",
    "planned_visit_is_over",
    "planned_day_is_over",
    "case_not_of_account",
    "department_not_known",
    "text_answers_nothing",
    "need_not_asked",
    "need_not_described",
    "need_known_otherwise",
    "need_not_so_far",
    "nothing_to_tell_yet",
    "not_asked_by_contact",
    "planned_for_the_past",
    "opportunity_not_passed",
    "signal_not_raised",
    "purchase_not_recorded",
    "refund_exceeds_purchase",
    "signal_dismissed_already",
    "use_outside_care",
    "health_guideline_missing",
    "treatment_unknown",
    "churn_risk_not_raised",
    "retention_play_unknown",
    "retention_action_unknown",
    "retention_not_tried",
    "opportunity_at_other_stage",
    "channel_reaches_nobody",
    "words_without_meaning",
    "case_goes_on_elsewhere",
    "part_of_another_customers",
    "confirmation_needs_evidence",
    "survey_corrected_too_often",
    "eta_not_promised",
    "cause_not_deep_enough",
    "needs_not_met",
    "not_of_staff",
    "not_of_the_department",
    "asked_of_nobody",
    "stage_unknown",
    "nobody_suits_account",
    "staff_not_named",
    "back_without_reason",
    "account_class_unknown",
    "steward_named_by_subordinate",
    "decision_role_unknown",
    "contact_preference_unknown",
    "profile_field_unknown",
    "profile_source_unknown",
    "profile_value_not_a_choice",
    "profile_value_says_nothing",
    "nothing_to_correct",
    "profile_value_not_recorded",
    "profile_value_unchanged",
    "no_emergency",
    "counterpart_is_oneself",
    "resolved_not_withdrawn",
    "resolution_already_told",
    "not_the_sender",
    "plan_without_stages",
    "planned_before_receipt",
    "merged_into_closed",
    "merged_into_merged",
    "merged_into_other_customers",
    "not_received_as_part",
    "other_case_not_found",
    "approval_level_too_low",
    "approved_by_proposer",
    "asked_already",
    "asked_lately",
    "author_not_named",
    "person_not_named",
    "confirmed_by_ours",
    "only_holds_off",
    "told_by_no_channel",
    "cause_tree_missing",
    "circumstance_unknown",
    "contact_not_found",
    "contact_not_named",
    "contact_opted_out",
    "no_way_to_customer",
    "skipped_without_reason",
    "nobody_to_ask",
    "not_asked_about",
    "nothing_to_answer",
    "open_questions_remain",
    "policy_unknown",
    "priority_too_low",
    "raised_without_reason",
    "rater_not_named",
    "remedy_due_not_promised",
    "remedy_not_approved",
    "speaker_not_staff",
    "survey_expired",
    "taken_over_in_future",
    "confirmation_window_open",
    "contact_channel_not_allowed",
    "merged_before_breach",
    "merged_before_received",
    "merged_into_milder",
    "milder_without_reason",
    "not_from_a_source",
    "nobody_to_receive",
    "nothing_said",
    "reminder_after_the_end",
    "time_in_doubt",
    "visit_questions_unanswered",
    "told_too_late",
    "disclosure_already_made",
    "dispute_unknown",
    "dispute_over",
    "position_without_speaker",
    "mediator_is_party",
    "not_the_mediator",
    "positions_missing",
    "settlement_version_unknown",
    "handover_unknown",
    "handover_topic_unknown",
    "handover_to_oneself",
    "missing_unexplained",
    "notes_repeated",
    "not_the_taker",
    "signing_not_planned",
    "signing_in_past",
    "contract_signed",
    "document_not_on_checklist",
    "renewal_of_no_end",
    "offer_after_end",
    "renewal_already_decided",
    "successor_unknown",
    "consent_required",
    "purpose_unknown",
    "consent_text_unknown",
    "obligation_not_found",
    "obligation_overdue",
    "obligation_due_in_past",
    "obligation_outlives_agreement",
    "no_standard_to_measure",
    "month_not_measurable",
    "standard_not_shown",
    "asset_kind_unknown",
    "identifier_unfit",
    "identifier_taken",
    "asset_detail_unknown",
    "asset_detail_missing",
    "asset_not_found",
    "asset_retired",
    "asset_not_of_account",
    "service_request_unknown",
    "service_request_unfit",
    "asset_to_change_not_named",
    "named_otherwise_without_reason",
}
# Every rule raises each of its refusals in tests/domain/test_every_command.py: the only test of these.
BY_THE_RULES_ALONE = {
    "not_silent",
    "churn_risk_is_over",
    "key_date_kind_unknown",
    "key_date_not_found",
    "too_many_key_dates",
    "memo_not_found",
    "too_many_assets",
    "asset_registered_otherwise",
    "reminder_is_over",
    "care_reminder_not_open",
    "answer_due_in_past",
    "exception_already_decided",
    "exception_already_requested",
    "guideline_version_not_next",
    "linked_other_way_round",
    "linked_to_itself",
    "on_record_otherwise",
    "process_step_unknown",
    "question_already_opened",
    "remedy_already_granted",
    "remedy_already_proposed",
    "remedy_already_rejected",
    "remedy_not_in_catalogue",
    "root_cause_unknown",
    "root_of_another_class",
    "rung_not_held",
    "split_into_itself",
    "survey_already_answered",
    "survey_already_sent",
    "obligation_already_agreed",
    "obligation_settled",
    "standard_not_fitting",
}
THEMES = "".join(
    file.read_text() for file in Path(__file__).parents[3].rglob("test_*.py") if file != Path(__file__)
)


def test_every_refusal_is_met_here() -> None:
    met = {refused.slug for refused in REFUSED} | ON_THE_ACCOUNTS | ON_ITSELF | OUT_OF_REACH
    assert {slug for slug in BY_THEME if slug not in THEMES} == set()
    assert met & (BY_THEME | BY_THE_RULES_ALONE) == set()
    assert met | BY_THEME | BY_THE_RULES_ALONE == {refusal.slug for refusal in every_refusal()}


@pytest.mark.parametrize("refusal", every_refusal(), ids=lambda refusal: refusal.slug)
def test_every_refusal_has_a_status_and_words_in_both_languages(refusal: type[Refusal]) -> None:
    assert status_of(refusal) in {404, 409, 412, 422, 503}
    for language in LANGUAGES:
        assert text(f"refusal.{refusal.slug}.title", language)
        assert text(f"refusal.{refusal.slug}.remedy", language)


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.slug)
async def test_a_refused_command_says_why_and_records_nothing(house: House, refused: Refused) -> None:
    await house.open_account()
    case = refused.case or await house.receive_case(**refused.received)
    if OTHER_CASE in str(refused.before):
        await house.receive_part(OTHER_CASE_ID, case)
    for last, body in refused.before:
        assert (await house.post(f"{case}/{last}", body)).status_code == 200
    head = await house.application.log.head()
    answered = await house.client.post(f"{case}/{refused.last}", json=refused.body, headers=refused.headers)
    problem = answered.json()
    assert (answered.status_code, problem["type"]) == (refused.status, f"/problems/{refused.slug}")
    assert answered.headers["content-type"] == "application/problem+json"
    assert problem["title"] == text(f"refusal.{refused.slug}.title", "en")
    assert problem["status"] == refused.status
    assert "{" not in problem["detail"]
    assert await house.application.log.head() == head


async def test_a_case_of_no_account_is_refused_and_the_field_named(house: House) -> None:
    body = {"account_id": NOBODY, "channel": "phone", "kind": "technical", "subject": "x"}
    answered = await house.post("/v1/cases", body)
    assert (answered.status_code, answered.json()["type"]) == (404, "/problems/account_not_found")
    assert answered.json()["errors"][0]["pointer"] == "/account_id"
    assert await house.application.log.head() == 0


async def test_a_case_is_not_merged_into_itself(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    body = {"into_case_id": case.rpartition("/")[2], "reason": "agreed"}
    answered = await house.post(f"{case}/merge", body)
    assert (answered.status_code, answered.json()["type"]) == (409, "/problems/merged_into_itself")
    assert answered.json()["errors"][0]["field"] == "into_case_id"


async def test_an_account_opens_once(house: House) -> None:
    await house.open_account()
    answered = await house.post("/v1/accounts", {"code": "ka-1", "name": "another"})
    assert (answered.status_code, answered.json()["type"]) == (409, "/problems/account_already_opened")
    assert await house.application.log.head() == 1


async def test_a_case_id_is_no_account_id(house: House) -> None:
    await house.open_account()
    case_id = (await house.receive_case()).rpartition("/")[2]
    assert (await house.get(f"/v1/accounts/{case_id}")).json()["type"] == "/problems/account_not_found"
    body = {"segment": "potential", "reason": "agreed"}
    answered = await house.post(f"/v1/accounts/{case_id}/segment", body)
    assert answered.json()["type"] == "/problems/account_not_found"


async def test_an_account_id_is_no_case_id(house: House) -> None:
    account_id = await house.open_account()
    for path in (f"/v1/cases/{account_id}", f"/v1/cases/{account_id}/history"):
        assert (await house.get(path)).json()["type"] == "/problems/case_not_found"
    answered = await house.post(f"/v1/cases/{account_id}/note", {"text": "x"})
    assert answered.json()["type"] == "/problems/case_not_found"


async def test_a_contact_under_the_id_of_another_is_refused_and_nothing_is_lost(house: House) -> None:
    account = f"/v1/accounts/{await house.open_account()}"
    contact = {"contact_id": NOBODY, "name": "王芳"}
    assert (await house.post(f"{account}/contacts", contact)).status_code == 200
    answered = await house.post(f"{account}/contacts", {**contact, "name": "李雷"})
    assert (answered.status_code, answered.json()["type"]) == (409, "/problems/contact_already_added")
    assert answered.json()["errors"][0]["field"] == "contact_id"


@pytest.mark.parametrize(
    ("command", "body", "field"),
    [
        ("assign", {}, "owner"),
        ("hand-over", {"note": "x"}, "to_owner"),
        ("rate", {"score": 6}, "score"),
        ("rate", {"score": True}, "score"),
        ("rate", {"score": "3"}, "score"),
        ("note", {"text": "x", "occurred_at": 1_700_000_000}, "occurred_at"),
        ("note", {"text": "x", "occurred_at": "1700000000"}, "occurred_at"),
        ("note", {"text": "x\u0000"}, "text"),
        (
            "progress",
            {
                "problem": "agreed",
                "solution": "agreed",
                "channel": "phone",
                "commitment_id": COMMITMENT,
            },
            "eta_at",
        ),
    ],
)
async def test_a_rule_of_a_field_names_it_in_both_languages(
    house: House, command: str, body: dict[str, Any], field: str
) -> None:
    await house.open_account()
    case = await house.receive_case()
    said = set()
    for language in LANGUAGES:
        answered = await house.post(f"{case}/{command}", body, Accept_Language=language)
        assert answered.status_code == 422, answered.text
        (problem,) = answered.json()["errors"]
        assert problem["field"] == field
        said.add(problem["message"])
    assert len(said) == len(LANGUAGES)


async def test_a_problem_speaks_chinese_to_who_reads_chinese(house: House) -> None:
    answered = await house.post(f"/v1/cases/{NOBODY}/note", {"text": "x"}, Accept_Language="zh-CN,en;q=0.5")
    assert answered.headers["Content-Language"] == "zh"
    assert answered.headers["Vary"] == "Accept-Language"
    assert answered.json()["title"] == "工单不存在"


async def test_a_problem_speaks_english_to_everybody_else(house: House) -> None:
    answered = await house.post(f"/v1/cases/{NOBODY}/note", {"text": "x"}, Accept_Language="fr")
    assert answered.headers["Content-Language"] == "en"
    assert answered.json()["title"] == "The case does not exist"
