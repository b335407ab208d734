"""The HTTP application, put together."""

from collections.abc import Callable
from functools import cache, partial

from fastapi import FastAPI

from service.api.accounts.assets.register import add_asset_reads
from service.api.accounts.assignment import add_account_assignment
from service.api.accounts.campaigns import add_campaigns
from service.api.accounts.health.routes import add_health_of_accounts
from service.api.accounts.routes import add_account_reads
from service.api.accounts.scores import add_segments
from service.api.agreements.routes import add_agreement_reads
from service.api.cases.assignment import add_assignment
from service.api.cases.attachments.routes import add_attachment_routes
from service.api.cases.routes import add_case_reads
from service.api.clocks.routes import add_clock_reads
from service.api.clocks.what_if import add_what_if
from service.api.command_table import COMMAND_ROUTES
from service.api.complaints.archive import add_complaint_reads
from service.api.complaints.mass_complaints import add_mass_complaints
from service.api.description import TITLE, VERSION, describe
from service.api.exports.routes import add_exports
from service.api.feed.reads import add_feed
from service.api.http import beside
from service.api.http.commands.batch_endpoint import add_batch
from service.api.http.commands.command_table import CommandTable
from service.api.http.commands.registration import add_command_routes
from service.api.http.docs.page import add_docs_page, described
from service.api.http.docs.prepared import PreparedOnce
from service.api.http.docs.problem_pages import add_problem_pages
from service.api.http.health.metrics import Metrics
from service.api.http.health.routes import HealthChecks, add_health
from service.api.http.lists.freshness import position_waits
from service.api.http.middleware import RequestContext
from service.api.http.problems import handlers as problem_handlers
from service.api.http.rate_limits import RateLimits
from service.api.http.services import Services
from service.api.intake.routes import add_intake
from service.api.job_table import JOB_KINDS
from service.api.jobs.routes import add_jobs
from service.api.meta.routes import add_dictionary
from service.api.needs.moves import add_need_moves
from service.api.needs.reads import add_need_reads
from service.api.needs.signals import add_signals
from service.api.reminders.routes import add_reminder_reads
from service.api.reports.routes import add_report_reads, add_response_times
from service.api.revisits.routes import add_revisit_reads
from service.api.rules.routes import add_rule_reads
from service.api.stories.reads import add_story_reads
from service.api.surveys.invitation import add_survey_invitation
from service.api.surveys.queue import add_survey_queue
from service.api.tasks.reads import add_task_reads
from service.reports.what_if.process import WhatIfs

ADDED_IN_ORDER: tuple[Callable[[FastAPI], None], ...] = (
    add_batch,
    add_case_reads,
    add_complaint_reads,
    add_mass_complaints,
    add_assignment,
    add_account_assignment,
    add_attachment_routes,
    add_intake,
    add_account_reads,
    add_story_reads,
    add_clock_reads,
    add_reminder_reads,
    add_revisit_reads,
    add_agreement_reads,
    add_task_reads,
    add_need_reads,
    add_need_moves,
    add_signals,
    add_segments,
    add_health_of_accounts,
    add_campaigns,
    add_asset_reads,
    add_rule_reads,
    add_response_times,
    add_feed,
    add_report_reads,
    add_exports,
    add_dictionary,
    add_what_if,
    partial(add_jobs, kinds=JOB_KINDS),
    add_survey_invitation,
    add_survey_queue,
    add_health,
    add_problem_pages,
    add_docs_page,
)
"""What adds the routes of each resource, in the order in which they are looked through."""


def create_app(services: Services) -> FastAPI:
    """Return the application over these services. It starts nothing: the caller runs what they need."""
    routed = _routed()
    app = FastAPI(
        title=TITLE, version=VERSION, docs_url=None, redoc_url=None, redirect_slashes=False, openapi_url=None
    )
    app.router.routes.extend(routed.routes)
    app.state.services = services
    app.state.commands = routed.state.commands
    app.state.endpoints = routed.state.endpoints
    app.state.bodies = routed.state.bodies
    app.state.job_kinds = JOB_KINDS
    app.state.metrics = Metrics(services.registry)
    app.state.what_ifs = WhatIfs(services.engine.url.render_as_string(hide_password=False))
    app.state.health = HealthChecks(services, app.state.metrics)
    app.state.limits = RateLimits(services.seconds)
    app.state.waits = position_waits(services)
    app.state.export_turns = beside.Turns()
    app.state.openapi_document = PreparedOnce(lambda: described(app))
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    problem_handlers.install(app)
    beside.install(app)
    app.add_middleware(
        RequestContext,
        metrics=app.state.metrics,
        new_id=services.new_id,
        accessed=services.accessed,
        patience_seconds=services.patience_seconds,
    )
    return app


@cache
def _routed() -> FastAPI:
    """Return what bears the routes, which are the same over any services: to make them takes a while."""
    app = FastAPI(openapi_url=None)
    app.state.bodies = set()
    add_command_routes(app, CommandTable(COMMAND_ROUTES))
    for add in ADDED_IN_ORDER:
        add(app)
    return app
