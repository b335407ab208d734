"""KPIs that measure time, from receipt by wall clock, in seconds."""

from typing import ClassVar

from sqlalchemy import case as when
from sqlalchemy import func

from service.projections.kpi.definition import Expressions, Kpi, duration
from service.projections.kpi.population import case


class DurationKpi(Kpi):
    """The distribution of a duration."""

    unit = "seconds"
    column: ClassVar[str]

    @classmethod
    def expressions(cls) -> Expressions:
        return duration(case.c[cls.column])


class AcknowledgeTime(DurationKpi):
    """Received to first acknowledged."""

    slug = "acknowledge_time"
    column = "acknowledge_seconds"


class FirstResponseTime(DurationKpi):
    """Received to first public, human, substantive reply."""

    slug = "first_response_time"
    column = "first_response_seconds"


class FirstResolutionTime(DurationKpi):
    """Received to first resolved."""

    slug = "first_resolution_time"
    column = "first_resolution_seconds"


class FinalResolutionTime(DurationKpi):
    """Received to last resolved, of cases that are not open again."""

    slug = "final_resolution_time"

    @classmethod
    def expressions(cls) -> Expressions:
        return duration(when((case.c.status != "open", case.c.final_resolution_seconds)))


class CloseTime(DurationKpi):
    """Received to last closed, of cases that are closed now."""

    slug = "close_time"

    @classmethod
    def expressions(cls) -> Expressions:
        return duration(when((case.c.status == "closed", case.c.close_seconds)))


class WaitingKpi(Kpi):
    """Ended waits: how many cases had one, and how long all of them lasted together."""

    unit = "seconds"
    grain = "case"
    waiting_on: ClassVar[str]

    @classmethod
    def expressions(cls) -> Expressions:
        waits, seconds = (
            case.c[f"waiting_{cls.waiting_on}_count"],
            case.c[f"waiting_{cls.waiting_on}_seconds"],
        )
        return {
            "count": func.count().filter(waits > 0),
            "total_seconds": func.coalesce(func.sum(seconds), 0),
        }


class WaitingCustomerTime(WaitingKpi):
    """Waits for the customer."""

    slug = "waiting_customer_time"
    waiting_on = "customer"


class WaitingSupplierTime(WaitingKpi):
    """Waits for a supplier."""

    slug = "waiting_supplier_time"
    waiting_on = "supplier"


class WaitingOtherTime(WaitingKpi):
    """Waits for others."""

    slug = "waiting_other_time"
    waiting_on = "other"
