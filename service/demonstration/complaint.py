"""What is done about a complaint of the demonstration: reassured, understood, made up for."""

from collections.abc import Iterator
from datetime import datetime
from random import Random
from uuid import UUID

from service.demonstration.cast import MANAGERS
from service.demonstration.words import words
from service.domain.case.decisions import complaints
from service.domain.case.decisions.remedies import ApproveRemedy, GrantRemedy, ProposeRemedy, RejectRemedy
from service.domain.case.decisions.understanding import RecordNeed
from service.domain.command import Command
from service.domain.complaint_vocabulary import CauseClass, Liable
from service.domain.vocabulary import Channel, EscalationLevel

CAUSES = {
    "complaint/delivery delay": (
        (CauseClass.PROCESS, "late_delivery", "delivery", Liable.CARRIER, None),
        (CauseClass.PROCESS, "late_delivery", "delivery", Liable.US, "logistics"),
        (CauseClass.COMMUNICATION, "over_promise", "order", Liable.US, "sales"),
    ),
    "complaint/service": (
        (CauseClass.SERVICE, "slow_answer", "customer_service", Liable.US, "after_sales"),
        (CauseClass.SERVICE, "passed_around", "after_sales", Liable.US, "after_sales"),
        (CauseClass.COMMUNICATION, "information_late", "customer_service", Liable.US, "technical"),
    ),
    "complaint/product quality": (
        (CauseClass.PRODUCT, "product_defect", "production", Liable.SUPPLIER, None),
        (CauseClass.PRODUCT, "product_defect", "production", Liable.US, "product"),
        (CauseClass.PRODUCT, "hard_to_use", "use", Liable.SHARED, None),
    ),
}
REMEDIES = ("coupon", "expedited_delivery", "free_service_time", "replacement", "apology", "refund")
LEAST_WHYS = 3
REJECTED = 0.12
AMOUNTS = (0, 8_000, 20_000, 60_000, 150_000)


class ComplaintStory:
    """The steps of one complaint. Its dice are its own, so that the rest of the story stays as it is."""

    def __init__(self, dice: Random, category: str, owner: str, language: str) -> None:
        self._dice = dice
        self._category = category
        self._owner = owner
        self._language = language
        self._remedy_id = UUID(int=self._dice.getrandbits(128), version=4)

    def reassured(self, at: datetime) -> complaints.ReassureCustomer:
        """Return the first step."""
        return complaints.ReassureCustomer(
            occurred_at=at, channel=Channel.PHONE, words=self._say("reassuring")
        )

    def understood(self, at: datetime) -> Iterator[Command]:
        """Yield what was found out, and what was proposed for it."""
        cause_class, root_code, step, liable, department = self._dice.choice(CAUSES[self._category])
        behind = Random(self._remedy_id.int + 1)  # noqa: S311  a believable story, not a secret
        yield RecordNeed(
            occurred_at=at,
            stated=words(behind, "blame", self._language),
            real=words(behind, "real_need", self._language),
        )
        yield complaints.ReconstructIncident(occurred_at=at, what_happened=self._say("incident"))
        yield complaints.DetermineLiability(
            occurred_at=at, liable=liable, department=department, grounds=self._say("grounds")
        )
        whys = dict.fromkeys(self._say("why") for _ in range(4))
        more = Random(self._remedy_id.int)  # noqa: S311  a believable story, not a secret
        while len(whys) < LEAST_WHYS:
            whys[words(more, "why", self._language)] = None
        yield complaints.IdentifyCause(
            occurred_at=at, cause_class=cause_class, root_code=root_code, process_step=step, whys=tuple(whys)
        )
        yield ProposeRemedy(
            occurred_at=at,
            remedy_id=self._remedy_id,
            remedy_type=self._dice.choice(REMEDIES),
            what=self._say("remedy"),
            amount_minor=self._dice.choice(AMOUNTS),
            proposed_by=self._owner,
        )
        if more.random() < REJECTED:
            yield from self._rejected(at, more)
        yield ApproveRemedy(
            occurred_at=at,
            remedy_id=self._remedy_id,
            approved_by=self._dice.choice(MANAGERS),
            level=EscalationLevel.MANAGER,
        )

    def _rejected(self, at: datetime, dice: Random) -> Iterator[Command]:
        """Yield another offer, which the manager does not agree to."""
        other = UUID(int=dice.getrandbits(128), version=4)
        yield ProposeRemedy(
            occurred_at=at,
            remedy_id=other,
            remedy_type="loss_compensation",
            what=words(dice, "remedy", self._language),
            amount_minor=AMOUNTS[-1],
            proposed_by=self._owner,
        )
        yield RejectRemedy(
            occurred_at=at,
            remedy_id=other,
            rejected_by=MANAGERS[2],
            reason=words(dice, "declines_remedy", self._language),
        )

    def granted(self, at: datetime) -> GrantRemedy:
        """Return the last step."""
        return GrantRemedy(occurred_at=at, remedy_id=self._remedy_id, granted_by=self._owner)

    def _say(self, key: str) -> str:
        return words(self._dice, key, self._language)
