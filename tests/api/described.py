"""The OpenAPI document, made once a process: it takes seconds. Whoever asks must leave it as it is."""

from functools import cache
from typing import Any

from service.api.openapi import openapi_document


@cache
def described() -> dict[str, Any]:
    """Return the document of the whole API."""
    return openapi_document()
