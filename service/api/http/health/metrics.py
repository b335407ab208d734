"""What Prometheus reads. No label holds what a client has chosen: there are as many series as routes."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

from service.projections.runner import RunnerStatus

BUCKETS = (0.005, 0.025, 0.1, 0.5, 2.5, 10.0)
METHODS = {"GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"}


# When a series began says nothing that its figures do not, and doubles what is sent.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """The service's own measures in a registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.damage_met = False
        self._command_counters: dict[tuple[str, str], Counter] = {}
        self._timers: dict[tuple[str, str, int], tuple[Histogram, Counter]] = {}
        self._commands = Counter(
            "casebook_commands",
            "Commands by outcome: recorded, unchanged, repeated, refused, failed.",
            ["command", "outcome"],
            registry=registry,
        )
        self._problems = Counter(
            "casebook_problems", "Requests refused, by problem type.", ["slug"], registry=registry
        )
        self._refused_connections = Counter(
            "casebook_connections_refused",
            "Connections ended before or while a request came: too large, too slow, too many.",
            ["slug"],
            registry=registry,
        )
        self._measure_requests(registry)
        self._measure_read_side(registry)
        self._measure_loop(registry)

    def _measure_requests(self, registry: CollectorRegistry) -> None:
        self._seconds = Histogram(
            "casebook_request_seconds",
            "Seconds from the first byte of a request to the last of its answer.",
            ["method", "route"],
            buckets=BUCKETS,
            registry=registry,
        )
        self._answers = Counter(
            "casebook_requests",
            "Requests by the first digit of their answer's status: 2xx, 4xx, 5xx.",
            ["method", "route", "status"],
            registry=registry,
        )

    def _measure_loop(self, registry: CollectorRegistry) -> None:
        self._loop_stood = Counter(
            "casebook_loop_stood",
            "Times that the loop stood for over 50 ms, by the route that held it.",
            ["route"],
            registry=registry,
        )
        self._loop_stood_seconds = Counter(
            "casebook_loop_stood_seconds", "Seconds of those times.", ["route"], registry=registry
        )

    def _measure_read_side(self, registry: CollectorRegistry) -> None:
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
        self.damage_met = self.damage_met or slug == "record_damaged"
        self._problems.labels(slug).inc()

    def connection_refused(self, slug: str) -> None:
        """Count a connection that was ended."""
        self._refused_connections.labels(slug).inc()

    def loop_stood(self, route: str, seconds: float) -> None:
        """Note that the loop stood still in a route."""
        self._loop_stood.labels(route).inc()
        self._loop_stood_seconds.labels(route).inc(seconds)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Time a request."""
        label = method if method in METHODS else "other"
        kind = status // 100
        counted = self._timers.get((label, route, kind))
        if counted is None:
            answers = self._answers.labels(label, route, f"{kind}xx")
            counted = self._timers[label, route, kind] = (self._seconds.labels(label, route), answers)
        timer, answers = counted
        timer.observe(seconds)
        answers.inc()

    def read_side(self, status: RunnerStatus | None) -> None:
        """Note how far the read side is; None while that cannot be known, and then only that is said."""
        self._running.set(status is not None and status.failure is None)
        if status is not None:
            self._position.set(status.position)
            self._head.set(status.head)
            self._lag.set(status.lag_events)
