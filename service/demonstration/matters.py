"""What customers come with: kinds, how often, and words for them in both languages."""

from dataclasses import dataclass
from random import Random
from typing import TypeVar

from service.domain.vocabulary import CaseKind, Channel, Phase, Priority, ResponseClass

T = TypeVar("T")

KINDS = {
    CaseKind.ENQUIRY: 30,
    CaseKind.TECHNICAL: 25,
    CaseKind.AFTER_SALES: 15,
    CaseKind.COMPLAINT: 12,
    CaseKind.ORDER_CHANGE: 8,
    CaseKind.CONTRACT_QUERY: 4,
    CaseKind.SUGGESTION: 4,
    CaseKind.SERVICE_REQUEST: 2,
    CaseKind.FEEDBACK: 2,
    CaseKind.COMMERCIAL: 2,
    CaseKind.RETURN: 2,
    CaseKind.MAINTENANCE: 1,
    CaseKind.NEED: 1,
}
CHANNELS = {
    Channel.PHONE: 30,
    Channel.WECOM: 24,
    Channel.EMAIL: 16,
    Channel.CHAT: 12,
    Channel.COMMUNITY: 6,
    Channel.WEB_FORM: 5,
    Channel.API: 3,
    Channel.MONITORING: 2,
    Channel.SMS: 1,
    Channel.ON_SITE: 1,
}
CLASSES: dict[CaseKind, dict[ResponseClass, int]] = {
    CaseKind.ENQUIRY: {ResponseClass.BASIC: 45, ResponseClass.ROUTINE: 55},
    CaseKind.TECHNICAL: {
        ResponseClass.ROUTINE: 45,
        ResponseClass.URGENT: 30,
        ResponseClass.COMPLEX: 22,
        ResponseClass.GREEN_CHANNEL: 3,
    },
    CaseKind.COMPLAINT: {ResponseClass.COMPLAINT: 96, ResponseClass.GREEN_CHANNEL: 4},
    CaseKind.ORDER_CHANGE: {ResponseClass.ROUTINE: 60, ResponseClass.URGENT: 40},
}
USUAL_CLASSES = {ResponseClass.ROUTINE: 80, ResponseClass.COMPLEX: 20}
PRIORITIES = {
    ResponseClass.BASIC: Priority.LOW,
    ResponseClass.ROUTINE: Priority.MODERATE,
    ResponseClass.COMPLEX: Priority.MODERATE,
    ResponseClass.URGENT: Priority.HIGH,
    ResponseClass.COMPLAINT: Priority.HIGH,
    ResponseClass.GREEN_CHANNEL: Priority.CRITICAL,
}
PHASES = {Phase.PRE_SALE: 15, Phase.IN_SALE: 30, Phase.AFTER_SALE: 55}

_SUBJECTS = {
    CaseKind.ENQUIRY: (
        ("usage", "如何导出上月的对账明细", "How to export last month's statement"),
        ("delivery", "大促期间发货时间咨询", "Delivery times during the sales season"),
        ("usage", "账号权限如何分配", "How to share out account permissions"),
    ),
    CaseKind.TECHNICAL: (
        ("equipment", "三号产线扫码设备停机", "Scanner on line 3 is down"),
        ("firmware", "升级后网关频繁掉线", "Gateway drops out since the update"),
        ("integration", "订单接口返回超时", "Order interface times out"),
        ("performance", "报表打开缓慢", "Reports open slowly"),
    ),
    CaseKind.AFTER_SALES: (
        ("returns", "到货破损申请换货", "Goods arrived damaged, replacement wanted"),
        ("repair", "温控模块需要返修", "Temperature module needs repair"),
    ),
    CaseKind.COMPLAINT: (
        ("delivery delay", "连续两次未按承诺时间送达", "Second delivery later than promised"),
        ("service", "问题反馈三天无人跟进", "Nobody followed up for three days"),
        ("product quality", "同批次产品故障率偏高", "High fault rate in one batch"),
    ),
    CaseKind.ORDER_CHANGE: (
        ("order", "临时追加采购数量", "Raise the quantity of an order"),
        ("order", "变更收货仓库", "Change the receiving warehouse"),
    ),
    CaseKind.CONTRACT_QUERY: (
        ("contract", "续约条款确认", "Renewal terms to be confirmed"),
        ("billing", "发票金额与合同不符", "Invoice differs from the contract"),
    ),
    CaseKind.SUGGESTION: (("product idea", "希望支持批量导入资产", "Please support bulk import of assets"),),
    CaseKind.SERVICE_REQUEST: (("training", "新员工使用培训", "Training for new staff"),),
    CaseKind.FEEDBACK: (("product", "新版界面操作更顺手", "The new screens are easier to use"),),
    CaseKind.COMMERCIAL: (("quotation", "年度框架合同询价", "Price for a framework contract"),),
    CaseKind.RETURN: (("returns", "型号订错申请退货", "Wrong model ordered, to be returned"),),
    CaseKind.MAINTENANCE: (("upgrade", "数据库升级维护通知", "Notice of a database upgrade"),),
    CaseKind.NEED: (("solution", "冷链仓温控方案选型", "Choosing a temperature control for cold stores"),),
}


@dataclass(frozen=True)
class Matter:
    """What one case is about."""

    kind: CaseKind
    channel: Channel
    phase: Phase
    response_class: ResponseClass
    category: str
    subject: str


def matter(random: Random, language: str) -> Matter:
    """Return what a case is about, in the customer's language."""
    kind = pick(random, KINDS)
    topic, chinese, english = random.choice(_SUBJECTS[kind])
    return Matter(
        kind=kind,
        channel=pick(random, CHANNELS),
        phase=pick(random, PHASES),
        response_class=pick(random, CLASSES.get(kind, USUAL_CLASSES)),
        category=f"{kind.value}/{topic}",
        subject=chinese if language == "zh" else english,
    )


def pick(random: Random, weights: dict[T, int]) -> T:
    """Return one of the keys, as often as its weight says."""
    return random.choices(list(weights), list(weights.values()))[0]
