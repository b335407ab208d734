"""Friday 17:40: a manufacturing account reports a stopped line, and what came of it. Told over HTTP.

Customer service, the technical department, the warehouse and sales work on it; a promise is broken, a remedy
granted, the customer confirms, is asked, and is revisited.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from service.demonstration.friday_after import settle_the_complaint
from service.demonstration.teller import MANAGER, OWNER, Teller
from service.domain.account.identity import account_id_of

ZONE = ZoneInfo("Asia/Shanghai")
FRIDAY = 4
DAYS_TOLD = 12


def friday_before(now: datetime) -> datetime:
    """Return the last Friday, 17:40 in China, after which the whole story has happened by now."""
    last = (now - timedelta(days=DAYS_TOLD)).astimezone(ZONE)
    friday = last - timedelta(days=(last.weekday() - FRIDAY) % 7)
    return friday.replace(hour=17, minute=40, second=0, microsecond=0)


async def tell_friday(teller: Teller) -> Teller:
    """Tell all of it; return the teller of the case. Raises StoryRefusedError."""
    await _know_the_house(teller)
    await _know_the_customer(teller)
    teller = await _take_in(teller)
    await _raise_the_alarm(teller)
    await _find_the_fault(teller)
    await _ask_the_warehouse(teller)
    await _promise(teller)
    await _break_the_promise(teller)
    await _bring_the_line_back(teller)
    await settle_the_complaint(teller)
    return teller


async def _know_the_house(teller: Teller) -> None:
    """Say who may agree to what goes beyond the limits of a specialist."""
    manager = {"staff_id": MANAGER, "calendar_id": "always"}
    await teller.tell("/v1/rosters", teller.at("10:00", days=-30), level="manager", people=[manager])


async def _know_the_customer(teller: Teller) -> None:
    code = f"KA-FRIDAY-{teller.language.upper()}-{teller.begins_at:%Y%m%d}"
    account = f"/v1/accounts/{account_id_of(code)}"
    at = teller.at("10:00", days=-30)
    name = teller.words("海天精密制造", "Haitian Precision Manufacturing")
    await teller.tell(
        "/v1/accounts", at, code=code, name=name, segment="high_value", industry="manufacturing"
    )
    reason = teller.words("懂冲压设备,手上客户最少", "knows presses and has the fewest accounts")
    await teller.tell(f"{account}/owner", at, owner="a.wang", reason=reason)
    contact = {"contact_id": teller.new_id("contact"), "name": teller.words("王建国", "Wang Jianguo")}
    await teller.tell(
        f"{account}/contacts", at, **contact, role=teller.words("生产经理", "production manager")
    )
    await teller.by("a.wang").tell(
        f"{account}/first-contact",
        at,
        channel="phone",
        record=teller.words("认识各自团队", "Got to know them"),
    )


async def _take_in(teller: Teller) -> Teller:
    code = f"KA-FRIDAY-{teller.language.upper()}-{teller.begins_at:%Y%m%d}"
    say = teller.words
    received = await teller.tell(
        "/v1/cases",
        teller.begins_at,
        account_id=account_id_of(code),
        reference=f"FRIDAY-{teller.language.upper()}-{teller.begins_at:%Y%m%d}",
        channel="phone",
        kind="technical",
        subject=say("三号冲压线突然停机", "Press line 3 has suddenly stopped"),
        description=say(
            "下班前线停了,周六的订单发不出去!",
            "The line stopped before the weekend; Saturday's order is lost!",
        ),
        symptom=say("主轴过热报警", "The spindle reports that it is too hot"),
        reported_by=say("王建国", "Wang Jianguo"),
        impact=say("三号车间停产,每小时损失约两万元", "Hall 3 stands still, some 20,000 yuan an hour"),
        fault_began_at=teller.at("17:32"),
        contact_id=teller.new_id("contact"),
        asset_reference="PRESS-03",
    )
    return replace(teller, case_path=f"/v1/cases/{received['stream_id']}")


async def _raise_the_alarm(teller: Teller) -> None:
    say = teller.words
    why = say("产线停机,影响交付", "A stopped line, and a delivery at risk")
    await teller.tell("classify-by-rules", teller.at("17:41"), circumstances=["line_stopped"], reason=why)
    await teller.tell("assign", teller.at("17:41"), owner="a.wang", team="key accounts", reason=why)
    await teller.by(OWNER).tell("acknowledge", teller.at("17:43"))
    force = say("停机影响整条产线,成立专项小组", "A whole line stands still: a task force")
    members = ["a.wang", "b.li", "m.chen"]
    await teller.tell("green-channel", teller.at("17:45"), task_force=members, reason=force)
    await teller.tell(
        "counterpart", teller.at("17:46"), counterpart="b.li", channel="phone", delivery_proof="CALL-8841"
    )
    await teller.tell("contingency-plan", teller.at("17:47"), plan_id="CP-LINE-STOP")
    await teller.by(OWNER).tell(
        "reply",
        teller.at("17:50"),
        channel="phone",
        text=say(
            "请切断三号线电源,工程师已远程接入。",
            "Please cut the power of line 3; an engineer is connecting now.",
        ),
    )


async def _find_the_fault(teller: Teller) -> None:
    say, task = teller.words, teller.new_id("diagnosis")
    asked = say("请问报警前有没有异响?", "Was there an unusual noise before the alarm?")
    clarification = {"clarification_id": teller.new_id("noise"), "question": asked, "channel": "phone"}
    await teller.tell("clarification", teller.at("17:52"), **clarification)
    await teller.tell(
        "customer-message",
        teller.at("17:54"),
        channel="phone",
        text=say("有,主轴那边响了十分钟。", "Yes, at the spindle, for ten minutes."),
    )
    heard = say("明白,可能是轴承,正在读取日志。", "Thank you: it may be the bearing. We read the log now.")
    await teller.by(OWNER).tell("reply", teller.at("17:55"), channel="phone", text=heard)
    problem = say("主轴轴承损坏", "A bearing of the spindle is damaged")
    await teller.by(OWNER).tell(
        "understanding",
        teller.at("17:56"),
        problem=problem,
        solution=say("更换轴承", "The bearing is replaced"),
        confirmed_by=say("王建国", "Wang Jianguo"),
        channel="phone",
    )
    await teller.tell("handling-mode", teller.at("17:57"), mode="remote")
    await teller.tell(
        "collaborations",
        teller.at("17:58"),
        collaboration_id=task,
        department="technical",
        step="diagnosis",
        request=say(
            "请远程读取控制器日志并确认备件型号", "Read the controller's log and name the spare part"
        ),
        customer_words=say("主轴那边响了十分钟", "at the spindle, for ten minutes"),
    )
    await teller.by("t.zhao").tell("collaborations/accept", teller.at("18:05"), collaboration_id=task)
    found = say("轴承抱死,需要7014C轴承一套", "The bearing has seized; a 7014C is needed")
    await teller.tell("collaborations/complete", teller.at("18:40"), collaboration_id=task, outcome=found)


async def _ask_the_warehouse(teller: Teller) -> None:
    say, stock = teller.words, teller.new_id("stock")
    await teller.tell(
        "collaborations",
        teller.at("18:42"),
        collaboration_id=stock,
        department="warehouse",
        step="stock",
        request=say(
            "全国找一套7014C轴承,今晚送到客户现场", "Find a 7014C anywhere and bring it there tonight"
        ),
    )
    await teller.by("w.he").tell("collaborations/accept", teller.at("18:50"), collaboration_id=stock)
    await teller.tell(
        "collaborations/answer",
        teller.at("19:10"),
        collaboration_id=stock,
        answer=say("苏州仓有货,19:30发车", "Suzhou has one; the van leaves at 19:30"),
    )


async def _promise(teller: Teller) -> None:
    say = teller.words
    titles = (("22:00", say("备件到场", "The part is there")), ("23:00", say("恢复生产", "The line runs")))
    stages = [
        {"title": title, "due_at": teller.at(clock), "responsible": "a.wang"} for clock, title in titles
    ]
    await teller.by(OWNER).tell("plan", teller.at("19:15"), stages=stages, channel="phone")
    await teller.by(OWNER).tell(
        "progress",
        teller.at("19:20"),
        problem=say("主轴轴承抱死", "The bearing of the spindle has seized"),
        solution=say("苏州调轴承,工程师上门更换", "A bearing comes from Suzhou, an engineer replaces it"),
        eta_at=teller.at("23:00"),
        channel="wecom",
        commitment_id=teller.new_id("by eleven"),
    )
    await teller.tell(
        "dispatches",
        teller.at("19:25"),
        dispatch_id=teller.new_id("dispatch"),
        engineer="t.zhao",
        planned_at=teller.at("22:00"),
        place=say("海天三号车间", "Haitian, hall 3"),
        task=say("更换7014C轴承并试机", "Replace the 7014C and run the press in"),
    )
    await teller.tell("handling-mode", teller.at("19:26"), mode="on_site")


async def _break_the_promise(teller: Teller) -> None:
    say, promise = teller.words, teller.new_id("by eleven")
    await teller.tell(
        "customer-message",
        teller.at("23:05"),
        channel="wecom",
        text=say("说好23点,备件呢?", "You said eleven. Where is the part?"),
    )
    late = say("送货车在高速上遇事故封路", "The van is held up by an accident on the motorway")
    await teller.tell("commitments/break", teller.at("23:08"), commitment_id=promise, reason=late)
    await teller.by(OWNER).tell(
        "reply",
        teller.at("23:10"),
        channel="wecom",
        text=say(
            "很抱歉,车辆被堵,凌晨2点前恢复。", "We are sorry: the van is stuck. By two the line will run."
        ),
    )
    renegotiated = {"commitment_id": promise, "due_at": teller.at("02:00", days=1)}
    await teller.tell("commitments/renegotiate", teller.at("23:11"), **renegotiated, reason=late)
    await teller.tell("escalate", teller.at("23:12"), level="manager", escalated_to="m.chen", reason=late)


async def _bring_the_line_back(teller: Teller) -> None:
    say, stock = teller.words, teller.new_id("stock")
    there = say("轴承已送到现场", "The bearing is on the site")
    done = {"collaboration_id": stock, "outcome": there}
    await teller.tell("collaborations/complete", teller.at("00:20", days=1), **done)
    await teller.tell(
        "dispatches/outcome",
        teller.at("01:35", days=1),
        dispatch_id=teller.new_id("dispatch"),
        solved=True,
        outcome=say(
            "轴承已换,试机三十分钟正常", "The bearing is replaced; the press ran well for half an hour"
        ),
    )
    await teller.tell(
        "commitments/keep", teller.at("01:40", days=1), commitment_id=teller.new_id("by eleven")
    )
    await teller.tell(
        "delivery", teller.at("01:40", days=1), what=say("7014C轴承", "Bearing 7014C"), reference="DN-20117"
    )
    await teller.tell(
        "resolve",
        teller.at("01:45", days=1),
        phenomenon=say("主轴过热停机", "The spindle grew hot and the line stopped"),
        cause=say("轴承缺油抱死", "A bearing ran dry and seized"),
        solution=say("更换轴承并调整润滑周期", "The bearing was replaced, the oiling interval shortened"),
    )
    await teller.by(OWNER).tell(
        "result",
        teller.at("01:50", days=1),
        channel="phone",
        text=say("三号线已恢复生产", "Line 3 runs again"),
    )
