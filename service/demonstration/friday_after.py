"""The days after that Friday: the customer complains of the broken promise, and is won back."""

from datetime import timedelta

from service.demonstration.teller import MANAGER, OWNER, Teller

AT_ONCE = timedelta(seconds=30)


async def settle_the_complaint(teller: Teller) -> None:
    """Tell from the complaint on Saturday to the improvement ten days later. Raises StoryRefusedError."""
    await _complain(teller)
    await _find_out_why(teller)
    await _make_good(teller)
    await _grant(teller)
    await _end(teller)
    await _learn(teller)


async def _complain(teller: Teller) -> None:
    say = teller.words
    anger = say(
        "线是修好了,但你们承诺23点!周六订单黄了。", "It runs, but you promised eleven! Our order is lost."
    )
    await teller.tell("customer-message", teller.at("09:30", days=1), channel="wecom", text=anger)
    why = say("客户不认可:承诺未兑现", "The customer does not accept it: a promise was not kept")
    await teller.tell("reopen", teller.at("09:32", days=1), reason=why)
    await teller.tell(
        "classify", teller.at("09:32", days=1), response_class="complaint", priority="high", reason=why
    )
    await teller.tell("counterpart", teller.at("09:33", days=1), counterpart=MANAGER, channel="phone")
    await teller.by(OWNER).tell("acknowledge", teller.at("09:34", days=1))
    sorry = say("这是我们的错,我来负责到底", "This is our fault, and I will see it through")
    await teller.by(OWNER).tell("reassure", teller.at("09:35", days=1), channel="phone", words=sorry)
    await teller.by(OWNER).tell(
        "reply",
        teller.at("09:50", days=1),
        channel="phone",
        text=say("今天16点前给您补偿方案。", "You will have our offer by four today."),
    )
    await teller.tell(
        "need",
        teller.at("09:55", days=1),
        stated=anger,
        real=say("承诺的时间可以信赖", "Promised times to rely on"),
    )


async def _find_out_why(teller: Teller) -> None:
    say = teller.words
    await teller.tell(
        "incident",
        teller.at("10:10", days=1),
        what_happened=say(
            "19:30发车,21:10封路,22:40司机才上报", "Left at 19:30, road closed at 21:10, told us at 22:40"
        ),
        took_place_at=teller.at("21:10"),
    )
    await teller.tell(
        "liability",
        teller.at("10:20", days=1),
        liable="us",
        department="logistics",
        grounds=say("在途异常未及时上报", "What happened on the way was not reported in time"),
    )
    await teller.tell(
        "cause",
        teller.at("10:40", days=1),
        cause_class="communication",
        root_code="over_promise",
        process_step="delivery",
        whys=[
            say("为什么没在23点恢复?备件未到", "Why not by eleven? The part had not come"),
            say("为什么没到?封路且无备选车辆", "Why? The road was closed, and there was no second van"),
            say("为什么仍承诺23点?未给在途留余量", "Why eleven then? Nothing was left for the way"),
        ],
    )


async def _make_good(teller: Teller) -> None:
    say, remedy, offer = teller.words, teller.new_id("remedy"), teller.new_id("offer")
    await teller.tell(
        "collaborations",
        teller.at("11:00", days=1),
        collaboration_id=offer,
        department="sales",
        step="offer",
        request=say(
            "请把下季度维保折扣并入补偿方案", "Add a discount on next quarter's maintenance to our offer"
        ),
        customer_words=say("你们承诺23点!周六订单黄了", "you promised eleven! Our order is lost"),
    )
    sales = teller.by("s.lin")
    await sales.tell("collaborations/accept", teller.at("11:05", days=1), collaboration_id=offer)
    stage = {"title": say("补偿方案", "Our offer"), "due_at": teller.at("16:00", days=1)}
    await teller.by(OWNER).tell(
        "plan", teller.at("11:08", days=1), stages=[{**stage, "responsible": "a.wang"}], channel="phone"
    )
    await teller.by("a.wang").tell(
        "remedies",
        teller.at("11:10", days=1),
        remedy_id=remedy,
        remedy_type="loss_compensation",
        what=say("补偿停产损失三千元", "3,000 yuan for the hours that were lost"),
        amount_minor=300_000,
        due_at=teller.at("16:00", days=1),
        commitment_id=teller.new_id("offer by four"),
    )


