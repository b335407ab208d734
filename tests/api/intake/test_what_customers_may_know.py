"""A customer's system sees what its own people reported and were told, and nothing that we keep among us."""

from typing import get_args
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic import BaseModel

from service.actions.intake.documents import Known, PublicCase
from service.api.http.access import Role
from service.api.intake.documents import IntakeAnswer
from service.domain.account.identity import account_id_of
from service.projections.cases.near import MOST_CANDIDATES
from tests.api.clocks.clock_stories import told, with_rules
from tests.api.composition import House, bearer
from tests.api.intake.test_public_intake import another_customer, report, reported, seen
from tests.domain.case.examples.collaborations import COLLABORATION
from tests.domain.case.examples.dispatches import DISPATCH
from tests.scene import IN_TIME

WORDS = "三号产线扫码设备停机"
AT_NIGHT, LATER = "2026-03-02T09:07:00Z", "2098-01-01T00:00:00Z"
TWINS: dict[str, tuple[str, ...]] = {
    "IntakeAnswer.case_id": ("INTERNAL CASE", "THEIR CASE"),
    "IntakeAnswer.reference": ("INT-77",),
    "IntakeAnswer.received_at": (AT_NIGHT,),
    "IntakeAnswer.response_class": ("green_channel",),
    "IntakeAnswer.promises": ("counterpart_informed",),
    "IntakeAnswer.possible_duplicates": ("INTERNAL CASE", "THEIR CASE"),
    "LikeCase.case_id": ("INTERNAL CASE", "THEIR CASE"),
    "LikeCase.reference": ("INT-77",),
    "LikeCase.received_at": (AT_NIGHT,),
    "PromiseView.promise": ("counterpart_informed",),
    "PromiseView.title": ("counterpart_informed",),
    "PromiseView.due_at": ("2026-03-02T09:10:00Z",),
    "PublicUpdate.kind": ("logistics", "gao.f"),
    "PublicUpdate.at": (AT_NIGHT,),
    "PublicUpdate.text": (
        "NEIBU-NOTE",
        "NEIBU-REPLY",
        "NEIBU-ANSWER",
        "NEIBU-ASKED",
        "NEIBU-TASK",
        "NEIBU-REASON",
        "NEIBU-CAUSE",
        "NEIBU-REMEDY",
        "NEIBU-RESOLVED",
        "123456",
        "li.na",
        "gao.f",
        "logistics",
    ),
    "PublicUpdate.eta_at": (LATER,),
    "PublicCase.case_id": ("INTERNAL CASE", "THEIR CASE"),
    "PublicCase.reference": ("INT-77",),
    "PublicCase.kind": ("maintenance",),
    "PublicCase.subject": ("NEIBU-SUBJECT",),
    "PublicCase.received_at": (AT_NIGHT,),
    "PublicCase.continues_in": ("INTERNAL CASE",),
    "PublicCase.promises": ("counterpart_informed",),
    "PublicCase.updates": ("NEIBU-REPLY", "NEIBU-NOTE"),
}
"""Of each field what stands beside it on the record and is ours alone: staff see it, a customer does not."""
WITHOUT_A_TWIN = {
    "IntakeAnswer.is_repeat": "of the request alone",
    "LikeCase.status": "open, resolved or closed: the same words for all cases",
    "LikeCase.score": "a number; of which cases, case_id says",
    "LikeCase.reasons": "of a closed list; of which cases, case_id says",
    "PublicUpdate.needed_from_you": "part of a word to the customer; by a channel among us it is refused",
    "PublicCase.status": "open, resolved or closed: the same words for all cases",
    "PublicCase.waits_for_you": "yes or no: tested below",
}


def fields_of(document: type[BaseModel]) -> dict[str, list[object]]:
    """Return what each field of a document, and of the documents in it, is marked with."""
    found: dict[str, list[object]] = {}
    for name, info in document.model_fields.items():
        found[f"{document.__name__}.{name}"] = info.metadata
        for inner in get_args(info.annotation):
            if isinstance(inner, type) and issubclass(inner, BaseModel) and "intake" in inner.__module__:
                found |= fields_of(inner)
    return found


