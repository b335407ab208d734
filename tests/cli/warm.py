"""The `casebook` command from a process that has imported most of it: each call is a process, forked.

To start Python and to import the program takes seconds of a processor, which tests would pay at every call.
"""

import atexit
import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from functools import cache
from typing import IO

TIMEOUT_SECONDS = 240
LONGEST_CALL = 1_000_000


def run(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, as `subprocess.run` would."""
    call = json.dumps({"arguments": arguments, "environment": environment, "folder": os.getcwd()}).encode()  # noqa: PTH109
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        read, written = os.pipe()
        try:
            socket.send_fds(_warm_process(), [call], [output.fileno(), errors.fileno(), written])
            os.close(written)
            code = _exit_code(read, arguments)
        finally:
            os.close(read)
        return subprocess.CompletedProcess(arguments, code, _told(output), _told(errors))


def _exit_code(read: int, arguments: list[str]) -> int:
    if not select.select([read], [], [], TIMEOUT_SECONDS)[0]:
        raise subprocess.TimeoutExpired(arguments, TIMEOUT_SECONDS)
    return int(os.read(read, 10))


def _told(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode().replace("\r\n", "\n")


@cache
def _warm_process() -> socket.socket:
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.cli.warm", str(its.fileno())],
        pass_fds=[its.fileno()],
        stdin=subprocess.DEVNULL,
    )
    its.close()

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def _serve(calls: socket.socket) -> bool:
    """Fork for each call; return True in the process that is to carry one out."""
    while True:
        call, descriptors, _, _ = socket.recv_fds(calls, LONGEST_CALL, 3)
        if not call:
            return False
        if os.fork() == 0:
            calls.close()
            return _minded(json.loads(call), *descriptors)
        for each in descriptors:
            os.close(each)


def _minded(call: dict[str, object], output: int, errors: int, told: int) -> bool:
    """Fork once more, for the command; who waits for it tells how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    command = os.fork()
    if command:
        _, status = os.waitpid(command, 0)
        os.write(told, str(os.waitstatus_to_exitcode(status)).encode())
        os._exit(0)
    os.close(told)
    os.dup2(output, 1)
    os.dup2(errors, 2)
    os.close(output)
    os.close(errors)
    _become(call)
    return True


def _become(call: dict[str, object]) -> None:
    match call:
        case {"arguments": list(arguments), "environment": dict(environment), "folder": str(folder)}:
            os.environ.clear()
            os.environ.update(environment)
            time.tzset()
            os.chdir(folder)
            sys.argv = ["casebook", *arguments]


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    importlib.import_module("service.main.server")
    from service.projections.engine.version import version_of
    from service.projections.models import MODELS

    for model in MODELS:  # kept by whoever asks first: each start does
        version_of(model)
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as waiting:
        is_command = _serve(waiting)
    if is_command:
        from service.cli import main

        main()
