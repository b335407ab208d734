"""How long-lived connections to the database are kept: one whose peer has vanished is soon found out."""

from typing import Any

NOTICES_A_VANISHED_PEER: dict[str, Any] = {
    "connect_timeout": 3,
    "keepalives_idle": 3,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 6_000,
}
"""Parameters of libpq: a peer that went without a word is noticed well within the appender's deadline."""