EVERY_FIELD = fields_of(IntakeAnswer) | fields_of(PublicCase)


def test_every_field_of_every_answer_says_why_a_customer_may_know_it() -> None:
    for field, marks in EVERY_FIELD.items():
        assert sum(isinstance(mark, Known) for mark in marks) == 1, field
    assert TWINS.keys() | WITHOUT_A_TWIN.keys() == EVERY_FIELD.keys()
    assert not TWINS.keys() & WITHOUT_A_TWIN.keys()


async def kept_among_us(house: House, case: str) -> None:
    """Do all that we do among us about a case of a customer."""
    await told(house, f"{case}/assign", owner="li.na", team="presses", reason="NEIBU-REASON")
    await told(house, f"{case}/note", text="NEIBU-NOTE")
    await told(house, f"{case}/reply", text="NEIBU-REPLY", audience="internal")
    await told(
        house,
        f"{case}/clarification",
        clarification_id=str(UUID(int=9)),
        question="NEIBU-ASKED",
        channel="internal",
    )
    question = str(UUID(int=7))
    await told(house, f"{case}/questions", question_id=question, text="NEIBU-ASKED", asked_of="logistics")
    await told(
        house, f"{case}/questions/answer", question_id=question, text="NEIBU-ANSWER", told_to_customer=False
    )
    task = {"collaboration_id": COLLABORATION, "department": "logistics", "step": "ship_part"}
    await told(house, f"{case}/collaborations", **task, request="NEIBU-TASK")
    await told(house, f"{case}/collaborations/accept", collaboration_id=COLLABORATION, eta_at=LATER)
    sent = {"dispatch_id": DISPATCH, "engineer": "gao.f", "planned_at": IN_TIME}
    await told(house, f"{case}/dispatches", **sent, task="NEIBU-TASK")
    await told(house, f"{case}/dispatches/outcome", dispatch_id=DISPATCH, solved=True, outcome="NEIBU-TASK")
    whys = ["NEIBU-CAUSE", "booked late", "nobody books on Fridays"]
    cause = {"cause_class": "process", "root_code": "late_delivery", "process_step": "delivery"}
    await told(house, f"{case}/cause", **cause, whys=whys)
    remedy = {"remedy_id": str(UUID(int=8)), "remedy_type": "coupon", "amount_minor": 123_456}
    await told(house, f"{case}/remedies", **remedy, what="NEIBU-REMEDY", proposed_by="li.na")
    await told(house, f"{case}/wait", waiting_on="supplier", note="NEIBU-NOTE")


async def shown_to_staff(house: House, *cases: str) -> str:
    answers = [(await house.get(path)).text for case in cases for path in (case, f"{case}/history")]
    return "\n".join(answers)


async def shown_to_customer(house: House, answers: list[httpx.Response], *references: str) -> str:
    texts = [answer.text for answer in answers]
    texts += [(await seen(house, reference)).text for reference in references]
    headers = [str(answer.headers) for answer in answers]
    return "\n".join([*texts, *headers])


