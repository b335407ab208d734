"""Who takes part: forty accounts of three tiers, and the people and teams who serve them."""

from dataclasses import dataclass
from random import Random
from uuid import UUID, uuid5

from service.domain.account.identity import account_id_of
from service.domain.vocabulary import Segment

DEMONSTRATION = UUID("b0f4c3a2-5d0a-5c1e-8f2b-0e6d9a7c4b11")

_CHINESE_PLACES = ("华东", "江南", "岭南", "京津", "川渝", "云岭", "渤海", "中原", "南粤", "长三角")
_CHINESE_TRADES = (
    ("精密制造", "manufacturing"),
    ("新能源", "energy"),
    ("冷链物流", "logistics"),
    ("医疗器械", "medical devices"),
    ("智能仓储", "warehousing"),
    ("连锁零售", "retail"),
)
_ENGLISH_NAMES = (
    ("Northwind Components", "manufacturing"),
    ("Pacific Cold Chain", "logistics"),
    ("Harbour Medical Supply", "medical devices"),
    ("Bluepeak Retail Group", "retail"),
    ("Meridian Grid Systems", "energy"),
    ("Lantern Bay Foods", "food"),
    ("Ironbridge Tooling", "manufacturing"),
    ("Vale & Stone Logistics", "logistics"),
    ("Summit Analytics", "software"),
    ("Orchard Home Stores", "retail"),
)
_CHINESE_PEOPLE = (
    "李敏",
    "王磊",
    "张倩",
    "刘洋",
    "陈静",
    "赵强",
    "周婷",
    "吴昊",
    "徐岚",
    "孙凯",
    "何雪",
    "郭峰",
)
_ENGLISH_PEOPLE = ("Anna Meyer", "Tom Becker", "Grace Lim", "Omar Haddad", "Julia Novak", "Sam Carter")
CONTACTS = {Segment.HIGH_VALUE: 14, Segment.POTENTIAL: 9, Segment.ORDINARY: 6}
_ROLES = ("purchasing", "operations", "IT", "quality", "finance")

TEAMS = ("service desk", "technical support", "logistics", "billing")
AGENTS = {
    "service desk": ("agent-101", "agent-102", "agent-103", "agent-104", "agent-105"),
    "technical support": ("tech-201", "tech-202", "tech-203", "tech-204"),
    "logistics": ("logi-301", "logi-302"),
    "billing": ("bill-401", "bill-402"),
}
DEPARTMENTS = {
    "technical": AGENTS["technical support"],
    "logistics": AGENTS["logistics"],
    "finance": AGENTS["billing"],
    "warehouse": ("ware-501", "ware-502"),
    "sales": ("sale-601", "sale-602"),
    "supply_chain": ("supp-701",),
    "product": ("prod-801",),
    "after_sales": ("site-901", "site-902"),
}
MANAGERS = ("supervisor-11", "supervisor-12", "manager-21", "director-31")
ON_DUTY = (("agent-101", "tech-201"), ("supervisor-11", "supervisor-12"), ("manager-21",))
"""Who is called at each level, the lowest first."""


@dataclass(frozen=True)
class Account:
    """One customer of the demonstration; `language` is that of its people."""

    number: int
    code: str
    name: str
    industry: str
    segment: Segment
    language: str
    contacts: tuple[tuple[UUID, str, str], ...]

    @property
    def account_id(self) -> UUID:
        return account_id_of(self.code)

    @property
    def grows(self) -> bool:
        """Whether it becomes one with potential on the way."""
        return self.segment is Segment.ORDINARY and self.number % 13 == 0

    @property
    def asked(self) -> tuple[tuple[UUID, str, str], ...]:
        """The contacts who may be asked about cases: of some accounts the last one does not want it."""
        return self.contacts[:-1] if self.number % 9 == 0 else self.contacts

    @property
    def owner(self) -> str:
        """Who answers for the account; for the cases of a high-value customer, too."""
        owners = [owner for agents in AGENTS.values() for owner in agents]
        return owners[self.number % len(owners)]


def accounts(seed: int, how_many: int) -> tuple[Account, ...]:
    """Return the accounts: one in five of high value, three in ten with potential, the rest ordinary."""
    return tuple(_account(seed, number) for number in range(1, how_many + 1))


def _account(seed: int, number: int) -> Account:
    random = Random(f"{seed}/account/{number}")  # noqa: S311  a believable story, not a secret
    is_chinese = number % 4 != 0
    if is_chinese:
        place = _CHINESE_PLACES[(number - 1) % len(_CHINESE_PLACES)]
        trade, industry = _CHINESE_TRADES[(number * 7) % len(_CHINESE_TRADES)]
        name = f"{place}{trade}有限公司"
    else:
        name, industry = _ENGLISH_NAMES[(number // 4 - 1) % len(_ENGLISH_NAMES)]
    return Account(
        number=number,
        code=f"KA-{number:04d}",
        name=name,
        industry=industry,
        segment=_segment(number),
        language="zh" if is_chinese else "en",
        contacts=tuple(
            _contact(random, number, n, is_chinese=is_chinese)
            for n in range(1, CONTACTS[_segment(number)] + 1)
        ),
    )


def _segment(number: int) -> Segment:
    tenth = number % 10
    if tenth in {1, 2}:
        return Segment.HIGH_VALUE
    return Segment.POTENTIAL if tenth in {3, 4, 5} else Segment.ORDINARY


def _contact(random: Random, number: int, n: int, *, is_chinese: bool) -> tuple[UUID, str, str]:
    name = random.choice(_CHINESE_PEOPLE if is_chinese else _ENGLISH_PEOPLE)
    return uuid5(DEMONSTRATION, f"contact/{number}/{n}"), name, random.choice(_ROLES)
