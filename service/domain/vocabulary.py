"""The closed lists of words that facts and commands use."""

from enum import StrEnum


class Segment(StrEnum):
    """The tier of an account (分层, REQUIREMENTS 139)."""

    HIGH_VALUE = "high_value"
    POTENTIAL = "potential"
    ORDINARY = "ordinary"


class Channel(StrEnum):
    """The way by which a customer reached us (REQUIREMENTS 60, 105, 106, 130)."""

    PHONE = "phone"
    EMAIL = "email"
    CHAT = "chat"
    WECOM = "wecom"
    COMMUNITY = "community"
    SMS = "sms"
    ON_SITE = "on_site"
    WEB_FORM = "web_form"
    SELF_SERVICE = "self_service"
    API = "api"
    MONITORING = "monitoring"
    INTERNAL = "internal"


class CaseKind(StrEnum):
    """What the customer came with (诉求类型, REQUIREMENTS 7, 32, 60, 106, 109, 148)."""

    ENQUIRY = "enquiry"
    SUGGESTION = "suggestion"
    COMPLAINT = "complaint"
    AFTER_SALES = "after_sales"
    TECHNICAL = "technical"
    ORDER_CHANGE = "order_change"
    CONTRACT_QUERY = "contract_query"
    SERVICE_REQUEST = "service_request"
    FEEDBACK = "feedback"
    COMMERCIAL = "commercial"
    RETURN = "return"
    MAINTENANCE = "maintenance"
    NEED = "need"


class Phase(StrEnum):
    """The phase of the sale that a case belongs to (REQUIREMENTS 109)."""

    PRE_SALE = "pre_sale"
    IN_SALE = "in_sale"
    AFTER_SALE = "after_sale"


_PHASES = {
    CaseKind.NEED: Phase.PRE_SALE,
    CaseKind.COMMERCIAL: Phase.PRE_SALE,
    CaseKind.ORDER_CHANGE: Phase.IN_SALE,
}


def usual_phase(kind: CaseKind) -> Phase:
    """Return the phase of the sale that a kind of case usually belongs to."""
    return _PHASES.get(kind, Phase.AFTER_SALE)


class OrderStatus(StrEnum):
    """How far an order is (订单生产、发货、物流状态, REQUIREMENTS 109)."""

    PLACED = "placed"
    IN_PRODUCTION = "in_production"
    PRODUCED = "produced"
    SHIPPED = "shipped"
    IN_TRANSIT = "in_transit"
    DELIVERED = "delivered"
    INSTALLED = "installed"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class ResponseClass(StrEnum):
    """The class that decides which promises run (分级响应, REQUIREMENTS 1)."""

    BASIC = "basic"
    ROUTINE = "routine"
    URGENT = "urgent"
    COMPLEX = "complex"
    COMPLAINT = "complaint"
    GREEN_CHANNEL = "green_channel"


