"""What Prometheus reads of the watch. Asked for at each scrape; no label holds what a client has chosen."""

from collections.abc import Callable, Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from service.processes.watch_status import WatchStatus


class WatchMetrics(Collector):
    """The measures of a watch."""

    def __init__(self, status: Callable[[], WatchStatus]) -> None:
        self._status = status

    def collect(self) -> Iterator[Metric]:
        """Yield the measures as they are now."""
        status = self._status()
        noted = CounterMetricFamily(
            "casebook_watch_noted", "Facts noted because their instant had come, by kind.", labels=["kind"]
        )
        for kind, count in status.noted.items():
            noted.add_metric([kind], count)
        yield noted
        for name, help_, value in _gauges(status):
            yield GaugeMetricFamily(name, help_, value)
        yield from _of_calendars(status)


def _gauges(status: WatchStatus) -> Iterator[tuple[str, str, float]]:
    yield (
        "casebook_watch_lag_seconds",
        "For how long the oldest due fact has not been noted.",
        status.lag_seconds,
    )
    is_running = status.state in {"watching", "holding"}
    yield "casebook_watch_running", "1 while the watch looks, 0 when it cannot or has stopped.", is_running
    is_holding = status.doubt is not None
    yield "casebook_watch_holding", "1 while the watch does not believe the time.", is_holding
    failing = status.failing_streams
    yield "casebook_watch_failing_streams", "Cases and accounts that could not be observed.", failing


def _of_calendars(status: WatchStatus) -> Iterator[Metric]:
    covered = GaugeMetricFamily(
        "casebook_calendar_covered_until_seconds",
        "Until when the holidays of a calendar are known, in seconds since 1970.",
        labels=["calendar"],
    )
    promised = GaugeMetricFamily(
        "casebook_calendar_promised_until_seconds",
        "The last instant by which something open is promised by a calendar, in seconds since 1970.",
        labels=["calendar"],
    )
    for coverage in status.coverage:
        covered.add_metric([coverage.calendar_id], coverage.covered_until_at.timestamp())
        if coverage.last_due_at is not None:
            promised.add_metric([coverage.calendar_id], coverage.last_due_at.timestamp())
    yield covered
    yield promised
