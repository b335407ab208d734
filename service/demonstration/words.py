"""What people say in the demonstration. It is data of the story, not text of the product."""

from random import Random

_WORDS = {
    "description": (
        ("麻烦尽快看一下,现场在等。", "Please look at this soon, the floor is waiting."),
        ("具体情况请电话联系。", "Please call for the details."),
        ("此前也出现过一次。", "It has happened once before."),
    ),
    "symptom": (
        ("设备红灯常亮,无法扫码", "Red light stays on, nothing can be scanned"),
        ("每隔十分钟断线一次", "Drops out every ten minutes"),
    ),
    "impact": (
        ("一条产线停工,约四十人等待", "One line stopped, some forty people waiting"),
        ("两个仓库的出库延误", "Dispatch from two warehouses is late"),
    ),
    "assessed": (("按客户所述情况判定。", "By what the customer told."),),
    "receipt": (("已收到您的反馈,正在为您转接。", "We have your message and are passing you on."),),
    "let_me_check": (("我确认一下,稍后回复您。", "Let me check and come back to you."),),
    "answer": (
        ("原因已经查明,今天内处理完成。", "The cause is known; it will be settled today."),
        ("请按附件步骤操作,如有问题随时联系。", "Please follow the attached steps and call if in doubt."),
        ("已安排工程师,预计明天上午到场。", "An engineer is arranged for tomorrow morning."),
    ),
    "note": (("客户希望由固定工程师跟进。", "The customer wants the same engineer."),),
    "handover": (("需要查看现场日志,转技术排查。", "Needs a look at the site logs."),),
    "waiting": (("等待对方提供日志或单据。", "Waiting for logs or papers."),),
    "escalation": (("超过承诺时间,影响生产。", "Past the promised time, production is affected."),),
    "solution": (
        ("更换模块后恢复正常。", "Works again with the module replaced."),
        ("已补发并安排加急配送。", "Sent again by express."),
        ("参数已调整,观察一天无异常。", "Settings changed, a day without a fault."),
    ),
    "reopening": (("问题再次出现。", "It is happening again."),),
    "praise": (("响应很快,谢谢。", "Quick answer, thank you."), ("处理专业。", "Very professional.")),
    "blame": (
        ("等了太久。", "I waited too long."),
        ("说好的时间没有兑现。", "The promised time was not kept."),
    ),
    "reassuring": (
        (
            "非常抱歉给您添麻烦了,我来全程跟进。",
            "I am sorry for the trouble; I will see this through myself.",
        ),
        ("完全理解您的心情,马上为您核实。", "I understand how you feel and will look into it at once."),
    ),
    "incident": (
        ("按单据与聊天记录核对了经过。", "What happened was checked against papers and messages."),
        ("与现场和承运方分别核实了时间。", "The times were checked with the site and the carrier."),
    ),
    "real_need": (
        ("交期可以信赖,变化提前告知。", "Dates to rely on, and word in time when they change."),
        ("有固定的人负责到底。", "One person who sees it through."),
    ),
    "grounds": (("单据时间与承诺不符。", "The papers do not match what was promised."),),
    "why": (
        ("到货时间晚于承诺", "It came later than promised"),
        ("排期变化没有同步给客户", "A change of plan was not passed on"),
        ("交接时没有明确责任人", "Nobody was named when it was handed over"),
        ("流程中没有这一项检查", "The process has no such check"),
    ),
    "remedy": (
        ("补偿一张下次采购可用的券,并加急处理。", "A coupon for the next order, and the rest by express."),
        ("按损失天数延长服务期。", "The service runs longer by the days that were lost."),
    ),
    "revisit": (
        ("客户表示运行正常。", "The customer says all runs well."),
        ("客户希望培训新员工。", "The customer would like new staff to be trained."),
    ),
    "alarm": (("影响生产,立即处理。", "Production is affected; act at once."),),
    "spare_part": (("备用模块一套", "One spare module"),),
    "first_aid": (("先恢复生产", "Production runs again"),),
    "for_good": (("彻底解决", "Settled for good"),),
    "analysed": (("查明原因", "The cause is known"),),
    "tried": (("现场试运行", "Tried on the site"),),
    "question": (
        ("请问是从什么时候开始的?", "Since when has it been so?"),
        ("请问涉及哪几张订单?", "Which orders are concerned?"),
    ),
    "customer_answers": (("昨天下午开始,每次都这样。", "Since yesterday afternoon, every time."),),
    "message": (
        ("现在处理到哪一步了?", "How far have you come?"),
        ("现场还在等,请告知进展。", "The site is waiting; please tell us how it stands."),
    ),
    "urging": (("明天要交货,今天必须解决。", "We deliver tomorrow; it has to be settled today."),),
    "how_it_stands": (
        ("备件已发出,今晚到场,明早恢复。", "The part is on its way and will be there tonight."),
        ("参数已调整,正在观察,下班前给您结果。", "Settings were changed; you will know by this evening."),
    ),
    "thanks": (("好的,谢谢。", "Fine, thank you."),),
    "only_thanks": (("客户只是致谢。", "The customer only says thank you."),),
    "found": (("模块老化,通讯中断。", "An old module interrupts the connection."),),
    "under_way": (("更换模块,已在途中。", "The module is replaced; it is on its way."),),
    "needed_of_customer": (
        ("请安排明天上午停机半小时。", "Please stop the line for half an hour tomorrow."),
    ),
    "promise": (("按约定时间恢复使用。", "It runs again by the time agreed."),),
    "late_because": (("备件在途延误。", "The part was delayed on its way."),),
    "asks_department": (("请协助核查并给出处理结果。", "Please check and say what can be done."),),
    "declines_remedy": (("金额超出同类案例。", "More than in cases of the kind."),),
    "declines": (("不属于本部门职责,应转供应链。", "Not ours to do; it belongs to the supply chain."),),
    "department_answers": (("已核查,明天中午前完成。", "Checked; done by noon tomorrow."),),
    "department_has_done": (("已完成并通知客服。", "Done, and customer service was told."),),
    "field_task": (("更换模块并试运行", "Replace the module and try it"),),
    "part_missing": (("缺少备件,需再次上门。", "A part was missing; somebody must come again."),),
    "no_time": (("没有时间参加调查。", "No time for surveys."),),
    "won_back": (("负责人致电道歉,客户接受。", "The owner called and apologised; it was accepted."),),
    "runs_well": (("连续两周运行正常。", "It has run well for two weeks."),),
    "why_revisit": (("了解新的需求。", "To hear what else is needed."),),
    "why_cancelled": (("客户近期停产检修。", "The customer's plant is closed for repairs."),),
    "not_reached": (("未接通,改日再访。", "Not reached; to be tried again."),),
    "need": (
        ("希望接口支持批量查询。", "The interface should allow many queries at once."),
        ("希望提供备用设备。", "A spare unit should be at hand."),
    ),
    "calmed": (("客户认可处理方案。", "The customer accepts what is being done."),),
    "threatens": (("客户表示要向上级反映。", "The customer will take it to higher places."),),
    "others_talk": (("客户群内有人询问同类问题。", "Others ask about the same in the customers' group."),),
    "counteracted": (("已统一答复并说明进展。", "All were answered and told how it stands."),),
    "exception": (("保修期外免费更换", "Replaced free of charge after the warranty"),),
    "why_exception": (("长期合作客户,首次出现。", "A customer of many years, and the first time."),),
    "conditions": (("仅限本次,人工费照付。", "This once only; labour is charged."),),
    "delivered": (("替换件", "The replacement"),),
    "offer": (("标准方案加现场培训", "The standard solution with training on site"),),
    "again": (("与上次问题相似。", "Much like the case before."),),
    "not_again": (("核对后并无关联。", "On a closer look they have nothing in common."),),
    "lesson": (
        ("交接时书面写明责任人。", "Who is responsible is written down at every hand-over."),
        ("排期变化当天通知客户。", "Customers hear of changed plans on the same day."),
    ),
    "effect": (("一个月内未再发生。", "It has not happened again for a month."),),
    "first_contact": (("介绍服务团队与响应时限。", "The team and its promised times were presented."),),
    "visit": (("约定下月试用新功能。", "New functions will be tried next month."),),
    "bill": (("账单已核对无误。", "The bill was checked and is right."),),
    "news": (("新版本与维护通知", "A new version, and maintenance"),),
    "problem_report": (
        ("当月问题按产品、服务、沟通分类。", "The month's problems by product, service and word."),
    ),
    "memo": (
        ("客户供应商大会,当天发去祝贺。", "Their suppliers' conference: congratulate on the day."),
        ("新产线投产,致电祝贺。", "A new line starts up: call to congratulate."),
    ),
    "put_off": (("客户活动延期。", "They put it off."),),
    "left": (("联系人已离职。", "This person has left the company."),),
    "purpose": (("了解新产线使用情况", "How the new line runs"),),
    "holiday": (("客户休假,另行约定。", "They are on holiday; another day will be agreed."),),
    "greeting": (("生日快乐!", "Happy birthday!"),),
    "card": (("手写生日贺卡", "A handwritten birthday card"),),
    "gift": (("一盒茶叶", "A box of tea"), ("定制笔记本", "A notebook with their name")),
    "reminded_memo": (("已发去祝贺。", "Congratulated them."),),
    "reminded_key_date": (("致电祝贺合作周年。", "Called on the anniversary of our work together."),),
    "reminded_festival": (("已送上节日问候。", "Sent the greetings of the season."),),
    "reminded_promotion": (
        ("已告知大促期间物流可能延迟。", "Told them that deliveries may take longer in the season."),
    ),
    "reminded_order": (("已确认本周需求数量。", "Asked for this week's quantities."),),
    "reminded_renewal": (("续费方案已拟定。", "The plan of the renewal is drawn up."),),
    "trade_report": (("行业月报与竞品动态", "The trade this month, and what competitors do"),),
    "advice": (("季度保养与升级建议", "Maintenance and upgrades this quarter"),),
    "grows": (("采购量持续增长。", "Orders go on growing."),),
    "agreement": (("大客户服务协议", "Key-account service agreement"),),
    "agreement_ends": (("并入集团框架协议。", "It becomes part of the group's framework agreement."),),
}


def words(random: Random, key: str, language: str) -> str:
    """Return something that people say on this occasion."""
    chinese, english = random.choice(_WORDS[key])
    return chinese if language == "zh" else english
