"""Answers whose bytes are made once: large documents and the files of the package."""

import asyncio
import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request, Response

LEAST_TO_COMPRESS = 1_000


@dataclass(frozen=True)
class Prepared:
    """The bytes of an answer, plain and compressed, with the ETag of each."""

    media_type: str
    plain: bytes
    compressed: bytes | None
    digest: str

    def answer(self, request: Request) -> Response:
        """Answer a request from the bytes: nothing is computed."""
        accepts = self.compressed is not None and "gzip" in request.headers.get("accept-encoding", "")
        tag = f'"{self.digest}{"-gz" if accepts else ""}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        if accepts:
            headers["Content-Encoding"] = "gzip"
        return Response(
            self.compressed if accepts else self.plain, headers=headers, media_type=self.media_type
        )


def prepared(plain: bytes, media_type: str) -> Prepared:
    """Return the answer with these bytes."""
    compressed = gzip.compress(plain, mtime=0) if len(plain) >= LEAST_TO_COMPRESS else None
    digest = hashlib.sha256(plain).hexdigest()[:32]
    return Prepared(media_type, plain, compressed, digest)


class PreparedOnce:
    """An answer that is made when it is first asked for, in a thread, however many ask meanwhile."""

    def __init__(self, make: Callable[[], Prepared]) -> None:
        self._make = make
        self._making: asyncio.Task[Prepared] | None = None
        self._made: Prepared | None = None

    async def answer(self, request: Request) -> Response:
        """Answer a request once the bytes are there."""
        if self._made is None:
            if self._making is None:
                self._making = asyncio.create_task(asyncio.to_thread(self._make))
            self._made = await asyncio.shield(self._making)
        return self._made.answer(request)
