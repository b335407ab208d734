"""The routes of agreements, and who may read them."""

from functools import partial

from fastapi import FastAPI

from service.api.agreements.consents import ConsentPage, get_consents
from service.api.agreements.disclosures import DisclosurePage, get_disclosures
from service.api.agreements.disputes import DisputePage, get_disputes
from service.api.agreements.handovers import HandoverPage, get_handovers
from service.api.agreements.obligations import (
    CompliancePage,
    ObligationPage,
    get_compliance,
    get_obligations,
)
from service.api.agreements.signings import (
    RenewalPage,
    SigningPage,
    get_renewals,
    get_signings,
)
from service.api.agreements.versions import AgreementPage, get_agreements
from service.api.http.access import Permission
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route


def add_agreement_reads(app: FastAPI) -> None:
    """Add the routes that read agreements, and what was agreed, disclosed, disputed and allowed."""
    read = partial(add_read_route, app, problems=ON_PROJECTIONS)
    read("/v1/obligations", get_obligations, Permission.READ, ObligationPage)
    read("/v1/obligations/compliance", get_compliance, Permission.READ, CompliancePage)
    read("/v1/consents", get_consents, Permission.READ, ConsentPage)
    read("/v1/disclosures", get_disclosures, Permission.READ, DisclosurePage)
    read("/v1/disputes", get_disputes, Permission.READ, DisputePage)
    read("/v1/agreements", get_agreements, Permission.READ, AgreementPage)
    read("/v1/signings", get_signings, Permission.READ, SigningPage)
    read("/v1/renewals", get_renewals, Permission.READ, RenewalPage)
    read("/v1/handovers", get_handovers, Permission.READ, HandoverPage)
