"""Has the data of all accounts looked at again and again: the watch calls it, and it looks once an hour."""

from datetime import datetime, timedelta

from service.actions.action import ActionContext
from service.actions.health.churn import detect_churn
from service.actions.health.silences import detect_silences
from service.actions.signals import detect_signals

BETWEEN_LOOKS = timedelta(hours=1)


class DataWatch:
    """Looks for needs and risks, then at how accounts do, at most once in `BETWEEN_LOOKS`."""

    def __init__(self, context: ActionContext) -> None:
        self._context = context
        self._looked_at: datetime | None = None

    async def look(self, until: datetime) -> None:
        """Record what the rules find, unless the last look was a moment ago."""
        if self._looked_at is None or until >= self._looked_at + BETWEEN_LOOKS:
            await detect_signals(self._context, until)
            await detect_silences(self._context, until)
            await detect_churn(self._context, until)
            self._looked_at = until
