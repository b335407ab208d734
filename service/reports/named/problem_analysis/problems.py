"""Which cases are problems, of which class, and which of them are repeated."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, exists, func
from sqlalchemy import case as when

from service.domain.complaint_vocabulary import CauseClass
from service.domain.vocabulary import CaseKind
from service.projections.cases.table import cases
from service.projections.complaints.table import complaints
from service.projections.engine.mart_view import UNKNOWN
from service.reports.documents.asking import Asked

KINDS = (CaseKind.COMPLAINT, CaseKind.TECHNICAL, CaseKind.AFTER_SALES, CaseKind.RETURN)
"""What customers come with where something is wrong; another case is a problem once it has a cause."""
REPEATED_WITHIN = timedelta(days=90)


class ProblemClass(StrEnum):
    """产品类、服务类、沟通类."""

    PRODUCT = "product"
    SERVICE = "service"
    COMMUNICATION = "communication"


CLASSES = (*ProblemClass, UNKNOWN)
PROBLEMS = cases.outerjoin(complaints, complaints.c.case_id == cases.c.case_id)
CLASS: ColumnElement[str] = when(
    (complaints.c.cause_class == CauseClass.PROCESS, ProblemClass.SERVICE.value),
    else_=func.coalesce(complaints.c.cause_class, UNKNOWN),
)
"""What lies in a process is for the SOP, as what lies in the service."""
ROOT = func.coalesce(complaints.c.root_code, UNKNOWN)
STEP = func.coalesce(complaints.c.process_step, UNKNOWN)
HAS_ENDED = cases.c.ended_at.is_not(None) | (cases.c.reopen_count > 0)
IS_REOPENED = cases.c.reopen_count > 0


def are_problems(asked: Asked) -> tuple[ColumnElement[bool], ...]:
    """Narrow cases to problems; one that was merged into another is the same problem."""
    is_problem = cases.c.kind.in_(KINDS) | complaints.c.cause_class.is_not(None)
    of_account = () if asked.account_id is None else (cases.c.account_id == asked.account_id,)
    return is_problem, cases.c.merged_into.is_(None), *of_account


def is_repeated() -> ColumnElement[bool]:
    """Say whether the account had the same problem shortly before: the root, or else the subject area."""
    earlier, its_cause = cases.alias("earlier"), complaints.alias("cause_of_earlier")
    same_root = its_cause.c.root_code == complaints.c.root_code
    same_area = complaints.c.root_code.is_(None) & (earlier.c.category == cases.c.category)
    before: Any = exists().where(
        earlier.c.account_id == cases.c.account_id,
        earlier.c.case_id != cases.c.case_id,
        earlier.c.merged_into.is_(None),
        earlier.c.received_at < cases.c.received_at,
        earlier.c.received_at >= cases.c.received_at - REPEATED_WITHIN,
        same_root | same_area,
    )
    return before.select_from(earlier.outerjoin(its_cause, its_cause.c.case_id == earlier.c.case_id))  # type: ignore[no-any-return]
