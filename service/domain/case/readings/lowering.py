"""Whether a class or priority promises the customer less than another (REQUIREMENTS 1, 45, 50, 65). Pure."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.domain.case.readings.classification import higher
from service.domain.case.readings.first_offers import first_offers
from service.domain.case.record.classification import Classification
from service.domain.case.state import Case
from service.domain.clocks.milestones import Milestone
from service.domain.clocks.situation import Promises, Situation
from service.domain.guidelines.classification import MatrixCell
from service.domain.vocabulary import Priority, ResponseClass, Segment

_FROM_MILD_TO_GRAVE = (
    ResponseClass.BASIC,
    ResponseClass.ROUTINE,
    ResponseClass.COMPLEX,
    ResponseClass.COMPLAINT,
    ResponseClass.URGENT,
    ResponseClass.GREEN_CHANNEL,
)
_SAME_PROMISE = {"complaint_answer": "first_reply"}
"""The first answer, whatever it is called."""
_NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Lowering:
    """Compares classifications of a case by what the policy in force at an instant promises for them."""

    case: Case
    promises: Promises
    at: datetime

    def is_lowered(self, after: Classification, *others: Classification | MatrixCell | None) -> bool:
        """Return whether less is promised than before, than the rules say, or than degrees come to."""
        return any(self._is_milder(after, other) for other in others if other is not None)

    def is_raised(self, after: Classification, before: Classification) -> bool:
        """Return whether something is promised sooner than before, or was not promised at all."""
        told = (before.response_class, before.priority), (after.response_class, after.priority)
        then, now = (self._due(after, *each) for each in told)
        return any(name not in then or then[name] > due_at for name, due_at in now.items())

    def _is_milder(self, after: Classification, other: Classification | MatrixCell) -> bool:
        """Where all that is promised gets longer it is, where all gets shorter it is not; else ranks decide.

        What the other leaves open is as it is now. Without a class told nobody has said one yet, and without
        a priority the limit of the class holds: of what is not told none is compared.
        """
        response_class = (other.response_class or after.response_class) if after.response_class else None
        priority = (other.priority or after.priority) if after.priority else None
        if (response_class, priority) == (after.response_class, after.priority):
            return False
        now = self._due(after, after.response_class, after.priority)
        then = self._due(after, response_class, priority)
        is_longer = any(name not in now or now[name] > due_at for name, due_at in then.items())
        is_shorter = any(name not in then or then[name] > due_at for name, due_at in now.items())
        if is_longer is not is_shorter:
            return is_longer
        is_lower = higher(after.priority, priority) is not after.priority
        return is_lower or _ranks_lower(after.response_class, response_class)

    def _due(
        self, known: Classification, response_class: ResponseClass | None, priority: Priority | None
    ) -> dict[str, datetime]:
        """Return when what is promised at receipt would be due; in the green channel its plan too."""
        situation = Situation(
            stream_id=_NOBODY,
            response_classes=frozenset() if response_class is None else frozenset({response_class}),
            kind=self.case.kind,
            priority=priority,
            category=known.category,
            segment=self.case.segment or Segment.ORDINARY,
        )
        opened = response_class is ResponseClass.GREEN_CHANNEL
        begun_by = (Milestone.RECEIVED, *((Milestone.GREEN_CHANNEL_OPENED,) if opened else ()))
        offers = first_offers(situation, self.promises, self.case.received_at or self.at, *begun_by)
        return {_SAME_PROMISE.get(name, name): offer.limit.base_due_at for name, offer in offers.items()}


def _ranks_lower(now: ResponseClass | None, before: ResponseClass | None) -> bool:
    """A question that is answered on the spot is promised sooner than what is worked on for days."""
    if now is None or before is None:
        return False
    if before is ResponseClass.BASIC and now is ResponseClass.COMPLEX:
        return True
    return _FROM_MILD_TO_GRAVE.index(now) < _FROM_MILD_TO_GRAVE.index(before)