async def _grant(teller: Teller) -> None:
    say, remedy, offer = teller.words, teller.new_id("remedy"), teller.new_id("offer")
    await teller.tell(
        "collaborations/complete",
        teller.at("12:30", days=1),
        collaboration_id=offer,
        outcome=say("维保九折", "Ten percent off the maintenance"),
    )
    await teller.by(MANAGER).tell(
        "remedies/approve",
        teller.at("14:00", days=1),
        remedy_id=remedy,
    )
    await teller.by("a.wang").tell("remedies/grant", teller.at("15:00", days=1), remedy_id=remedy)
    solution = say(
        "补偿三千元,维保九折,在途每小时上报", "3,000 yuan, maintenance 10 % off, vans report hourly"
    )
    await teller.tell("resolve", teller.at("15:10", days=1), resolution=solution)
    await teller.by(OWNER).tell("result", teller.at("15:20", days=1), channel="phone", text=solution)


async def _end(teller: Teller) -> None:
    say = teller.words
    content = say("这个态度我认可。", "I can accept that.")
    await teller.tell("customer-message", teller.at("16:00", days=1), channel="wecom", text=content)
    thanks = say("谢谢您的理解,周一我再来电。", "Thank you. I will call you on Monday.")
    await teller.by(OWNER).tell("reply", teller.at("16:00", days=1) + AT_ONCE, channel="wecom", text=thanks)
    evidence = {"contact_id": teller.new_id("contact"), "channel": "wecom", "words": content}
    await teller.by(OWNER).tell("confirm", teller.at("16:01", days=1), **evidence)
    survey = teller.new_id("survey")
    await teller.tell(
        "survey",
        teller.at("17:00", days=1),
        survey_id=survey,
        channel="wecom",
        contact_id=teller.new_id("contact"),
    )
    await teller.tell("close", teller.at("17:05", days=1), reason="confirmed")
    await teller.by(OWNER).tell(
        "answer-survey",
        teller.at("10:15", days=2),
        survey_id=survey,
        csat=4,
        nps=8,
        ces=5,
        verbatim=say("问题解决了,承诺要留余地。", "It is solved. Promise what you can keep."),
    )
    await teller.by(OWNER).tell(
        "revisit",
        teller.at("14:00", days=3),
        channel="phone",
        template="complaint",
        duration_seconds=480,
        outcome=say("产线运行平稳,希望备件前置", "The line runs well; they want spare parts on site"),
        new_needs=say("现场备件箱", "A box of spare parts on site"),
        routed_to=["sales", "warehouse"],
    )


async def _learn(teller: Teller) -> None:
    say, action = teller.words, teller.new_id("action")
    await teller.tell(
        "review",
        teller.at("10:00", days=5),
        review_id=teller.new_id("review"),
        findings=say(
            "承诺未计在途风险;异常上报太慢", "We promised without the risk of the way; word came too late"
        ),
        process_step="delivery",
        lessons=say("承诺一律按最晚到货加一小时", "Promise the latest arrival plus one hour"),
    )
    await teller.tell(
        "improvements",
        teller.at("10:30", days=5),
        action_id=action,
        review_id=teller.new_id("review"),
        what=say("急件车辆每小时上报位置", "Vans with urgent parts report where they are every hour"),
        owner="w.he",
        due_at=teller.at("18:00", days=12),
    )
    await teller.tell(
        "improvements/complete",
        teller.at("09:00", days=11),
        action_id=action,
        effect=say("两次急件均提前预警", "Two urgent deliveries were warned of in time"),
        is_effective=True,
    )
