"""What warns of losing a customer, and when it warns again: computed by hand."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from service.domain.account.health.churn import Cause, KnownRisk, Warned, Watched, cleared, warnings
from service.domain.clocks.policy import Title
from service.domain.guidelines.care.retention import ChurnCause, PlayAction, Retention, RetentionPlay
from service.domain.vocabulary import Segment

NOW = datetime(2026, 3, 31, tzinfo=UTC)
DAY = timedelta(days=1)
RISK_ID = UUID(int=7)
CALL = RetentionPlay(
    play="call",
    title=Title(zh="电话", en="Call"),
    causes=(ChurnCause.SILENT,),
    segments=(Segment.ORDINARY,),
    actions=(PlayAction(action="call", title=Title(zh="电话", en="Call"), within_days=1),),
)
RULES = Retention(version=1, plays=(CALL,), again_after_days=10)
SILENT = Cause(cause=ChurnCause.SILENT, at=NOW - 20 * DAY)
AT_RISK = Cause(cause=ChurnCause.AT_RISK, at=NOW, score=12)
RIVAL = Cause(cause=ChurnCause.COMPETITOR, at=NOW - DAY)


def watched(*causes: Cause, risks: tuple[KnownRisk, ...] = ()) -> Watched:
    return Watched(account_id=UUID(int=1), segment=Segment.ORDINARY, causes=causes, risks=risks)


def risk(*causes: ChurnCause, ended_at: datetime | None = None, is_started: bool = False) -> KnownRisk:
    return KnownRisk(risk_id=RISK_ID, causes=frozenset(causes), is_started=is_started, ended_at=ended_at)


def warned(account: Watched, rules: Retention = RULES) -> list[Warned]:
    return list(warnings([account], rules, NOW))


def test_a_cause_warns_with_the_plays_for_it_and_another_one_joins_the_open_warning() -> None:
    (first,) = warned(watched(SILENT, AT_RISK))
    assert (first.cause, first.plays, first.risk_id) == (SILENT, ("call",), None)
    open_risk = risk(ChurnCause.SILENT)
    (second,) = warned(watched(SILENT, AT_RISK, risks=(open_risk,)))
    assert (second.cause, second.plays, second.risk_id) == (AT_RISK, (), RISK_ID)
    assert warned(watched(SILENT, risks=(open_risk,))) == []
    only_rivals = RULES.model_copy(update={"causes": (ChurnCause.COMPETITOR,)})
    assert warned(watched(SILENT, AT_RISK), only_rivals) == []


def test_what_goes_on_after_the_end_warns_again_after_some_days_and_what_is_new_does_at_once() -> None:
    all_causes = tuple(ChurnCause)
    lately = risk(*all_causes, ended_at=NOW - 5 * DAY)
    assert [one.cause.cause for one in warned(watched(SILENT, AT_RISK, RIVAL, risks=(lately,)))] == [
        ChurnCause.COMPETITOR
    ]
    long_ago = risk(*all_causes, ended_at=NOW - 10 * DAY)
    (again,) = warned(watched(SILENT, risks=(long_ago,)))
    assert again.cause.at == NOW
    just_not = risk(*all_causes, ended_at=NOW - 10 * DAY + timedelta(seconds=1))
    assert warned(watched(SILENT, risks=(just_not,))) == []


def test_a_warning_is_cleared_when_every_cause_is_gone_unless_somebody_acts_on_it() -> None:
    both = risk(ChurnCause.SILENT, ChurnCause.COMPETITOR)
    assert list(cleared([watched(SILENT, risks=(both,))])) == []
    assert list(cleared([watched(AT_RISK, risks=(both,))])) == [(UUID(int=1), RISK_ID)]
    assert list(cleared([watched(risks=(risk(ChurnCause.SILENT, is_started=True),))])) == []
    assert list(cleared([watched(risks=(risk(ChurnCause.SILENT, ended_at=NOW),))])) == []
