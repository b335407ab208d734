"""The HTTP application, put together."""

from fastapi import FastAPI

from service.api import problem_handlers
from service.api.account_reads import add_account_reads
from service.api.api_description import TITLE, VERSION, describe
from service.api.attachment_routes import add_attachment_routes
from service.api.batch_endpoint import add_batch
from service.api.case_reads import add_case_reads
from service.api.classification_suggestion import add_classification_suggestion
from service.api.clock_queue import add_clock_queue
from service.api.clock_reads import add_clock_reads
from service.api.command_front import FrontedApi
from service.api.command_routes import add_command_routes
from service.api.complaint_reads import add_complaint_reads
from service.api.docs_page import add_docs_page
from service.api.duplicates import add_duplicates
from service.api.feed_reads import add_feed
from service.api.health import add_health
from service.api.improvement_reads import add_improvement_reads
from service.api.intake import add_intake
from service.api.mass_complaint import add_mass_complaint
from service.api.metrics import Metrics
from service.api.middleware import RequestContext
from service.api.owner_suggestion import add_owner_suggestion
from service.api.problem_pages import add_problem_pages
from service.api.report_reads import add_report_reads
from service.api.response_time_reads import add_response_times
from service.api.revisit_reads import add_revisit_reads
from service.api.revisit_record_reads import add_revisit_record_reads
from service.api.rule_reads import add_rule_reads
from service.api.services import Services
from service.api.story_reads import add_story_reads
from service.api.survey_invitation import add_survey_invitation
from service.api.survey_queue import add_survey_queue
from service.api.what_if import add_what_if
from service.api.work_reads import add_work_reads


def create_app(services: Services) -> FastAPI:
    """Return the application over these services. It starts nothing: the caller runs what they need."""
    app = FrontedApi(
        title=TITLE, version=VERSION, docs_url=None, redoc_url=None, redirect_slashes=False, openapi_url=None
    )
    app.state.services = services
    app.state.metrics = Metrics(services.registry)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    add_command_routes(app, services)
    add_batch(app)
    add_case_reads(app)
    add_work_reads(app)
    add_complaint_reads(app)
    add_mass_complaint(app)
    add_owner_suggestion(app)
    add_attachment_routes(app)
    add_classification_suggestion(app)
    add_duplicates(app)
    add_intake(app)
    add_account_reads(app)
    add_story_reads(app)
    add_clock_reads(app)
    add_clock_queue(app)
    add_revisit_reads(app)
    add_revisit_record_reads(app)
    add_improvement_reads(app)
    add_rule_reads(app)
    add_response_times(app)
    add_feed(app)
    add_report_reads(app)
    add_what_if(app)
    add_survey_invitation(app)
    add_survey_queue(app)
    add_health(app)
    add_problem_pages(app)
    add_docs_page(app)
    problem_handlers.install(app)
    app.add_middleware(RequestContext, metrics=app.state.metrics, new_id=services.new_id)
    return app
