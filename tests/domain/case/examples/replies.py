"""What is said between the customer and us, by example."""

from dataclasses import replace

from service.domain.account.context import NOWHERE
from service.domain.case import standards
from service.domain.case.decisions.questions import (
    AnswerDueInPastError,
    QuestionAlreadyOpenedError,
    QuestionUnknownError,
    answered_question_must_be_known,
    promised_answer_must_be_due_later,
    question_needs_a_case_that_goes_on,
    question_of_reply_must_be_new,
)
from service.domain.case.decisions.replies import (
    AddNote,
    CaseGoesOnElsewhereError,
    NothingToAnswerError,
    ProposePlan,
    RecordCustomerMessage,
    ReportResult,
    SendReply,
    SetAnswerNotNeeded,
    ShareProgress,
    case_must_go_on_here,
    message_must_wait_for_an_answer,
)
from service.domain.case.record.classification import CaseClassified
from service.domain.case.record.following.plan_stages import StageDue
from service.domain.case.record.links import CaseMerged
from service.domain.case.record.replies import (
    AnswerNotNeeded,
    CustomerMessaged,
    NoteAdded,
    PlanProposed,
    PlanStage,
    ProgressShared,
    ResultReported,
)
from service.domain.case.rules import CaseAlreadyClosedError, DueBeforePromisedError
from service.domain.case.standards import (
    EtaNotPromisedError,
    NeedsNotMetError,
    PlanWithoutStagesError,
    plan_must_have_stages,
    plan_needs_be_met,
    stages_must_be_due_later,
)
from service.domain.case.to_customer import (
    AuthorNotNamedError,
    ConfirmedByOursError,
    OnlyHoldsOffError,
    author_must_be_named,
    customer_must_confirm,
    person_must_be_named,
    words_must_say_more,
)
from service.domain.case.updates import progress_needs_be_met, reply_needs_be_met
from service.domain.clocks.milestones import Milestone
from service.domain.guidelines.handling import HandlingStandard, NeedRule
from service.domain.guidelines.telling_late import Teller
from service.domain.refusal import PersonNotNamedError
from service.domain.rulebook.decisions import PublishGuideline
from service.domain.vocabulary import Audience, AuthorKind, Channel, Need, ResponseClass
from tests.domain.example import (
    AT,
    Break,
    Breaks,
    Commands,
    Events,
    Example,
    Ways,
    after,
    by_default_rules,
    on,
    with_fields,
)
from tests.domain.facts import (
    CLOSED,
    CONTACT_ID,
    DUE,
    ELEVEN,
    OTHER_CASE_ID,
    QUESTION_ID,
    RESOLVED,
    TEN,
    question_opened,
    received,
    replied,
)
from tests.domain.rulebook.published import book_of
from tests.domain.trigger_rows import Triggers, happened, untimed
from tests.rules import default_rulebook
from tests.scene import IN_TIME, RESOLVE, Scene, Scenes

_RECEIVED = (received(),)
_MESSAGED = CustomerMessaged(occurred_at=TEN, channel=Channel.CHAT, text="Any news?")
_THANKED = _MESSAGED.model_copy(update={"needs_answer": False})
_STAGES = (PlanStage(title="Find the cause", due_at=DUE, responsible="b.li"),)
_SCHEDULE = (StageDue(stage=1, due_at=DUE, responsible="b.li"),)
_DIGEST = "0fe194ec7aff503e"
_WAIT = (PlanStage(title="Let me check", due_at=DUE, responsible="b.li"),)
_LET_ME_CHECK = {"substantive": False, "question_id": QUESTION_ID}


def _asked_of_others(way: Example) -> Example:
    other = question_opened().model_copy(update={"asked_of": "sales"})
    return replace(with_fields(**_LET_ME_CHECK)(way), history=(received(), other))


def _on_a_closed_case(way: Example) -> Example:
    return replace(with_fields(**_LET_ME_CHECK)(way), history=CLOSED)


def _of_class(response_class: ResponseClass) -> Break:
    classified = CaseClassified(occurred_at=TEN, response_class=response_class)
    return lambda way: replace(after(classified)(way), rulebook=default_rulebook())


