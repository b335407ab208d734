"""What is remembered of the orders that a case is about. No personal field is."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.vocabulary import OrderStatus


@dataclass(frozen=True, kw_only=True)
class OrderMilestone:
    """How far an order was at an instant."""

    order_reference: str
    status: OrderStatus
    eta_at: datetime | None
    tracking_reference: str | None
    at: datetime

    def says_the_same_as(self, other: "OrderMilestone") -> bool:
        """Whether both tell the same of the same order, whenever it was."""
        return (self.order_reference, self.status, self.eta_at, self.tracking_reference) == (
            other.order_reference,
            other.status,
            other.eta_at,
            other.tracking_reference,
        )


@dataclass(frozen=True, kw_only=True)
class Selling:
    """The milestones of all orders, in the order of recording."""

    milestones: tuple[OrderMilestone, ...] = ()

    def standing(self, order_reference: str, at: datetime) -> OrderMilestone | None:
        """Return how far an order was at an instant: of two at once, the one recorded last."""
        past = [one for one in self.milestones if one.order_reference == order_reference and one.at <= at]
        return max(reversed(past), key=lambda one: one.at, default=None)

    @property
    def standings(self) -> tuple[OrderMilestone, ...]:
        """How far each order is by business time."""
        latest: dict[str, OrderMilestone] = {}
        for one in self.milestones:
            known = latest.get(one.order_reference)
            if known is None or known.at <= one.at:
                latest[one.order_reference] = one
        return tuple(latest.values())


NOTHING_SOLD = Selling()
