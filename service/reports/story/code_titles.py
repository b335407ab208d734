"""Titles of the codes in events, by the guidelines in force: departments, steps, causes. Pure."""

from collections.abc import Mapping
from datetime import datetime

from service.domain.clocks.policy import Title
from service.domain.guidelines.assets import AssetGuideline
from service.domain.guidelines.causes import CauseCatalogue
from service.domain.guidelines.classification import ClassificationGuideline
from service.domain.guidelines.departments import DepartmentDirectory
from service.domain.guidelines.remedies import RemedyCatalogue
from service.domain.rulebook.state import Rulebook

Titles = Mapping[str, Title]
CodeTitles = Mapping[str, Titles]
"""By the field of an event: its codes, each with what it is called."""

OF_DEPARTMENTS = ("department", "departments", "routed_to", "asked_of")


def code_titles(rulebook: Rulebook, at: datetime) -> CodeTitles:
    """Return what codes are called at an instant; a code that no guideline names stands for itself."""
    departments = _departments(rulebook.guideline(DepartmentDirectory, at))
    causes = rulebook.guideline(CauseCatalogue, at)
    remedies = rulebook.guideline(RemedyCatalogue, at)
    classes = rulebook.guideline(ClassificationGuideline, at)
    assets = rulebook.guideline(AssetGuideline, at)
    return {
        **dict.fromkeys(OF_DEPARTMENTS, departments),
        "asset_kind": {one.asset_kind: one.title for one in assets.kinds} if assets else {},
        "service_request": _requests(assets),
        "step": _steps(rulebook.guideline(DepartmentDirectory, at)),
        "process_step": {one.process_step: one.title for one in causes.process_steps} if causes else {},
        "root_code": {one.root_code: one.title for one in causes.roots} if causes else {},
        "remedy_type": {one.remedy_type: one.title for one in remedies.remedies} if remedies else {},
        "category": {one.category: one.title for one in classes.categories} if classes else {},
        "by_rules": {one.rule: one.title for one in classes.rules} if classes else {},
    }


def _departments(directory: DepartmentDirectory | None) -> Titles:
    return {one.department: one.title for one in directory.departments} if directory else {}


def _steps(directory: DepartmentDirectory | None) -> Titles:
    departments = directory.departments if directory else ()
    return {step.step: step.title for one in departments for step in one.steps}


def _requests(guideline: AssetGuideline | None) -> Titles:
    return {one.service_request: one.title for one in guideline.service_requests} if guideline else {}
