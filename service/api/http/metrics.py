"""What Prometheus reads. No label holds what a client has chosen."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from service.projections.runner import RunnerStatus

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
METHODS = {"GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"}


class Metrics:
    """The service's own measures in a registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._command_counters: dict[tuple[str, str], Counter] = {}
        self._timers: dict[tuple[str, str, int], Histogram] = {}
        self._commands = Counter(
            "casebook_commands",
            "Commands by outcome: recorded, unchanged, repeated, refused, failed.",
            ["command", "outcome"],
            registry=registry,
        )
        self._problems = Counter(
            "casebook_problems", "Requests refused, by problem type.", ["slug"], registry=registry
        )
        self._seconds = Histogram(
            "casebook_request_seconds",
            "Seconds from the first byte of a request to the last of its answer.",
            ["method", "route", "status"],
            buckets=BUCKETS,
            registry=registry,
        )
        self._position = Gauge(
            "casebook_projection_position", "Position of the read side.", registry=registry
        )
        self._head = Gauge("casebook_record_position", "Position of the newest event.", registry=registry)
        self._lag = Gauge(
            "casebook_projection_lag_events", "Events the read side is behind.", registry=registry
        )
        self._running = Gauge(
            "casebook_projection_running",
            "1 while the read side runs, 0 when it has stopped.",
            registry=registry,
        )

    def command(self, name: str, outcome: str, times: int = 1) -> None:
        """Count a command."""
        counter = self._command_counters.get((name, outcome))
        if counter is None:
            counter = self._command_counters[name, outcome] = self._commands.labels(name, outcome)
        counter.inc(times)

    def problem(self, slug: str) -> None:
        """Count a problem."""
        self._problems.labels(slug).inc()

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Time a request."""
        label = method if method in METHODS else "other"
        timer = self._timers.get((label, route, status))
        if timer is None:
            timer = self._timers[label, route, status] = self._seconds.labels(label, route, str(status))
        timer.observe(seconds)

    def read_side(self, status: RunnerStatus | None) -> None:
        """Note how far the read side is; None while that cannot be known, and then only that is said."""
        self._running.set(status is not None and status.failure is None)
        if status is not None:
            self._position.set(status.position)
            self._head.set(status.head)
            self._lag.set(status.lag_events)
