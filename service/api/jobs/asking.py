"""A job from what was asked for, over HTTP, on the command line or by the watch."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from service.api.http.access import Caller
from service.api.http.problems.error import ProblemError
from service.api.http.problems.invalid_fields import errors_in
from service.api.http.routes.job_kind import JobKind
from service.database.jobs.job import NewJob

_CALLER = TypeAdapter(Caller)


class _Named(BaseModel):
    kind: str


def asked_job(written: bytes, kinds: Mapping[str, JobKind]) -> tuple[JobKind, BaseModel]:
    """Return kind and parameters of a job from its JSON. Raises ProblemError `validation_failed`."""
    try:
        name = _Named.model_validate_json(written or b"{}").kind
        if name not in kinds:
            expected = ", ".join(sorted(kinds))
            wrong = {"type": "literal_error", "loc": ("kind",), "ctx": {"expected": expected}}
            raise ProblemError("validation_failed", errors=[wrong])
        return kinds[name], kinds[name].body.model_validate_json(written)
    except ValidationError as error:
        raise ProblemError("validation_failed", errors=errors_in(error, _read(written))) from None


def _read(written: bytes) -> object:
    """Return the body, so far as it is JSON: what is wrong with it is named by places that it has."""
    try:
        return from_json(written)
    except ValueError:
        return None


def new_job(
    kind: JobKind,
    body: BaseModel,
    *,
    job_id: UUID,
    caller: Caller,
    position: int,
    language: str | None,
    now: datetime,
    command_id: UUID | None = None,
) -> NewJob:
    """Return the job that answers what was asked for as of a position, in a language, for a caller."""
    told = body.model_dump(mode="json", exclude_unset=True)
    headers = {} if language is None else {"accept-language": language}
    request: dict[str, Any] = {**kind.asked(body, position), "headers": headers}
    return NewJob(
        job_id=job_id,
        key_id=caller.key_id,
        actor=caller.actor,
        kind=kind.name,
        asked=told,
        request={**request, "caller": _CALLER.dump_python(caller, mode="json")},
        position=position,
        digest=hashlib.sha256(to_json(told)).digest(),
        command_id=command_id,
        created_at=now,
    )
