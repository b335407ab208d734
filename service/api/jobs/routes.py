"""The routes of jobs: they are asked for, seen, fetched, cancelled."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import TypeAdapter

from service.api.http.access import Permission
from service.api.http.commands.documents import IDEMPOTENCY_KEY, STAFF
from service.api.http.commands.headers import command_id_of
from service.api.http.guard import caller_of
from service.api.http.json_answer import document_response
from service.api.http.json_body import read_json
from service.api.http.lists.as_of import moment_of
from service.api.http.lists.cursors import Order
from service.api.http.lists.page import link_to
from service.api.http.problems.error import ProblemError
from service.api.http.request_headers import header
from service.api.http.routes.documents import ON_BODIES
from service.api.http.routes.job_kind import JobKind
from service.api.http.routes.registration import add_action_route, add_read_route, add_removal_route
from service.api.http.services import services_of
from service.api.jobs.asking import asked_job, new_job
from service.api.jobs.documents import JobPage, JobsQuery, JobView, job_view
from service.database.jobs.job import Job, JobState
from service.database.jobs.store import Jobs, OtherJobError, Place, TooManyJobsError
from service.domain.refusal import CommandIdReusedError
from service.projections.engine.entries import head

BY_CREATION: Order[Job, Place] = Order(lambda job: Place(job.created_at, job.job_id), TypeAdapter(Place))
SECONDS_UNTIL_ROOM = "10"


async def start_job(request: Request) -> Response:
    """Ask for a read that is answered later: a report, an attribution, a what-if, an export.

    The body names the kind and has the parameters of the read for which it stands. The answer is 202 with the
    path of the job. It is about the position of the record at that moment, or that of `as_of`: begun again it
    gives the same bytes. Under the same `Idempotency-Key` it is not taken twice.
    """
    services, caller = services_of(request), caller_of(request)
    written = await read_json(request, max_body_bytes=services.max_body_bytes)
    kind, body = asked_job(written, request.app.state.job_kinds)
    kind.must_be_allowed(request, body)
    moment = await moment_of(request, body)
    job = new_job(
        kind,
        body,
        job_id=services.new_id(),
        caller=caller,
        position=moment.position if moment else await _head(request),
        language=header(request, b"accept-language"),
        now=services.now(),
        command_id=command_id_of(request, caller),
    )
    try:
        kept = await _jobs(request).add(job, most_of_key=services.job_limits.jobs_of_key_at_most)
    except OtherJobError:
        raise CommandIdReusedError from None
    except TooManyJobsError:
        most = services.job_limits.jobs_of_key_at_most
        raise ProblemError("too_many_jobs", headers={"Retry-After": SECONDS_UNTIL_ROOM}, most=most) from None
    answer = document_response(job_view(kept))
    answer.status_code = 202
    answer.headers["Location"] = f"/v1/jobs/{kept.job_id}"
    return answer


async def get_jobs(request: Request, query: Annotated[JobsQuery, Query()]) -> Response:
    """List the jobs of the key, the newest first; supervisors and auditors see those of all keys."""
    before = BY_CREATION.place_in(query.cursor)
    found = await _jobs(request).listed(
        limit=query.limit + 1,
        key_id=None if _sees_all(request) else caller_of(request).key_id,
        state=query.state,
        kind=query.kind,
        before=Place(*before) if before else None,
    )
    page = found[: query.limit]
    cursor = BY_CREATION.cursor_after(page[-1]) if len(found) > len(page) else None
    items = [job_view(job) for job in page]
    return document_response(JobPage(items=items, next=link_to(request, query, cursor)))


async def get_job(request: Request, job_id: UUID) -> Response:
    """Read a job: its state, how far it is, the position that it is about."""
    return document_response(job_view(await _job(request, job_id)))


async def get_job_result(request: Request, job_id: UUID) -> Response:
    """Fetch what came out of a job: what the read for which it stands answers, under its hash as ETag."""
    job = await _job(request, job_id)
    if job.is_to_do:
        raise ProblemError("job_has_not_ended", headers={"Retry-After": "1"}, state=job.state)
    if job.sha256 is None or job.status is None:
        raise ProblemError(job.failure or "job_cancelled")
    etag = f'"{job.sha256.hex()}"'
    if header(request, b"if-none-match") == etag:
        return Response(status_code=304, headers={"ETag": etag})
    told = {**(job.headers or {}), "ETag": etag, "Content-Length": str(job.size_bytes)}
    return StreamingResponse(_jobs(request).result(job_id), job.status, {**told, **_position(job)})


async def cancel_job(request: Request, job_id: UUID) -> Response:
    """Cancel a job that has not ended: its own, or any as supervisor. Cancelled twice it is cancelled."""
    services, job = services_of(request), await _job(request, job_id)
    if job.key_id != caller_of(request).key_id and not caller_of(request).may(Permission.GOVERN):
        raise ProblemError("job_not_found")
    now = services.now()
    await _jobs(request).cancel(job_id, now, now + services.job_limits.kept)
    job = await _job(request, job_id)
    if job.state is not JobState.CANCELLED:
        raise ProblemError("job_has_ended", state=job.state)
    return document_response(job_view(job))


def _position(job: Job) -> Mapping[str, str]:
    return {"Case-Position": str(job.position)} if job.state is JobState.DONE else {}


def _jobs(request: Request) -> Jobs:
    return Jobs(services_of(request).engine)


async def _job(request: Request, job_id: UUID) -> Job:
    job = await _jobs(request).find(job_id)
    if job is None or not (_sees_all(request) or job.key_id == caller_of(request).key_id):
        raise ProblemError("job_not_found")
    return job


def _sees_all(request: Request) -> bool:
    """Whether the caller may read all that is on the record, and so what others had computed from it."""
    return caller_of(request).may(Permission.READ)


async def _head(request: Request) -> int:
    async with services_of(request).engine.connect() as connection:
        return await connection.run_sync(head)


def _body(kinds: Mapping[str, JobKind]) -> dict[str, Any]:
    bodies = {kind.name: f"#/components/schemas/{kind.body.__name__}" for kind in kinds.values()}
    return {
        "oneOf": [{"$ref": reference} for reference in bodies.values()],
        "discriminator": {"propertyName": "kind", "mapping": bodies},
    }


def add_jobs(app: FastAPI, kinds: Mapping[str, JobKind]) -> None:
    """Add the routes of jobs of these kinds."""
    app.state.bodies |= {kind.body for kind in kinds.values()}
    read = partial(add_read_route, app)
    add_action_route(
        app,
        "/v1/jobs",
        start_job,
        Permission.REPORT,
        JobView,
        body=_body(kinds),
        status=202,
        problems=(*ON_BODIES, "malformed_header", "too_many_jobs"),
        refusals=(CommandIdReusedError,),
        parameters=(IDEMPOTENCY_KEY, STAFF),
    )
    read("/v1/jobs", get_jobs, Permission.REPORT, JobPage)
    read("/v1/jobs/{job_id}", get_job, Permission.REPORT, JobView, problems=("job_not_found",))
    content = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
    read(
        "/v1/jobs/{job_id}/result",
        get_job_result,
        Permission.REPORT,
        {"description": "What the read for which the job stands answers.", "content": content},
        problems=("job_not_found", "job_has_not_ended", *FAILURES),
    )
    add_removal_route(
        app,
        "/v1/jobs/{job_id}",
        cancel_job,
        Permission.REPORT,
        JobView,
        problems=("job_not_found", "job_has_ended"),
    )


FAILURES = ("job_cancelled", "job_took_too_long", "job_result_too_large", "job_gave_up")
"""The problems of a job without a result."""
