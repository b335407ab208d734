"""Where a request went wrong: which of its fields, parameters or headers a refusal speaks of."""

from dataclasses import dataclass

from fastapi import Request

from service.domain.account.rules import AccountNotFoundError
from service.domain.case.decisions.intake import CaseAlreadyReceivedError
from service.domain.case.rules import CaseNotFoundError
from service.domain.refusal import CommandIdReusedError, Refusal, StreamChangedError
from service.language import Language, preferred_language

READING = frozenset({"GET", "HEAD"})

Named = tuple[str | None, str]
"""JSON pointer into the body, if it stands there, and name."""

_PATH_PARAMETER: dict[type[Refusal], str] = {CaseNotFoundError: "case_id", AccountNotFoundError: "account_id"}


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where it went wrong, and in which language to say it. `within` points to a part of the body."""

    language: Language
    instance: str
    request_id: str
    within: str = ""
    is_reading: bool = False
    """Whether the request only reads."""
    path_parameters: tuple[str, ...] = ()

    @property
    def batch_command(self) -> str | None:
        """The pointer to the command of a batch that went wrong; None outside of batches."""
        return self.within.removesuffix("/command") or None


def place_of(request: Request) -> Place:
    """Return the place of a request."""
    return Place(
        language=preferred_language(request.headers.get("accept-language")),
        instance=request.url.path,
        request_id=getattr(request.state, "request_id", ""),
        is_reading=request.method in READING,
        path_parameters=tuple(request.path_params),
    )


def named_by(refusal: Refusal, place: Place, *, is_conditional: bool) -> Named | None:
    """Return what of the request a refusal speaks of; None where it speaks of the state alone."""
    if isinstance(refusal, CommandIdReusedError):
        return _sending(place, "Idempotency-Key", "id")
    if isinstance(refusal, StreamChangedError):
        return _sending(place, "If-Match", "expected_version") if is_conditional else None
    if isinstance(refusal, CaseAlreadyReceivedError) and place.batch_command:
        return _sending(place, "", "stream_id")
    # With its id told, the account is one that the body names, not the one that the command is for.
    if type(refusal) in _PATH_PARAMETER and not refusal.values:
        return _sending(place, _path_parameter(type(refusal), place), "stream_id")
    if refusal.field is None:
        return None
    return (None if place.is_reading else f"{place.within}/{refusal.field}"), refusal.field


def _sending(place: Place, alone: str, in_batch: str) -> Named:
    """Return the name beside a command's fields: in path or headers, or in the envelope of a batch."""
    if place.batch_command is None:
        return None, alone
    return f"{place.batch_command}/{in_batch}", in_batch


def _path_parameter(refusal: type[Refusal], place: Place) -> str:
    """Return how the path calls the stream: of a customer's own system it is a `reference`."""
    name = _PATH_PARAMETER[refusal]
    return name if name in place.path_parameters else next(iter(place.path_parameters), name)
