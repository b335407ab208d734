"""All read models. Another one is another line here, after those whose rows it looks up.

The timeline of their streams, which the engine goes by, stands beside them.
"""

from service.projections.accounts import ACCOUNTS
from service.projections.care.account_history import ACCOUNT_HISTORY
from service.projections.care.agreements.agreements import AGREEMENTS
from service.projections.care.agreements.consents import CONSENTS
from service.projections.care.agreements.disclosures import DISCLOSURES
from service.projections.care.agreements.disputes import DISPUTES
from service.projections.care.agreements.obligations import OBLIGATIONS, QUALITY_MONTHS
from service.projections.care.agreements.signings import RENEWALS, SIGNINGS
from service.projections.care.assets.named import CASE_ASSETS
from service.projections.care.assets.register import ASSETS
from service.projections.care.followers import FOLLOWERS
from service.projections.care.handovers import ACCOUNT_HANDOVERS
from service.projections.care.health.agreement_facts import AGREEMENT_FACTS
from service.projections.care.health.churn import CHURN_RISKS, COMPETITOR_CONTACTS
from service.projections.care.health.messages import CUSTOMER_MESSAGES
from service.projections.care.health.silences import SILENCES
from service.projections.care.health.treatments import TREATMENTS
from service.projections.care.health.usage import USAGE
from service.projections.care.needs.need_askers import NEED_ASKERS
from service.projections.care.needs.opportunities import OPPORTUNITIES
from service.projections.care.needs.purchases import PURCHASES
from service.projections.care.needs.signals import SIGNALS
from service.projections.care.planned_visits import PLANNED_VISITS
from service.projections.care.profile_values import PROFILE_VALUES
from service.projections.care.profiles import PROFILES
from service.projections.care.reminders import REMINDERS
from service.projections.care.visits import VISITS
from service.projections.cases.model import CASES
from service.projections.clocks.model import CLOCKS
from service.projections.complaints.model import COMPLAINTS
from service.projections.course.handovers import HANDOVERS
from service.projections.course.needs import NEEDS
from service.projections.course.progress import PROGRESS
from service.projections.course.waits import WAITS
from service.projections.engine.advance import Work
from service.projections.engine.folding import plan_for
from service.projections.engine.model import ReadModel
from service.projections.engine.timeline import timeline_of
from service.projections.improvements import IMPROVEMENTS
from service.projections.links import LINKS
from service.projections.ratings import RATINGS
from service.projections.remedies import REMEDIES
from service.projections.revisits import REVISITS
from service.projections.rules.calendar_days import CALENDAR_DAYS
from service.projections.rules.directory import DIRECTORY
from service.projections.rules.promises import PROMISES
from service.projections.surveys.model import SURVEYS
from service.projections.tasks.model import CLOCK_CALLS, TASKS

_ANSWERING: tuple[ReadModel, ...] = (
    ACCOUNTS,
    CASES,
    RATINGS,
    CLOCKS,
    LINKS,
    COMPLAINTS,
    REMEDIES,
    SURVEYS,
    IMPROVEMENTS,
    REVISITS,
    TASKS,
    CLOCK_CALLS,
    ACCOUNT_HISTORY,
    AGREEMENTS,
    OBLIGATIONS,
    QUALITY_MONTHS,
    CONSENTS,
    DISCLOSURES,
    DISPUTES,
    SIGNINGS,
    RENEWALS,
    ACCOUNT_HANDOVERS,
    VISITS,
    REMINDERS,
    PROFILES,
    PROFILE_VALUES,
    PLANNED_VISITS,
    WAITS,
    HANDOVERS,
    PROGRESS,
    NEEDS,
    NEED_ASKERS,
    OPPORTUNITIES,
    SIGNALS,
    PURCHASES,
    ASSETS,
    CASE_ASSETS,
    FOLLOWERS,
    USAGE,
    SILENCES,
    CUSTOMER_MESSAGES,
    AGREEMENT_FACTS,
    COMPETITOR_CONTACTS,
    CHURN_RISKS,
    TREATMENTS,
    PROMISES,
    DIRECTORY,
    CALENDAR_DAYS,
)
MODELS: tuple[ReadModel, ...] = (*_ANSWERING, timeline_of(_ANSWERING))
LIVE = Work(plan_for(MODELS))
"""All of them followed together."""
