"""Guidelines (规范): versioned data that people work by, such as which departments there are.

A kind of guideline is declared once, as a class here; command, fact, route, file and reading follow from it.
"""

from typing import Annotated

from pydantic import Field

from service.domain.guidelines.account_handover import AccountHandover
from service.domain.guidelines.assets import AssetGuideline
from service.domain.guidelines.care.health import Health
from service.domain.guidelines.care.retention import Retention
from service.domain.guidelines.care.silence import SilenceGuideline
from service.domain.guidelines.care.treatments import Treatments
from service.domain.guidelines.causes import CauseCatalogue
from service.domain.guidelines.classification import ClassificationGuideline
from service.domain.guidelines.consent import ConsentGuideline
from service.domain.guidelines.contract_documents import ContractDocuments
from service.domain.guidelines.departments import DepartmentDirectory
from service.domain.guidelines.follow_up import FollowUp
from service.domain.guidelines.handling import HandlingStandard
from service.domain.guidelines.profiles import ProfileGuide
from service.domain.guidelines.remedies import RemedyCatalogue
from service.domain.guidelines.report_schedule import ReportSchedule
from service.domain.guidelines.revisits import Revisits
from service.domain.guidelines.segmentation import Segmentation
from service.domain.guidelines.signals import Signals
from service.domain.guidelines.staff import StaffDirectory
from service.domain.guidelines.surveys import SurveyProgramme
from service.domain.guidelines.telling_late import TellingLate
from service.domain.guidelines.usual_times import UsualTimes

__all__ = [
    "AccountHandover",
    "AnyGuideline",
    "AssetGuideline",
    "CauseCatalogue",
    "ClassificationGuideline",
    "ConsentGuideline",
    "ContractDocuments",
    "DepartmentDirectory",
    "FollowUp",
    "HandlingStandard",
    "Health",
    "ProfileGuide",
    "RemedyCatalogue",
    "ReportSchedule",
    "Retention",
    "Revisits",
    "Segmentation",
    "Signals",
    "SilenceGuideline",
    "StaffDirectory",
    "SurveyProgramme",
    "TellingLate",
    "Treatments",
    "UsualTimes",
]

AnyGuideline = Annotated[
    AccountHandover
    | AssetGuideline
    | CauseCatalogue
    | ClassificationGuideline
    | ConsentGuideline
    | ContractDocuments
    | DepartmentDirectory
    | FollowUp
    | HandlingStandard
    | Health
    | ProfileGuide
    | RemedyCatalogue
    | ReportSchedule
    | Retention
    | Revisits
    | Segmentation
    | Signals
    | SilenceGuideline
    | SurveyProgramme
    | StaffDirectory
    | TellingLate
    | Treatments
    | UsualTimes,
    Field(discriminator="guideline"),
]
"""Every kind, told apart by `guideline`."""
