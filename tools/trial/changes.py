"""The changes that are tried: what is written by hand, by file."""
# ruff: noqa: E501  lines of code that are put into other files

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

MOST_SOURCES, MOST_SOURCES_OF_A_MODEL = 5, 2
Edit = Callable[[str], str]

CASE = "service/domain/case"
COMMANDS = "tests/api/http/commands/test_commands.py"
EVENT = '''class QuestionWithdrawn(Event):
    """A question need not be answered any more."""

    type: Literal["QuestionWithdrawn.v1"] = "QuestionWithdrawn.v1"
    question_id: UUID
    """The question that was withdrawn."""
    reason: FreeText
    """Reason given by the member of staff."""


QuestionEvent = QuestionOpened | QuestionAnswered | QuestionWithdrawn
'''
COMMAND = '''class WithdrawQuestion(Command, records=QuestionWithdrawn, example={"reason": "Solved"}):
    """Record that a question need not be answered any more."""

    question_id: UUID
    """The question that is withdrawn."""
    reason: FreeText
    """Reason given by the member of staff."""


class QuestionUnknownError('''
DECISION = """    decides(
        WithdrawQuestion,
        records(QuestionWithdrawn, unless=is_withdrawn),
        *DATED,
        question_must_be_known,
    ),
)
"""
WORDS = """
[QuestionWithdrawn]
title = { en = "Question withdrawn", zh = "撤回问题" }
story = { en = "The question was withdrawn: {reason}", zh = "问题已撤回:{reason}" }
"""
EXAMPLE = """    Example(
        WithdrawQuestion(question_id=QUESTION_ID, reason="Solved"),
        (received(), question_opened()),
        (QuestionWithdrawn(occurred_at=ELEVEN, question_id=QUESTION_ID, reason="Solved"),),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (AnswerQuestion, WithdrawQuestion)
"""
TRIGGER = """    ((received(), _ASKED_AT_NINE), _WITHDRAWN, _MET),
)
"""
SCENE = """SCENES: Scenes = {
    WithdrawQuestion: Scene(
        "QuestionWithdrawn.v1", {"question_id": QUESTION, "reason": "solved"}, _OPEN_QUESTION
    ),
"""
TEST = """

def test_a_withdrawn_question_holds_nothing_back() -> None:
    withdrawn = QuestionWithdrawn(occurred_at=TEN, question_id=QUESTION_ID, reason="Solved")
    (question,) = case_after(received(), question_opened(), withdrawn).questions
    assert not question.is_open
"""
MODEL = '''"""Questions, one row each."""

from sqlalchemy import Table, Uuid

from service.domain.case.record.questions import QuestionOpened
from service.projections.engine.columns import METADATA, Instant, key, known, source_position
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, carried
from service.projections.engine.mart_view import key as view_key
from service.projections.engine.model import ReadModel, Sheet

_COMMENT = "待答问题, 每个问题一行 | questions, one row per question"
questions = Table(
    "questions",
    METADATA,
    key("case_id", Uuid, "工单标识 | case id"),
    key("question_id", Uuid, "问题标识 | question id"),
    known("opened_at", Instant, "提出时间 | when it came up"),
    source_position(),
    comment=_COMMENT,
)


def _opened(sheet: Sheet, entry: Entry, event: QuestionOpened) -> None:
    row = {
        "case_id": entry.stream_id,
        "question_id": event.question_id,
        "opened_at": event.occurred_at,
        "source_position": entry.position,
    }
    sheet.put((entry.stream_id, event.question_id), row)


QUESTIONS = ReadModel(
    table=questions,
    loaded_by=questions.c.case_id,
    handlers={QuestionOpened: _opened},
    view=MartView(
        name="v1_questions",
        comment=_COMMENT,
        source="proj.questions",
        columns=(
            view_key(questions.c.question_id, "question_key"),
            view_key(questions.c.case_id, "case_key"),
            carried(questions.c.opened_at),
            carried(questions.c.source_position),
        ),
    ),
)
'''
MODEL_TEST = '''"""The rows of questions, from given events."""

from uuid import UUID

from service.domain.aggregates.aggregate import AnyEvent
from tests.domain.facts import NINE, QUESTION_ID, TEN, question_opened, received
from tests.projections.folded import Tables, entry, fold

CASE = UUID(int=1)


def test_each_question_is_a_row_that_says_when_it_came_up() -> None:
    tables = Tables()
    asked: tuple[AnyEvent, ...] = (received(), question_opened(at=TEN))
    fold(tables, [entry(n, CASE, n, UUID(int=n), NINE, event) for n, event in enumerate(asked, start=1)])
    row = {"case_id": CASE, "question_id": QUESTION_ID, "opened_at": TEN, "source_position": 2}
    assert tables.questions == {(CASE, QUESTION_ID): row}
'''


class Trial(NamedTuple):
    """A change: the edit of each file, the generators that follow it, and what checks it.

    `tests` are asked about the change with a file left out, too; `more_tests` only about the whole change.
    `optional` is a file that need not be: a command may have nothing special about it.
    """

    name: str
    edits: dict[str, Edit]
    generators: tuple[tuple[str, ...], ...]
    tests: tuple[str, ...]
    more_tests: tuple[str, ...]
    most_sources: int
    optional: tuple[str, ...] = ()


def put(*pairs: tuple[str, str]) -> Edit:
    """Return the edit that replaces the first of each text by another, which must be there."""

    def edit(text: str) -> str:
        for old, new in pairs:
            if old not in text:
                raise SystemExit(f"the trial no longer fits the tree: {old!r} is not there")
            text = text.replace(old, new, 1)
        return text

    return edit