WAYS: Ways = (
    Example(
        SendReply(text="Please reset the drive; it will run again."),
        _RECEIVED,
        (replied(occurred_at=AT, words_digest=_DIGEST),),
    ),
    Example(AddNote(text="Called twice"), _RECEIVED, (NoteAdded(occurred_at=AT, text="Called twice"),)),
    Example(
        RecordCustomerMessage(channel=Channel.WECOM, text="Any news?", contact_id=CONTACT_ID),
        _RECEIVED,
        (CustomerMessaged(occurred_at=AT, channel=Channel.WECOM, text="Any news?", contact_id=CONTACT_ID),),
    ),
    Example(
        SetAnswerNotNeeded(reason="The customer thanked us"),
        (received(), _MESSAGED),
        (AnswerNotNeeded(occurred_at=ELEVEN, reason="The customer thanked us"),),
    ),
    Example(
        ShareProgress(
            problem="The drive is broken", solution="A new one comes", eta_at=DUE, channel=Channel.PHONE
        ),
        _RECEIVED,
        (
            ProgressShared(
                occurred_at=AT,
                problem="The drive is broken",
                solution="A new one comes",
                eta_at=DUE,
                channel=Channel.PHONE,
                words_digest="8c32ff6f62b0c193",
            ),
        ),
    ),
    Example(
        ProposePlan(stages=_STAGES),
        _RECEIVED,
        (PlanProposed(occurred_at=AT, stages=_STAGES, stage_count=len(_STAGES), schedule=_SCHEDULE),),
    ),
    Example(
        ReportResult(channel=Channel.PHONE, text="The drive was exchanged", contact_id=CONTACT_ID),
        RESOLVED,
        (
            replied(occurred_at=ELEVEN, channel=Channel.PHONE, text="The drive was exchanged"),
            ResultReported(occurred_at=ELEVEN, cycle=1, channel=Channel.PHONE, contact_id=CONTACT_ID),
        ),
    ),
)
REPEATABLE: Commands = (SendReply, AddNote, RecordCustomerMessage, ShareProgress, ProposePlan, ReportResult)
ABOUT_AN_EARLIER_EVENT: Commands = (SetAnswerNotNeeded,)


def _untimed_where_a_time_is_asked_for(way: Example) -> Example:
    rule = NeedRule(need=Need.ETA, if_missing="refuse")
    asked = PublishGuideline(content=HandlingStandard(version=1, with_progress=(rule,)))
    return replace(with_fields(eta_at=None)(way), rulebook=book_of(asked))


_MACHINE = Teller(role="integration", may_backdate=False, key="crm")


def _said_by_a_machine(way: Example) -> Example:
    """Tell by the key of a machine that a person wrote it."""
    return replace(with_fields(author_kind=AuthorKind.HUMAN)(way), teller=_MACHINE)


def _agreed_by_the_sender(way: Example) -> Example:
    """Tell in the customer's name what the sender agreed to."""
    sender = Teller(role="agent", may_backdate=False, key="desk", staff_id="b.li")
    return replace(with_fields(contact_id=None, confirmed_by="B.Li")(way), teller=sender)


def _puts_off(way: Example) -> Example:
    """Say nothing but that they shall wait, in whichever field a command says something."""
    words = {"solution": "Let me check", "text": "Let me check", "stages": _WAIT}
    said = {name: told for name, told in words.items() if name in type(way.command).model_fields}
    return by_default_rules(**said)(way)


def _said_before_where_news_is_asked_for(way: Example) -> Example:
    rule = NeedRule(need=Need.NEWS, if_missing="refuse")
    asked = PublishGuideline(content=HandlingStandard(version=1, with_reply=(rule,)))
    return replace(after(replied(words_digest=_DIGEST))(way), rulebook=book_of(asked))


