"""`casebook jobs`: reads that are answered later."""

import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from service import main
from service.api.http.access import Caller, Role
from service.api.http.problems.error import ProblemError
from service.api.http.problems.field_messages import field_problems
from service.api.job_table import JOB_KINDS
from service.api.jobs.asking import asked_job, new_job
from service.api.jobs.documents import job_view
from service.cli.reports.reading import caught_up
from service.cli.reports.tables import Listing, show_table
from service.cli.terminal.output import fail, print_json, say
from service.database.async_engine import create_async_engine
from service.database.jobs.job import Job
from service.database.jobs.store import Jobs, TooManyJobsError
from service.language import text
from service.main import Database
from service.main.jobs import job_runner
from service.projections.as_of.process import PastRows, made_by_process
from service.projections.engine.entries import head
from service.settings import Settings

app = typer.Typer(no_args_is_help=True)
T = TypeVar("T")
CLI = Caller(key_id="cli", name="cli", role=Role.SUPERVISOR)
MOST_LISTED = 200
JobId = Annotated[UUID, typer.Argument(help="Id of the job, from `casebook jobs list`.")]


@app.command()
def start(
    file: Annotated[
        typer.FileBinaryRead,
        typer.Argument(help="JSON as the body of `POST /v1/jobs`; `-` reads standard input."),
    ],
) -> None:
    """Ask for a job, and print its id. A server does it, or `casebook jobs work`."""
    settings = Settings()
    with _saying_what_is_wrong(settings):
        kind, body = asked_job(file.read(), JOB_KINDS)
        wanted = getattr(body, "as_of", None)
        with main.database(settings) as database:
            moment = caught_up(database, settings, None if wanted is None else str(wanted))
            with main.reading_engine(database.serving_url).connect() as connection:
                position = moment.position if moment else head(connection)
            job = new_job(
                kind,
                body,
                job_id=main.new_id(),
                caller=CLI,
                position=position,
                language=settings.language,
                now=main.now(),
            )
            most = settings.job_limits.jobs_of_key_at_most
            main.run(_over(database, lambda engine: Jobs(engine).add(job, most_of_key=most)))
    typer.echo(str(job.job_id))


@app.command("list")
def list_(
    *, json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False
) -> None:
    """List the newest jobs of all keys."""
    settings = Settings()
    found = _with_jobs(settings, lambda jobs: jobs.listed(limit=MOST_LISTED))
    if json:
        print_json(f"[{', '.join(job_view(job).model_dump_json() for job in found)}]")
        return
    names = ("kind", "state", "progress", "position", "actor", "job_id")
    headings = [text(f"cli.jobs.{name}", settings.language) for name in names]
    show_table(Listing(headings, [_row(job) for job in found], len(headings) - 1))


@app.command()
def show(job_id: JobId) -> None:
    """Print a job as JSON: its state, how far it is, the position that it is about."""
    print_json(job_view(_job(Settings(), job_id)).model_dump_json(indent=2))


@app.command()
def result(
    job_id: JobId,
    output: Annotated[Path | None, typer.Option(help="File to write. If omitted, standard output.")] = None,
) -> None:
    """Write what came out of a job."""
    settings = Settings()
    job = _job(settings, job_id)
    if job.is_to_do:
        fail(text("problem.job_has_not_ended.detail", settings.language, state=job.state))
    if job.sha256 is None:
        fail(text(f"problem.{job.failure or 'job_cancelled'}.detail", settings.language))

    async def pieces(jobs: Jobs) -> bytes:
        return b"".join([piece async for piece in jobs.result(job_id)])

    content = _with_jobs(settings, pieces)
    if job.failure is not None:
        fail(content.decode())
    if output is None:
        sys.stdout.buffer.write(content)
        return
    output.write_bytes(content)
    say("jobs.written", settings.language, file=output, sha256=job.sha256.hex())


@app.command()
def cancel(job_id: JobId) -> None:
    """Cancel a job that has not ended."""
    settings, now = Settings(), main.now()
    _job(settings, job_id)
    expires_at = now + settings.job_limits.kept
    _with_jobs(settings, lambda jobs: jobs.cancel(job_id, now, expires_at))
    print_json(job_view(_job(settings, job_id)).model_dump_json(indent=2))


@app.command()
def work() -> None:
    """Do the jobs that wait, beside the servers, and end."""
    settings = Settings()

    async def done(database: Database, engine: AsyncEngine) -> int:
        past_rows = PastRows(made_by_process(database.folding_url))
        runner = job_runner(settings, database.serving_url, engine, past_rows)
        try:
            return await runner.work_off()
        finally:
            await runner.program.stop()

    with main.database(settings) as database:
        caught_up(database, settings, None)
        count = main.run(_over(database, lambda engine: done(database, engine)))
    say("jobs.worked_off", settings.language, count=count)


def _row(job: Job) -> list[str]:
    progress = f"{job.done} / {job.total}" if job.done is not None else ""
    return [job.kind, job.state, progress, f"{job.position:,}", job.actor, str(job.job_id)]


def _job(settings: Settings, job_id: UUID) -> Job:
    job = _with_jobs(settings, lambda jobs: jobs.find(job_id))
    if job is None:
        fail(text("problem.job_not_found.title", settings.language))
    return job


def _with_jobs(settings: Settings, wanted: Callable[[Jobs], Awaitable[T]]) -> T:
    with main.database(settings) as database:
        return main.run(_over(database, lambda engine: wanted(Jobs(engine))))


async def _over(database: Database, wanted: Callable[[AsyncEngine], Awaitable[T]]) -> T:
    engine = create_async_engine(database.serving_url, application_name="casebook jobs")
    try:
        return await wanted(engine)
    finally:
        await engine.dispose()


@contextmanager
def _saying_what_is_wrong(settings: Settings) -> Iterator[None]:
    language = settings.language
    try:
        yield
    except ProblemError as error:
        found = field_problems(error.errors, language)
        fail("; ".join(f"{each.field}: {each.message}" for each in found))
    except TooManyJobsError:
        most = settings.job_limits.jobs_of_key_at_most
        fail(text("problem.too_many_jobs.detail", language, most=most))
