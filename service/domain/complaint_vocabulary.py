"""The closed lists of words of complaints and remedies."""

from enum import StrEnum


class CauseClass(StrEnum):
    """What a complaint came from (产品质量、流程漏洞、沟通误差、服务失误, REQUIREMENTS 11, 136)."""

    PRODUCT = "product"
    PROCESS = "process"
    COMMUNICATION = "communication"
    SERVICE = "service"


class Liable(StrEnum):
    """Who answers for what happened (界定责任, REQUIREMENTS 31, 67)."""

    US = "us"
    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    CARRIER = "carrier"
    SHARED = "shared"


class ImpactExtent(StrEnum):
    """How far the harm of a complaint has come (避免负面影响扩大, REQUIREMENTS 45)."""

    CONTAINED = "contained"
    SPREADING = "spreading"
    PUBLIC = "public"


class RemedyClass(StrEnum):
    """A remedy makes up for what happened, or mends what caused it (补偿机制、流程优化, REQUIREMENTS 136)."""

    COMPENSATING = "compensating"
    CORRECTIVE = "corrective"


class ComplaintStep(StrEnum):
    """The steps of a complaint, in order (REQUIREMENTS 10, 67, 123)."""

    REASSURE = "reassure"
    RECONSTRUCT = "reconstruct"
    LIABILITY = "liability"
    CAUSE = "cause"
    REMEDY = "remedy"
