"""What is known of the fault that a case is about."""

from collections.abc import Sequence
from datetime import datetime

from service.api.http.document import Document
from service.domain.case.record.intake import CaseReceived, FaultDescribed
from service.domain.event import Event
from service.domain.vocabulary import FaultDetail


class FaultView(Document):
    """A fault: what shows, since when, whom it holds up. Of what was told twice, the last."""

    symptom: str | None
    """Symptom of the fault; null if not told."""
    fault_began_at: datetime | None
    """Time at which the fault began (UTC); null if not told."""
    impact: str | None
    """People and work affected; null if not told."""
    missing: list[FaultDetail]
    """Details that are not on the record."""


def fault_view(events: Sequence[Event]) -> FaultView:
    """Return it from the events of a case in business order."""
    known = {
        name: told
        for event in events
        if isinstance(event, CaseReceived | FaultDescribed)
        for name in FaultDetail
        if (told := getattr(event, name)) is not None
    }
    missing = [name for name in FaultDetail if name not in known]
    return FaultView.model_validate({**dict.fromkeys(FaultDetail), **known, "missing": missing})
