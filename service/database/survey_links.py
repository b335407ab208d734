"""The links by which customers find their survey: unguessable, and saying nothing by themselves.

A token is an HMAC over case and survey under a secret of the installation, so that the same invitation gives
the same link again. Only its SHA-256 digest is stored: a copy of the database opens no survey.
"""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

SHORTEST_SECRET = 32
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_KEEP = """insert into access.survey_links (digest, case_id, survey_id)
    values (:digest, :case_id, :survey_id) on conflict do nothing"""
_FIND = "select case_id, survey_id from access.survey_links where digest = :digest"


class SurveyLinks:
    """Makes links and finds the surveys behind them."""

    def __init__(self, engine: AsyncEngine, secret: str, *, public_url: str | None = None) -> None:
        if len(secret) < SHORTEST_SECRET:
            raise ValueError(f"the secret of survey links must have at least {SHORTEST_SECRET} characters")
        self._engine = engine
        self._secret = secret.encode()
        self._public_url = (public_url or "").rstrip("/")

    def address_of(self, token: str) -> str:
        """Return the link: an address where ours is known, else a path."""
        return f"{self._public_url}/s/{token}"

    async def keep(self, case_id: UUID, survey_id: UUID) -> str:
        """Return the token of a survey: 43 characters of URL-safe base64. From now on it leads there."""
        said = b"survey link\0" + case_id.bytes + survey_id.bytes
        token = urlsafe_b64encode(hmac.digest(self._secret, said, "sha256")).decode().rstrip("=")
        row = {"digest": _digest(token), "case_id": case_id, "survey_id": survey_id}
        async with self._engine.begin() as connection:
            await connection.execute(text(_KEEP), row)
        return token

    async def find(self, token: str) -> tuple[UUID, UUID] | None:
        """Return the case and the survey that a token leads to; None where it leads nowhere."""
        if not TOKEN.fullmatch(token):
            return None
        async with self._engine.connect() as connection:
            found = await connection.execute(text(_FIND), {"digest": _digest(token)})
            row = found.one_or_none()
        return (row.case_id, row.survey_id) if row else None


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
