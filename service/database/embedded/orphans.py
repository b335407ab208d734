"""What a dead postmaster leaves: processes with its shared memory that keep a new one from starting."""

import os
import select
import signal
import sys
from pathlib import Path

from service.database.embedded.ownership import serves

END_LIMIT_SECONDS = 5.0


def end_orphans(data: Path) -> None:
    """End what still works on this data, as its postmaster would after a crash; to be called while owning it.

    Most notice the death by themselves, but not one in the midst of a long query. What does not end in time
    is left: PostgreSQL then refuses to start. Only Linux tells which processes these are.
    """
    if sys.platform != "linux":
        return
    descriptors = [found for entry in Path("/proc").iterdir() if (found := _orphan(entry.name, data))]
    try:
        for descriptor in descriptors:
            _end(descriptor)
        for descriptor in descriptors:
            select.select([descriptor], [], [], END_LIMIT_SECONDS)
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


if sys.platform == "linux":

    def _orphan(name: str, data: Path) -> int | None:
        """Return a descriptor of the process if it works on the data."""
        if not name.isdigit():
            return None
        pid = int(name)
        if not serves(pid, data):
            return None
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            return None
        if serves(pid, data):  # asked again: the number could have become another's before we held it
            return descriptor
        os.close(descriptor)
        return None

    def _end(descriptor: int) -> None:
        try:
            signal.pidfd_send_signal(descriptor, signal.SIGQUIT)
        except ProcessLookupError:  # it has noticed by itself
            return
