"""The routes of the survey page. Whoever holds the link needs no key."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from starlette.responses import RedirectResponse

from service.actions.surveys.answers import OpenSurvey, SurveyAnswers
from service.console.survey_form import FormUnreadableError, Wrong, answer_of, read_form
from service.console.survey_page import PATH, Page, gone_page, survey_page
from service.database.survey_links import SurveyLinks
from service.domain.case.decisions.surveys import SurveyAlreadyAnsweredError
from service.domain.case.survey_answers import SurveyCorrectedTooOftenError, SurveyExpiredError
from service.eventstore.application import Application
from service.language import LANGUAGES, Language, preferred_language, text

ACTOR = "page:survey"
"""The name under which answers of the page stand on the record."""
LINK_OF = "link_of"
"""In the state of a request: the case that its link leads to."""
NOT_FOUND, GONE = 404, 410
SEE_OTHER, UNPROCESSABLE = 303, 422


def add_survey_pages(
    app: FastAPI,
    application: Application,
    links: SurveyLinks,
    admit: Callable[[Request, str], Awaitable[None]],
) -> None:
    """Add the page that asks, and the way in which it is sent back.

    `admit` is called with each request and its token before any work, and may raise what refuses it.
    """
    surveys = SurveyAnswers(application=application, links=links, actor=ACTOR)

    async def show_survey(request: Request, token: str) -> Response:
        await admit(request, token)
        language = _language(request)
        asked = await _found(surveys, request, token)
        if asked is None or asked.has_expired:
            return gone_page(language, NOT_FOUND if asked is None else GONE)
        return survey_page(asked, Page(language=language, form=_form(surveys)))

    async def take_survey(request: Request, token: str) -> Response:
        await admit(request, token)
        language = _language(request)
        asked = await _found(surveys, request, token)
        if asked is None or asked.has_expired:
            return gone_page(language, NOT_FOUND if asked is None else GONE)
        try:
            wrong = await _taken(surveys, asked, request, language)
        except SurveyExpiredError:
            return gone_page(language, GONE)
        if wrong is not None:
            return survey_page(asked, wrong)
        return RedirectResponse(f"/s/{token}?lang={language}", SEE_OTHER)

    app.add_api_route(PATH, show_survey, methods=["GET"], include_in_schema=False)
    app.add_api_route(PATH, take_survey, methods=["POST"], include_in_schema=False)


async def _found(surveys: SurveyAnswers, request: Request, token: str) -> OpenSurvey | None:
    """Return the survey of a link, and leave in the state of the request whose it is: that is logged."""
    asked = await surveys.find(token)
    if asked is not None:
        request.scope["state"][LINK_OF] = asked.case_id
    return asked


async def _taken(
    surveys: SurveyAnswers, asked: OpenSurvey, request: Request, language: Language
) -> Page | None:
    """Record what a form says; return the page to show where it cannot be."""
    again = _form(surveys)
    try:
        fields, digest = await read_form(request)
    except FormUnreadableError as error:
        wrong = Wrong(overall=text("survey.unreadable", language))
        return Page(language=language, wrong=wrong, form=again, status=error.status)
    if fields.get("wish") == "decline":
        return await _declined(surveys, asked, (fields, digest if "form" in fields else again), language)
    answer = answer_of(asked, fields, language)
    if isinstance(answer, Wrong):
        return Page(language=language, wrong=answer, chosen=fields, form=again, status=UNPROCESSABLE)
    try:
        await surveys.answer(asked, answer, digest if "form" in fields else again)
    except SurveyCorrectedTooOftenError:
        wrong = Wrong(overall=text("survey.corrected_too_often", language))
        return Page(language=language, wrong=wrong, form=again, status=409)
    return None


async def _declined(
    surveys: SurveyAnswers, asked: OpenSurvey, sent: tuple[dict[str, str], str], language: Language
) -> Page | None:
    try:
        fields, form = sent
        await surveys.decline(asked, form, for_ever=fields.get("never") == "yes")
    except SurveyAlreadyAnsweredError:
        wrong = Wrong(overall=text("survey.answered_already", language))
        return Page(language=language, wrong=wrong, form=_form(surveys), status=409)
    return None


def _form(surveys: SurveyAnswers) -> str:
    """Return the number of a form: sent twice by a double click, it counts once."""
    return surveys.application.new_id().hex


def _language(request: Request) -> Language:
    asked = request.query_params.get("lang")
    known = next((each for each in LANGUAGES if each == asked), None)
    return known or preferred_language(request.headers.get("accept-language"))
