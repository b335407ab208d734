"""The routes of the survey page. Whoever holds the link needs no key."""

from uuid import UUID

from fastapi import FastAPI, Request, Response
from starlette.responses import RedirectResponse

from service.console.survey_desk import OpenSurvey, SurveyDesk
from service.console.survey_form import FormUnreadableError, Wrong, answer_of, read_form
from service.console.survey_page import PATH, Page, gone_page, survey_page
from service.domain.case.decisions.surveys import SurveyAlreadyAnsweredError, SurveyExpiredError
from service.language import LANGUAGES, Language, preferred_language, text

NOT_FOUND, GONE = 404, 410
SEE_OTHER, UNPROCESSABLE = 303, 422


def add_survey_pages(app: FastAPI, desk: SurveyDesk) -> None:
    """Add the page that asks, and the way in which it is sent back."""

    async def show_survey(request: Request, token: str) -> Response:
        language = _language(request)
        asked = await desk.found(token)
        if asked is None or asked.has_expired:
            return gone_page(language, NOT_FOUND if asked is None else GONE)
        return survey_page(asked, Page(language=language, form=_form(desk.new_id())))

    async def take_survey(request: Request, token: str) -> Response:
        language = _language(request)
        asked = await desk.found(token)
        if asked is None or asked.has_expired:
            return gone_page(language, NOT_FOUND if asked is None else GONE)
        try:
            wrong = await _taken(desk, asked, request, language)
        except SurveyExpiredError:
            return gone_page(language, GONE)
        if wrong is not None:
            return survey_page(asked, wrong)
        return RedirectResponse(f"/s/{token}?lang={language}", SEE_OTHER)

    app.add_api_route(PATH, show_survey, methods=["GET"], include_in_schema=False)
    app.add_api_route(PATH, take_survey, methods=["POST"], include_in_schema=False)


async def _taken(desk: SurveyDesk, asked: OpenSurvey, request: Request, language: Language) -> Page | None:
    """Record what a form says; return the page to show where it cannot be."""
    again = _form(desk.new_id())
    try:
        fields, digest = await read_form(request)
    except FormUnreadableError as error:
        wrong = Wrong(overall=text("survey.unreadable", language))
        return Page(language=language, wrong=wrong, form=again, status=error.status)
    if fields.get("wish") == "decline":
        return await _declined(desk, asked, (fields, digest if "form" in fields else again), language)
    answer = answer_of(asked, fields, language)
    if isinstance(answer, Wrong):
        return Page(language=language, wrong=answer, chosen=fields, form=again, status=UNPROCESSABLE)
    await desk.answer(asked, answer, digest if "form" in fields else again)
    return None


async def _declined(
    desk: SurveyDesk, asked: OpenSurvey, sent: tuple[dict[str, str], str], language: Language
) -> Page | None:
    try:
        fields, form = sent
        await desk.decline(asked, form, for_ever=fields.get("never") == "yes")
    except SurveyAlreadyAnsweredError:
        wrong = Wrong(overall=text("survey.answered_already", language))
        return Page(language=language, wrong=wrong, form=_form(desk.new_id()), status=409)
    return None


def _form(made: UUID) -> str:
    """Return the number of a form: sent twice by a double click, it counts once."""
    return made.hex


def _language(request: Request) -> Language:
    asked = request.query_params.get("lang")
    known = next((each for each in LANGUAGES if each == asked), None)
    return known or preferred_language(request.headers.get("accept-language"))
