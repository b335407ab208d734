"""跨部门协作响应时效表: department by step by limit, as REQUIREMENTS 82 asks. Asked on Monday at 10:00."""

from service.domain.vocabulary import ResponseClass
from tests.promises.happenings import ACCEPT, DECLINE, DONE, FRI, MON, REPORT, asked, begun
from tests.promises.limit import Limit, limit

_HALF_AN_HOUR, _1H, _2H, _4H = "03-02 10:30", "03-02 11:00", "03-02 12:00", "03-02 15:00"
_8H, _16H, _24H = "03-03 10:00", "03-04 10:00", "03-05 10:00"
_FRIDAY_17_30 = {
    _1H: "03-09 09:30",
    _2H: "03-09 10:30",
    _4H: "03-09 13:30",
    _8H: "03-09 17:30",
    _16H: "03-10 17:30",
    _24H: "03-11 17:30",
}
"""The same limits for what is asked half an hour before the weekend."""
URGENT, ROUTINE = ResponseClass.URGENT, ResponseClass.ROUTINE

_TABLE = {
    ("technical", "help"): (_1H, _4H),
    ("technical", "diagnosis"): (_1H, _2H),
    ("sales", "help"): (_1H, _8H),
    ("logistics", "help"): (_1H, _4H),
    ("logistics", "tracking"): (_1H, _1H),
    ("finance", "help"): (_2H, _16H),
    ("finance", "compensation"): (_2H, _8H),
    ("product", "help"): (_4H, _24H),
    ("legal", "help"): (_4H, _16H),
    ("supply_chain", "help"): (_2H, _8H),
    ("warehouse", "help"): (_1H, _4H),
    ("after_sales", "help"): (_1H, _8H),
    ("after_sales", "dispatch"): (_1H, _4H),
    ("quality", "help"): (_4H, _24H),
    ("product", "progress"): (_4H, _2H),
}


def _row(department: str, step: str, accepted: str, answered: str) -> list[Limit]:
    begins = begun(ROUTINE, (asked(department, step), MON))
    rows = (63, 82) if step == "progress" else (82,)
    return [
        limit(f"{department} accepts {step}", "collaboration_acceptance", begins, accepted, ACCEPT, 82),
        limit(f"{department} answers {step}", "collaboration_answer", begins, answered, REPORT, *rows),
    ]


def _on_friday(department: str, step: str, accepted: str, answered: str) -> list[Limit]:
    begins = begun(ROUTINE, (asked(department, step), "03-06 17:30"), at_="03-06 16:00")
    name, accepted, answered = f"Friday, {department}", _FRIDAY_17_30[accepted], _FRIDAY_17_30[answered]
    return [
        limit(f"{name} accepts {step}", "collaboration_acceptance", begins, accepted, ACCEPT),
        limit(f"{name} answers {step}", "collaboration_answer", begins, answered, REPORT),
    ]


_urgent, _at_night = begun(URGENT, (asked("sales"), MON)), begun(URGENT, (asked("sales"), FRI), at_=FRI)

DEPARTMENTS = [
    *(each for key, limits in _TABLE.items() for each in _row(*key, *limits)),
    limit("urgent: any accepts", "collaboration_acceptance", _urgent, _HALF_AN_HOUR, ACCEPT, 82),
    limit("urgent: any answers", "collaboration_answer", _urgent, _2H, REPORT, 63, 82),
    limit("accepted by an answer", "collaboration_acceptance", _urgent, _HALF_AN_HOUR, REPORT),
    limit("accepted by doing it", "collaboration_acceptance", _urgent, _HALF_AN_HOUR, DONE),
    limit("a refusal is a reaction", "collaboration_acceptance", _urgent, _HALF_AN_HOUR, DECLINE),
    limit("answered by doing it", "collaboration_answer", _urgent, _2H, DONE),
]
DEPARTMENTS_AT_NIGHT = [
    limit("urgent at night: any accepts", "collaboration_acceptance", _at_night, "03-06 23:30", ACCEPT),
    limit("urgent at night: any answers", "collaboration_answer", _at_night, "03-07 01:00", REPORT),
    *(each for key, limits in _TABLE.items() for each in _on_friday(*key, *limits)),
]
