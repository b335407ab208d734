"""How the embedded server is set, as PostgreSQL names it."""

import shutil
from collections.abc import Mapping
from pathlib import Path

SMALL_SHARED_MEMORY_BYTES = 256 * 1024 * 1024

MODEST: Mapping[str, str] = {
    "shared_buffers": "128MB",
    "max_connections": "60",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}

# The log holds the server's own life only: statements, parameters and the texts of refused statements can
# carry personal data, and every client is told its own errors. `log` ranks above `error` in PostgreSQL.
SILENT_ABOUT_DATA: Mapping[str, str] = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}

FORGETFUL: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def server_settings(port: int, extra: Mapping[str, str], *, durable: bool) -> dict[str, str]:
    """Return every setting of the server; `extra` wins over ours, except over where it listens."""
    return {
        **MODEST,
        **SILENT_ABOUT_DATA,
        **({} if durable else FORGETFUL),
        **({"dynamic_shared_memory_type": "mmap"} if _shared_memory_is_small() else {}),
        **extra,
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
    }


def _shared_memory_is_small() -> bool:
    """Tell whether this is a container with the usual 64 MB, in which parallel joins fail."""
    shared = Path("/dev/shm")  # noqa: S108 - asked for its size only
    return shared.is_dir() and shutil.disk_usage(shared).total < SMALL_SHARED_MEMORY_BYTES