BREAKS: Breaks = {
    (words_must_say_more, OnlyHoldsOffError): _puts_off,
    (author_must_be_named, AuthorNotNamedError): _said_by_a_machine,
    (person_must_be_named, PersonNotNamedError): lambda way: replace(way, teller=_MACHINE),
    (customer_must_confirm, ConfirmedByOursError): _agreed_by_the_sender,
    (message_must_wait_for_an_answer, NothingToAnswerError): on(received()),
    (case_must_go_on_here, CaseGoesOnElsewhereError): after(
        CaseMerged(occurred_at=TEN, into_case_id=OTHER_CASE_ID, reason="The same stop")
    ),
    (stages_must_be_due_later, DueBeforePromisedError): with_fields(
        stages=(PlanStage(title="Too late", due_at=AT, responsible="b.li"),)
    ),
    (progress_needs_be_met, NeedsNotMetError): _untimed_where_a_time_is_asked_for,
    (reply_needs_be_met, NeedsNotMetError): _said_before_where_news_is_asked_for,
    (standards.eta_must_be_promised, EtaNotPromisedError): by_default_rules(),
    (plan_must_have_stages, PlanWithoutStagesError): _of_class(ResponseClass.COMPLEX),
    (plan_needs_be_met, NeedsNotMetError): _of_class(ResponseClass.GREEN_CHANNEL),
    (answered_question_must_be_known, QuestionUnknownError): with_fields(question_id=NOWHERE),
    (question_of_reply_must_be_new, QuestionAlreadyOpenedError): _asked_of_others,
    (promised_answer_must_be_due_later, AnswerDueInPastError): with_fields(**_LET_ME_CHECK, answer_due_at=AT),
    (question_needs_a_case_that_goes_on, CaseAlreadyClosedError): _on_a_closed_case,
}
TRIGGERS: Triggers = (
    (_RECEIVED, replied(), happened(Milestone.ANSWERED)),
    (_RECEIVED, replied(audience=Audience.INTERNAL), ()),
    (_RECEIVED, replied(author_kind=AuthorKind.BOT), ()),
    (_RECEIVED, replied(substantive=False), ()),
    (_RECEIVED, _MESSAGED, happened(Milestone.CUSTOMER_MESSAGED)),
    (_RECEIVED, _THANKED, ()),
    (
        (received(), _MESSAGED),
        AnswerNotNeeded(occurred_at=TEN, reason="A thank you"),
        happened(Milestone.ANSWER_NOT_NEEDED),
    ),
    (
        _RECEIVED,
        ProgressShared(occurred_at=TEN, problem="p", solution="s", channel=Channel.CHAT),
        happened(Milestone.PROGRESS_SHARED),
    ),
    (
        _RECEIVED,
        ProgressShared(
            occurred_at=TEN, problem="p", solution="s", channel=Channel.CHAT, author_kind=AuthorKind.BOT
        ),
        (),
    ),
    (_RECEIVED, PlanProposed(occurred_at=TEN, stages=_STAGES), happened(Milestone.PLAN_PROPOSED)),
    (
        _RECEIVED,
        PlanProposed(occurred_at=TEN, stages=_STAGES, channel=Channel.PHONE),
        (*happened(Milestone.PLAN_PROPOSED), *happened(Milestone.PLAN_TOLD)),
    ),
    (_RECEIVED, NoteAdded(occurred_at=TEN, text="Called twice"), ()),
    *untimed(WAYS, ResultReported),
)
WITHOUT_FIGURES: Events = (
    AnswerNotNeeded,
    NoteAdded,
)
SCENES: Scenes = {
    SendReply: Scene("ReplySent.v1", {"text": "An engineer is on the way"}),
    AddNote: Scene("NoteAdded.v1", {"text": "asks for a spare part list"}),
    RecordCustomerMessage: Scene("CustomerMessaged.v1", {"channel": "wecom", "text": "什么时候修好?"}),
    SetAnswerNotNeeded: Scene(
        "AnswerNotNeeded.v1",
        {"reason": "a thank you"},
        [("customer-message", {"channel": "wecom", "text": "谢谢"})],
    ),
    ShareProgress: Scene(
        "ProgressShared.v1",
        {"problem": "bearing worn", "solution": "a new one", "eta_at": IN_TIME, "channel": "phone"},
    ),
    ProposePlan: Scene(
        "PlanProposed.v1",
        {"stages": [{"title": "Find the cause", "due_at": IN_TIME, "responsible": "li.na"}]},
    ),
    ReportResult: Scene(
        "ResultReported.v1", {"channel": "phone", "text": "the bearing is new"}, RESOLVE, ("ReplySent.v1",)
    ),
}
