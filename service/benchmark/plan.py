"""How long and how hard is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Each measurement is `rounds` times its own slice and its references' slices, in turn.

    `delayed_commit_seconds` makes every flush of the log so much slower: for disks too fast to show it.
    """

    slice_seconds: float = 2.0
    rounds: int = 5
    appends_in_flight: int = 256
    insert_clients: tuple[int, ...] = (8, 32)
    connections: int = 64
    batch_connections: int = 4
    commands_a_batch: int = 1_000
    load_share: float = 0.5
    short_stream_events: int = 10
    long_stream_events: int = 10_000
    timed_commands: int = 100
    delayed_commit_seconds: float = 0.0
