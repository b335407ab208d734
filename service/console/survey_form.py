"""What a browser, or somebody who is none, sends to the survey page."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.requests import ClientDisconnect, Request

from service.actions.surveys.answers import OpenSurvey
from service.domain.case.decisions.surveys import AnswerSurvey
from service.language import Language, text
from service.language.field_message import field_message

MOST_BYTES = 65_536
MOST_FIELDS = 20
MOST_DIGITS = 3
FORM_TYPE = "application/x-www-form-urlencoded"


class FormUnreadableError(ValueError):
    """A body is no form of ours. `status` says what is wrong with it."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the body is no form: {status}")
        self.status = status


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What must be corrected, in the reader's language: by question, or about all of them."""

    by_question: Mapping[str, str] = field(default_factory=dict)
    overall: str | None = None


async def read_form(request: Request) -> tuple[dict[str, str], str]:
    """Return the fields of a form, the last one of each name, and a digest of it all.

    Raises FormUnreadableError.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise FormUnreadableError(415)
    body = await _body(request)
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise FormUnreadableError(400) from None
    return dict(pairs), hashlib.sha256(body).hexdigest()


def answer_of(asked: OpenSurvey, fields: Mapping[str, str], language: Language) -> AnswerSurvey | Wrong:
    """Return the answer that a form gives to what was asked, or what is wrong with it."""
    told: dict[str, object] = {}
    for question in asked.programme.questions:
        written = fields.get(question.asks, "").replace("\r\n", "\n").strip()
        if written:
            told[str(question.asks)] = written if question.asks == "verbatim" else _number(written)
    if not told:
        return Wrong(overall=text("survey.nothing_answered", language))
    try:
        return AnswerSurvey.model_validate({"survey_id": asked.survey.survey_id, **told})
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        return Wrong(by_question={str(one["loc"][0]): field_message(one, language) for one in found})


def _number(written: str) -> int | str:
    is_number = written.isascii() and written.isdigit() and len(written) <= MOST_DIGITS
    return int(written) if is_number else written


async def _body(request: Request) -> bytes:
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > MOST_BYTES:
                raise FormUnreadableError(413)
            chunks.append(chunk)
    except ClientDisconnect:
        raise FormUnreadableError(400) from None
    return b"".join(chunks)
