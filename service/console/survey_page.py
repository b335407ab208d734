"""The survey page as HTML: works on a phone, without JavaScript, and names the matter only."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from service.actions.surveys.answers import Matter, OpenSurvey
from service.console.survey_form import Wrong
from service.domain.case.decisions.ratings import SCORES
from service.domain.guidelines.surveys import SurveyQuestion
from service.language import LANGUAGES, Language, text

ZONE = ZoneInfo("Asia/Shanghai")
PATH = "/s/{token}"
TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, kw_only=True)
class Page:
    """What is shown around the questions: `notice` is a key under `survey`, `chosen` what was sent."""

    language: Language
    notice: str | None = None
    wrong: Wrong = field(default_factory=Wrong)
    chosen: Mapping[str, str] = field(default_factory=dict)
    form: str = ""
    status: int = 200


def survey_page(asked: OpenSurvey, page: Page) -> HTMLResponse:
    """Return the page with the questions."""
    survey = asked.survey
    return _rendered(
        "survey.html",
        page,
        house=getattr(asked.programme.house, page.language),
        questions=[_shown(question, page) for question in asked.programme.questions],
        about=_about(asked.matter, page.language),
        has_answered=survey.answered_at is not None,
        has_declined=survey.declined_at is not None,
        can_opt_out=survey.contact_id is not None,
    )


def gone_page(language: Language, status: int) -> HTMLResponse:
    """Return the page of a link that leads nowhere, or no longer: the same whatever the reason."""
    return _rendered("gone.html", Page(language=language, status=status))


def _about(matter: Matter, language: Language) -> str:
    """Return which matter it is about: its number, its day in China, our word for its kind, nothing else."""
    day = matter.received_at.astimezone(ZONE).date().isoformat()
    kind = text(f"word.kind.{matter.kind}", language)
    if matter.reference is None:
        return text("survey.about", language, day=day, kind=kind)
    return text("survey.about_number", language, day=day, kind=kind, number=matter.reference)


def _shown(question: SurveyQuestion, page: Page) -> dict[str, object]:
    name = str(question.asks)
    return {
        "name": name,
        "title": getattr(question.title, page.language),
        "scores": [] if question.asks == "verbatim" else [str(score) for score in SCORES[question.asks]],
        "lowest": getattr(question.lowest, page.language, ""),
        "highest": getattr(question.highest, page.language, ""),
        "chosen": page.chosen.get(name, ""),
        "wrong": page.wrong.by_question.get(name),
    }


def _rendered(template: str, page: Page, **values: object) -> HTMLResponse:
    body = (
        _environment()
        .get_template(template)
        .render(
            page=page,
            tag=TAGS[page.language],
            others=[(each, TAGS[each], text("survey.language", each)) for each in LANGUAGES],
            say=lambda key: text(f"survey.{key}", page.language),
            style=Markup(_style()),  # noqa: S704  our own file
            **values,
        )
    )
    return HTMLResponse(body, page.status, headers=_headers(page.language))


def _headers(language: Language) -> dict[str, str]:
    digest = b64encode(sha256(_style().encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Content-Language": TAGS[language],
        "Vary": "Accept-Language",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
    }


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("service.console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> str:
    source, _, _ = PackageLoader("service.console").get_source(_environment(), "survey.css")
    return source