class Priority(StrEnum):
    """The order in which open cases are taken up (REQUIREMENTS 34)."""

    CRITICAL = "critical"
    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class Degree(StrEnum):
    """How urgent or how complex a case is (REQUIREMENTS 50)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Audience(StrEnum):
    """Who may read a reply."""

    PUBLIC = "public"
    INTERNAL = "internal"


class AuthorKind(StrEnum):
    """What wrote a reply: only a human reply can be a first response."""

    HUMAN = "human"
    BOT = "bot"
    SYSTEM = "system"


class WaitingOn(StrEnum):
    """Whom a waiting case waits for."""

    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    OTHER = "other"


class ChoiceGround(StrEnum):
    """Why one of several was made accountable (REQUIREMENTS 112)."""

    ONLY_ONE = "only_one"
    LEAST_LOADED = "least_loaded"
    FIRST_OF_EQUALS = "first_of_equals"
    ALL_FULL = "all_full"


class HandlingMode(StrEnum):
    """How a case is worked on: by phone, by remote access, on site (REQUIREMENTS 39)."""

    PHONE = "phone"
    REMOTE = "remote"
    ON_SITE = "on_site"


class FieldWork(StrEnum):
    """What an engineer is sent for (REQUIREMENTS 15, 98, 108)."""

    DIAGNOSIS = "diagnosis"
    REPAIR = "repair"
    INSTALLATION = "installation"
    CONSTRUCTION = "construction"
    INSPECTION = "inspection"


class EscalationKind(StrEnum):
    """Up the ladder, or across to another specialism (REQUIREMENTS 90)."""

    HIERARCHICAL = "hierarchical"
    FUNCTIONAL = "functional"


class EscalationLevel(StrEnum):
    """The ladder 专员→主管→经理→总监 (REQUIREMENTS 90)."""

    SPECIALIST = "specialist"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    DIRECTOR = "director"


class CaseRelation(StrEnum):
    """What another case is to a case. `cause`: its matter brought this one about."""

    RELATED = "related"
    PARENT = "parent"
    CHILD = "child"
    DUPLICATE = "duplicate"
    CAUSE = "cause"


class Need(StrEnum):
    """What a case can need before it goes on (REQUIREMENTS 10, 13, 14, 64, 94, 105, 148, 152, 156, 157)."""

    CLASSIFICATION = "classification"
    ANSWER = "answer"
    TASK_FORCE = "task_force"
    PLAN = "plan"
    DISPATCH_OUTCOME = "dispatch_outcome"
    SOLVED_ON_SITE = "solved_on_site"
    COLLABORATION_OUTCOME = "collaboration_outcome"
    CAUSE = "cause"
    FEEDBACK = "feedback"
    REASSURANCE = "reassurance"
    FAULT_DETAILS = "fault_details"
    ORDER = "order"
    BUYER_PROFILE = "buyer_profile"
    CUSTOMER_WORDS = "customer_words"
    ETA = "eta"
    NEWS = "news"
    EXCEPTION_DECISION = "exception_decision"
    SOLUTION = "solution"
    CONTINGENCY_PLAN = "contingency_plan"
    HANDLING_MODE = "handling_mode"
    MODE_OF_DISPATCH = "mode_of_dispatch"
    REAL_NEED = "real_need"
    OWN_WORDS = "own_words"
    PLAN_STAGES = "plan_stages"
    CONTINGENCY_STEPS = "contingency_steps"
    ARRIVAL = "arrival"


class FaultDetail(StrEnum):
    """故障现象、发生时间、影响范围 (REQUIREMENTS 14), by the names of their fields."""

    SYMPTOM = "symptom"
    FAULT_BEGAN_AT = "fault_began_at"
    IMPACT = "impact"


class BuyerDetail(StrEnum):
    """客户行业、规模、预算 (REQUIREMENTS 148)."""

    INDUSTRY = "industry"
    COMPANY_SIZE = "company_size"
    BUDGET = "budget"


class FollowUpEnd(StrEnum):
    """Why a customer is no longer called after a repaired fault."""

    PLAN_COMPLETED = "plan_completed"
    CUSTOMER_WISH = "customer_wish"


class CloseReason(StrEnum):
    """Why a case was closed. `source_closed`: the system it was imported from closed it."""

    CONFIRMED = "confirmed"
    CONFIRMATION_WINDOW_PASSED = "confirmation_window_passed"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    SOURCE_CLOSED = "source_closed"


class RatingScale(StrEnum):
    """CSAT 1 to 5, NPS 0 to 10, CES 1 to 7."""

    CSAT = "csat"
    NPS = "nps"
    CES = "ces"


class WhyNotAsked(StrEnum):
    """Why nobody is asked what they thought of a resolution (REQUIREMENTS 119)."""

    OPTED_OUT = "opted_out"
    ASKED_LATELY = "asked_lately"
    NO_CONTACT = "no_contact"
    NOT_IN_PROGRAMME = "not_in_programme"


class ToldBy(StrEnum):
    """Who told what a customer thinks of a resolution (REQUIREMENTS 44, 160)."""

    CUSTOMER = "customer"
    STAFF = "staff"


class SurveyMode(StrEnum):
    """How customers are asked what they thought of a resolution (REQUIREMENTS 44, 160)."""

    QUESTIONNAIRE = "questionnaire"
    PHONE = "phone"


class VisitKind(StrEnum):
    """How we met a customer: a visit on site or online, a call, an interview, a gathering (会员沙龙)."""

    VISIT = "visit"
    CALL = "call"
    INTERVIEW = "interview"
    GATHERING = "gathering"
    EXECUTIVE_MEETING = "executive_meeting"


class DataUse(StrEnum):
    """What we do with the data of contacts that their contract does not need (REQUIREMENTS 147)."""

    NEWS = "news"
    QUESTIONNAIRE = "questionnaire"
    SURVEY = "survey"
