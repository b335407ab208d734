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
    "revisit": (("客户表示运行正常。", "The customer says all runs well."),),
}


def words(random: Random, key: str, language: str) -> str:
    """Return something that people say on this occasion."""
    chinese, english = random.choice(_WORDS[key])
    return chinese if language == "zh" else english
