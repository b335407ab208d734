"""Signals (潜在需求与风险点), one row each, updated as somebody looks at them."""

from sqlalchemy import ARRAY, Index, Integer, Table, Text, Uuid

from service.domain.account.needs.vocabulary import SignalStage
from service.domain.account.record.needs.signals import SignalDismissed, SignalRaised, SignalTaken
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, carried, instants, key, words
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError
from service.projections.star.keys import version_key

signals = Table(
    "signals",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("signal_id", Uuid, "信号标识 | signal id"),
    known("kind", Text, "指向: need, risk | points to: need, risk"),
    known("rule", Text, "识别规则 | rule that found it"),
    known("title_zh", Text, "规则说明(中文) | what it points to, in Chinese"),
    known("title_en", Text, "规则说明(英文) | what it points to, in English"),
    maybe("about", Text, "问题分类或设备 | subject area or asset that the cases have in common"),
    known("case_ids", ARRAY(Text), "证据工单标识 | cases that show it"),
    known("number", Integer, "证据数量 | number of cases or ratings"),
    known("evidence_from_at", Instant, "首条证据时间 | first of them"),
    known("evidence_until_at", Instant, "末条证据时间 | last of them"),
    maybe(
        "mean_before_hundredths",
        Integer,
        "前期满意度均值(百分之一分) | mean rating of the span before, hundredths",
    ),
    maybe("mean_now_hundredths", Integer, "本期满意度均值(百分之一分) | mean rating now, hundredths"),
    known("stage", Text, "状态: raised, taken, dismissed | stage: raised, taken, dismissed"),
    maybe("holder", Text, "处理人工号 | staff id of who took or dismissed it"),
    known("raised_at", Instant, "识别时间 | when it was raised"),
    maybe("taken_at", Instant, "接手时间 | when somebody took it"),
    maybe("dismissed_at", Instant, "排除时间 | when it was dismissed"),
    source_position(),
    Index("signals_raised", "raised_at", "signal_id"),
    comment="潜在需求与风险信号, 每个一行 | signals of needs and risks, one row each",
)

FACT_SIGNAL = MartView(
    name="v1_fact_signal",
    comment="潜在需求与风险信号事实, 每个一行, 随处理更新"
    " | signals of needs and risks, one row each, updated as somebody looks at them",
    source="proj.signals",
    columns=(
        key(signals.c.signal_id, "signal_key"),
        key(signals.c.account_id, "account_key"),
        version_key("signals.account_id", "signals.raised_at"),
        *(carried(signals.c[name]) for name in ("kind", "rule", "title_zh", "title_en")),
        *words(signals.c.about),
        *(
            carried(signals.c[name])
            for name in ("number", "mean_before_hundredths", "mean_now_hundredths", "stage")
        ),
        *words(signals.c.holder),
        *instants(*(signals.c[name] for name in ("raised_at", "taken_at", "dismissed_at"))),
        carried(signals.c.source_position),
    ),
)
_TOLD = (
    "signal_id",
    "kind",
    "rule",
    "about",
    "number",
    "evidence_from_at",
    "evidence_until_at",
    "mean_before_hundredths",
    "mean_now_hundredths",
)


def _raised(sheet: Sheet, entry: Entry, event: SignalRaised) -> None:
    row: Row = {
        **{name: getattr(event, name) for name in _TOLD},
        "account_id": entry.stream_id,
        "title_zh": event.rule_title.zh,
        "title_en": event.rule_title.en,
        "case_ids": [str(case_id) for case_id in event.case_ids],
        "stage": SignalStage.RAISED,
        "raised_at": event.occurred_at,
        **dict.fromkeys(("holder", "taken_at", "dismissed_at")),
        "source_position": entry.position,
    }
    sheet.put((entry.stream_id, event.signal_id), row)


def _went_on(sheet: Sheet, entry: Entry, event: SignalTaken | SignalDismissed) -> None:
    at = (entry.stream_id, event.signal_id)
    row: Row | None = sheet.rows.get(at)
    if row is None:
        raise StreamWithoutBeginningError(entry)
    if isinstance(event, SignalTaken):
        more: Row = {"stage": SignalStage.TAKEN, "holder": event.taken_by, "taken_at": event.occurred_at}
    else:
        gone = {"holder": event.dismissed_by, "dismissed_at": event.occurred_at}
        more = {"stage": SignalStage.DISMISSED, **gone}
    sheet.put(at, {**row, **more, "source_position": entry.position})


SIGNALS = ReadModel(
    table=signals,
    loaded_by=signals.c.account_id,
    handlers={SignalRaised: _raised, SignalTaken: _went_on, SignalDismissed: _went_on},
    view=FACT_SIGNAL,
)
