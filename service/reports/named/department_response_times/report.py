"""跨部门协作响应时效表: what departments have promised each other, and what they kept."""

from service.domain.guidelines.departments import DepartmentDirectory
from service.reports.documents.asking import Asked
from service.reports.documents.compared import compared_line
from service.reports.documents.document import Paragraph, Section, Table, Words
from service.reports.documents.report import Content, Report
from service.reports.documents.words import count, said, seconds, share, words
from service.reports.named.department_response_times.actuals import by_department, by_step, totals, worst
from service.reports.named.department_response_times.titles import Titles
from service.reports.response_times.report import response_times
from service.reports.response_times.table import as_rows, calendar_lines


def build(asked: Asked) -> Content:
    """Compute the content."""
    titles = Titles(asked.guideline(DepartmentDirectory))
    found = [totals(asked, period) for period in asked.periods]
    cells = {
        "requests": [count(each["requests"]) for each in found],
        "on_time": [share(each["kept"], each["kept"] + each["broken"]) for each in found],
        "done_within": [seconds(each["median"]) for each in found],
    }
    blocks = {
        "actuals": (
            Paragraph(text=words("department_response_times.population")),
            *by_department(asked, titles),
            by_step(asked, titles),
            worst(asked, titles),
        ),
        "rules": _rules(asked),
    }
    return Content(
        summary=tuple(
            compared_line(asked, words(f"department_response_times.{name}"), (now, previous, year_before))
            for name, (now, previous, year_before) in cells.items()
        ),
        sections=tuple(
            Section(title=words(f"department_response_times.section.{name}"), blocks=each)
            for name, each in blocks.items()
        ),
    )


def _rules(asked: Asked) -> tuple[Table, Paragraph]:
    """Return the time limits as they were at the end of the period."""
    report = response_times(asked.book, asked.last_at)
    zh, en = as_rows(report, "zh"), as_rows(report, "en")
    both = [[_both(*pair) for pair in zip(*rows, strict=True)] for rows in zip(zh[1], en[1], strict=True)]
    table = Table(
        title=words("department_response_times.limits"),
        columns=tuple(_both(*pair) for pair in zip(zh[0], en[0], strict=True)),
        rows=tuple(tuple(said(each) for each in row) for row in both),
    )
    calendars = _both("; ".join(calendar_lines(report, "zh")), "; ".join(calendar_lines(report, "en")))
    return table, Paragraph(text=words("department_response_times.calendars", calendars=calendars))


def _both(zh: str, en: str) -> Words:
    return Words(zh=zh, en=en)


DEPARTMENT_RESPONSE_TIMES = Report(slug="department-response-times", cadence="monthly", build=build)