async def test_of_each_field_what_is_ours_alone_is_seen_by_staff_and_by_no_customer(house: House) -> None:
    await with_rules(house)
    await house.open_account()
    await house.open_account("KA-2")
    first = await report(
        house, channel="monitoring", alert_reference="A-1", reference="T-1", idempotency_key="k-1"
    )
    own, merged = first.json()["case_id"], (await reported(house, reference="T-2"))["case_id"]
    house.clock.advance(minutes=7)
    like = {"channel": "internal", "kind": "maintenance", "subject": f"{WORDS} NEIBU-SUBJECT"}
    internal = await house.receive_case(**like, reference="INT-77")
    await told(house, f"{internal}/classify", response_class="green_channel")
    theirs = (await reported(house, key=another_customer(house), reference="T-9"))["case_id"]
    await kept_among_us(house, f"/v1/cases/{own}")
    internal_id = internal.rpartition("/")[2]
    await told(house, f"/v1/cases/{merged}/merge", into_case_id=internal_id, reason="NEIBU-REASON")
    house.clock.advance(minutes=1)
    await told(house, f"/v1/cases/{own}/resolve", resolution="NEIBU-RESOLVED")
    await house.catch_up()
    house.clock.advance(minutes=7)
    answers = [
        await report(house, reference="T-3"),
        await report(
            house, channel="monitoring", alert_reference="A-1", reference="T-1", idempotency_key="k-1"
        ),
    ]
    staff = await shown_to_staff(
        house, f"/v1/cases/{own}", f"/v1/cases/{merged}", internal, f"/v1/cases/{theirs}"
    )
    customer = await shown_to_customer(house, answers, own, merged, "T-1", "T-2", "T-3")
    for guess in ("INT-77", "T-9", internal_id, theirs):
        assert (await seen(house, guess)).status_code == 404
    named = {"INTERNAL CASE": internal_id, "THEIR CASE": theirs}
    for field, twins in TWINS.items():
        for twin in twins:
            assert named.get(twin, twin) in staff, f"{field}: there is no twin {twin}"
            assert named.get(twin, twin) not in customer, f"{field} shows {twin}"
    found = {each["case_id"] for each in answers[0].json()["possible_duplicates"]}
    assert {own, merged} <= found
    assert not (await seen(house, own)).json()["waits_for_you"]


@pytest.mark.parametrize("reference", ["T-1", "INT-77"])
async def test_a_case_kept_among_us_is_answered_as_one_that_does_not_exist(
    house: House, reference: str
) -> None:
    await house.open_account()
    internal = await house.receive_case(channel="internal", reference=reference)
    nowhere = (await seen(house, str(uuid4()))).json()
    for guess in (reference, internal.rpartition("/")[2], internal.rpartition("/")[2].upper()):
        answered = await seen(house, guess)
        assert answered.status_code == 404
        for name in ("type", "title", "detail"):
            assert answered.json()[name] == nowhere[name]


async def test_a_case_kept_among_us_never_stands_before_the_customers_own_of_the_same_number(
    house: House,
) -> None:
    await house.open_account()
    own = await reported(house, reference="T-1")
    house.clock.advance(hours=1)
    await house.receive_case(channel="internal", reference="T-1", subject="NEIBU")
    assert (await seen(house, "T-1")).json()["case_id"] == own["case_id"]


async def test_however_many_nearer_cases_are_kept_among_us_they_hide_no_duplicate(house: House) -> None:
    await house.open_account()
    own = await reported(house, reference="T-1")
    house.clock.advance(minutes=1)
    kept = {"account_id": str(account_id_of("KA-1")), "channel": "internal", "kind": "technical"}
    batch = [
        {"id": f"i-{number}", "type": "ReceiveCase", "command": {**kept, "subject": WORDS}}
        for number in range(MOST_CANDIDATES)
    ]
    await told(house, "/v1/commands", commands=batch)
    await house.catch_up()
    (like,) = (await reported(house))["possible_duplicates"]
    assert like["case_id"] == own["case_id"]


async def test_what_the_customers_people_told_by_telephone_stays_theirs_to_see(house: House) -> None:
    await house.open_account()
    by_phone = await house.receive_case(channel="phone", reference="T-5", subject=WORDS)
    answered = await seen(house, "T-5")
    assert answered.json()["case_id"] == by_phone.rpartition("/")[2]


async def test_staff_still_find_a_case_kept_among_us_as_a_duplicate(house: House) -> None:
    await house.open_account()
    own = await reported(house)
    internal = await house.receive_case(channel="internal", subject=WORDS)
    await house.catch_up()
    answered = await house.client.get(f"/v1/cases/{own['case_id']}/duplicates", headers=bearer(Role.AGENT))
    assert [each["case_id"] for each in answered.json()["items"]] == [internal.rpartition("/")[2]]
