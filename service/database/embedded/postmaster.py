"""The server process as our child: launched, watched until it is ready, stopped."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import Self

from service.database.embedded.binaries import Binaries
from service.database.embedded.layout import Layout
from service.database.embedded.os_user import OsUser, run_as
from service.database.problems import PortTakenError, ServerStartError, StartAbandonedError

PR_SET_PDEATHSIG = 1
POLL_SECONDS = 0.01
START_LIMIT_SECONDS = 600.0  # recovery after a crash may take long, and breaking it off helps nobody
STOP_LIMIT_SECONDS = 20.0
STATUS_LINE = 7
LOG_TAIL_CHARACTERS = 2000


class Postmaster:
    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self._process = process
        self.port = port

    @property
    def pid(self) -> int:
        return self._process.pid

    @classmethod
    def launch(
        cls,
        layout: Layout,
        binaries: Binaries,
        account: OsUser | None,
        port: int,
        settings: Mapping[str, str],
        *,
        abandon: threading.Event | None = None,
    ) -> Self:
        """Launch the server and return when it accepts connections.

        Raises PortTakenError where something else listens on the port, StartAbandonedError once `abandon` is
        set, else ServerStartError with the end of the server's log.
        """
        if not port_is_free(port):
            raise PortTakenError(port)
        command = [binaries.program("postgres"), "-D", str(layout.data)]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with layout.log.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - the PostgreSQL that we found
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=_end_with_parent(os.getpid()),  # noqa: PLW1509 - Python offers no other way to prctl
                **run_as(account),
            )
        postmaster = cls(process, port)
        try:
            postmaster._await_ready(layout, abandon or threading.Event())
        except BaseException:
            postmaster.stop()
            raise
        return postmaster

    def stop(self) -> None:
        """Stop fast (sessions are rolled back), and harder where the server does not follow."""
        for request in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self._process.poll() is not None:
                return
            self._process.send_signal(request)
            try:
                self._process.wait(STOP_LIMIT_SECONDS)
            except subprocess.TimeoutExpired:
                continue

    def await_end(self) -> int:
        """Wait until the process has ended, by whatever cause; return its exit code as subprocess gives it.

        Where the system can, we wait without reaping: until then its number cannot become another process's,
        which a `stop` from another thread would hit.
        """
        if sys.platform == "linux":
            with contextlib.suppress(ChildProcessError):  # another thread was faster
                os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        return self._process.wait()

    def _await_ready(self, layout: Layout, abandon: threading.Event) -> None:
        limit = time.monotonic() + START_LIMIT_SECONDS
        while not self._is_ready(layout):
            if self._process.poll() is not None:
                if not port_is_free(self.port):
                    raise PortTakenError(self.port)
                said = layout.log.read_text(errors="replace")[-LOG_TAIL_CHARACTERS:]
                raise ServerStartError(f"PostgreSQL did not start in {layout.folder}. It said:\n{said}")
            if time.monotonic() > limit:
                raise ServerStartError(f"PostgreSQL was not ready after {START_LIMIT_SECONDS:.0f} seconds.")
            if abandon.wait(POLL_SECONDS):
                raise StartAbandonedError(f"The start of PostgreSQL in {layout.folder} was broken off.")

    def _is_ready(self, layout: Layout) -> bool:
        try:
            lines = layout.postmaster_pid.read_text().splitlines()
        except FileNotFoundError:
            return False
        return (
            len(lines) > STATUS_LINE and lines[0] == str(self.pid) and lines[STATUS_LINE].strip() == "ready"
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as PostgreSQL itself binds
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _end_with_parent(parent: int) -> Callable[[], None] | None:
    """Have Linux stop the server when its owner dies, even by SIGKILL; elsewhere the next start does."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl  # looked up here: a forked child should do as little as it can

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:  # the owner died before we could ask
            os._exit(1)

    return ask
