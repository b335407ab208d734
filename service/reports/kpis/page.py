"""The page of KPI definitions, for the documentation."""

from service.language import Language, text
from service.reports.kpis.report import kpi_definitions


def kpi_markdown(language: Language) -> str:
    """Return what each KPI means, as a Markdown page in one language."""
    parts = [
        f"# {text('report.kpi.page_title', language)}\n",
        f"{text('report.kpi.page_intro', language)}\n",
    ]
    for kpi in kpi_definitions():
        details = text(
            "report.kpi.page_facts",
            language,
            unit=text(f"report.kpi.unit.{kpi.unit}", language),
            grain=text(f"report.kpi.grain.{kpi.grain}", language),
            population=text(f"report.kpi.population.{kpi.population}", language),
            version=kpi.version,
        )
        title, definition = (
            (kpi.title_zh, kpi.definition_zh) if language == "zh" else (kpi.title_en, kpi.definition_en)
        )
        parts.append(f"## {title} (`{kpi.slug}`)\n\n{definition}\n\n{details}\n")
    return "\n".join(parts)
