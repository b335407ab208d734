"""The lines of the cover of a document, as every format writes them. Pure."""

from zoneinfo import ZoneInfo

from service.language import Language, text
from service.reports.documents.document import ReportDocument
from service.reports.documents.shown import shown_period
from service.reports.documents.words import spoken


def cover_of(document: ReportDocument, language: Language) -> list[tuple[str, str]]:
    """Return what stands on the cover below the title: a name and a value each."""
    zone = ZoneInfo(document.zone)
    scope = text("document.cover.all_accounts", language)
    if document.account_id is not None:
        scope = document.account_code or str(document.account_id)
    lines = {
        "period": f"{shown_period(document.period, zone)} ({document.zone})",
        "scope": scope,
        "previous": shown_period(document.previous, zone),
        "year_before": shown_period(document.year_before, zone),
        "position": text("document.cover.up_to", language, position=f"{document.position:,}"),
        "policy": _policy(document, language),
        "content": document.content_sha256,
    }
    return [(text(f"document.cover.{name}", language), value) for name, value in lines.items()]


def definition_lines(document: ReportDocument, language: Language) -> list[tuple[str, str]]:
    """Return what the KPIs mean: title with version, and meaning."""
    return [
        (
            text("document.definition", language, title=spoken(each.title, language), version=each.version),
            spoken(each.meaning, language),
        )
        for each in document.definitions
    ]


def _policy(document: ReportDocument, language: Language) -> str:
    if document.policy_id is None:
        return text("document.cover.no_policy", language)
    values = {"policy": document.policy_id, "version": document.policy_version}
    return text("document.cover.policy_version", language, **values)