def added(more: str) -> Edit:
    """Return the edit that adds at the end."""
    return lambda text: text + more


A_COMMAND = Trial(
    "a command with its event",
    {
        f"{CASE}/record/questions.py": put(
            ("QuestionEvent = QuestionOpened | QuestionAnswered\n", EVENT),
            (
                "    told_at: datetime | None = None\n",
                "    told_at: datetime | None = None\n    is_withdrawn: bool = False\n",
            ),
            (
                "        return self.answered_at is None or",
                "        if self.is_withdrawn:\n            return False\n        return self.answered_at is None or",
            ),
            (
                "def _answered(one: Question, event: QuestionAnswered) -> Question:\n",
                "def _answered(one: Question, event: QuestionAnswered | QuestionWithdrawn) -> Question:\n    if isinstance(event, QuestionWithdrawn):\n        return replace(one, is_withdrawn=True)\n",
            ),
        ),
        f"{CASE}/decisions/questions.py": put(
            ("class QuestionUnknownError(", COMMAND),
            (
                "import QuestionAnswered, QuestionOpened\n",
                "import QuestionAnswered, QuestionOpened, QuestionWithdrawn\n",
            ),
            (
                "command: AnswerQuestion, _: DecisionContext",
                "command: AnswerQuestion | WithdrawQuestion, _: DecisionContext",
            ),
            (
                "def was_answered(",
                "def is_withdrawn(case: Case, command: WithdrawQuestion, _: datetime) -> bool:\n    known = case.question(command.question_id)\n    return known is not None and known.is_withdrawn\n\n\ndef was_answered(",
            ),
            (
                "        once=answer_on_record,\n    ),\n)\n",
                "        once=answer_on_record,\n    ),\n" + DECISION,
            ),
            ("import Events, Told, decides,", "import Events, Told, decides, records,"),
        ),
        "service/api/cases/routes.py": put(
            (
                "    command(questions.AnswerQuestion,",
                '    command(questions.WithdrawQuestion, "/questions/withdraw", Permission.RECORD),\n    command(questions.AnswerQuestion,',
            ),
        ),
        "service/language/catalogue/event/case/questions.toml": added(WORDS),
        "tests/domain/case/examples/questions.py": put(
            ("    OpenQuestion,\n", "    OpenQuestion,\n    WithdrawQuestion,\n"),
            (
                "import QuestionAnswered, QuestionOpened\n",
                "import QuestionAnswered, QuestionOpened, QuestionWithdrawn\n",
            ),
            (")\nABOUT_AN_EARLIER_EVENT: Commands = (AnswerQuestion,)\n", EXAMPLE),
            (
                "_MET = happened",
                '_WITHDRAWN = QuestionWithdrawn(occurred_at=TEN, question_id=QUESTION_ID, reason="Solved")\n_MET = happened',
            ),
            (
                "    ((received(), _AWAITED), _TOLD, _MET),\n)\n",
                "    ((received(), _AWAITED), _TOLD, _MET),\n" + TRIGGER,
            ),
            ("    QuestionAnswered,\n)\n", "    QuestionAnswered,\n    QuestionWithdrawn,\n)\n"),
            ("SCENES: Scenes = {\n", SCENE),
        ),
        "tests/domain/case/test_questions.py": put(
            (
                "import QuestionAnswered, QuestionOpened\n",
                "import QuestionAnswered, QuestionOpened, QuestionWithdrawn\n",
            ),
            (
                "\n\ndef test_the_same_question_again_adds_nothing",
                TEST + "\n\ndef test_the_same_question_again_adds_nothing",
            ),
        ),
    },
    (("tools/write_golden.py",), ("tools/generate_docs.py",)),
    (
        f"{COMMANDS}::test_every_command_of_the_domain_has_a_route",
        f"{COMMANDS}::test_every_routed_command_has_exactly_one_scene",
        "tests/domain/test_themes.py",
        "tests/language",
        "tests/domain/test_clock_triggers.py",
        "tests/domain/test_statuses.py",
        "tests/domain/test_every_command.py",
        "tests/projections/test_fold.py",
    ),
    (
        "tests/domain/case",
        "tests/golden",
        f"{COMMANDS}::test_a_command_answers_with_its_events[WithdrawQuestion]",
    ),
    MOST_SOURCES,
    ("tests/domain/case/test_questions.py",),
)
COLUMNS = (
    ("question_key", "text"),
    ("case_key", "text"),
    ("opened_at", "timestamp with time zone"),
    ("source_position", "bigint"),
)


def in_the_contract(text: str) -> str:
    """Return the contract of the mart with one more view."""
    contract = {**json.loads(text), "v1_questions": [list(column) for column in COLUMNS]}
    return json.dumps(dict(sorted(contract.items())), indent=1) + "\n"


A_READ_MODEL = Trial(
    "a read model with its view",
    {
        "service/projections/questions.py": lambda _: MODEL,
        "service/projections/models.py": put(
            (
                "from service.projections.ratings",
                "from service.projections.questions import QUESTIONS\nfrom service.projections.ratings",
            ),
            ("    REVISITS,\n", "    REVISITS,\n    QUESTIONS,\n"),
        ),
        "tests/projections/mart_contract.json": in_the_contract,
        "tests/projections/test_question_rows.py": lambda _: MODEL_TEST,
    },
    (("tools/generate_docs.py",),),
    (
        "tests/projections/test_counted_by_hand.py",
        "tests/projections/test_question_rows.py",
        "tests/projections/test_mart.py",
    ),
    ("tests/projections/test_fold.py", "tests/projections/test_rebuild.py"),
    MOST_SOURCES_OF_A_MODEL,
)
