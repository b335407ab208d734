"""The dictionary of the mart as a document: what each view and column means, and how they belong together."""

from service.domain.described import Described
from service.projections.engine.mart_view import ZONE, MartView, ViewColumn
from service.projections.mart import MART_VIEWS
from service.projections.star.joins import joins_of, key_of, values_of


class ColumnMeaning(Described):
    """A column of a view."""

    name: str
    """Name of the column."""
    type: str
    """Type in PostgreSQL; durations are whole seconds, instants have a time zone."""
    zh: str
    """Meaning in Chinese."""
    en: str
    """Meaning in English."""
    values: list[str]
    """Words that it may hold; empty if they are not fixed."""
    joins: str | None
    """View and column that it joins, each row one: `v1_fact_case.case_key`; null if none."""


class ViewMeaning(Described):
    """A view of the mart."""

    name: str
    """Name of the view in the schema `mart`."""
    zh: str
    """Meaning in Chinese."""
    en: str
    """Meaning in English."""
    key: list[str]
    """Columns that tell a row from all others."""
    columns: list[ColumnMeaning]
    """Columns in their order. Only further ones may come, at the end."""


class MartDictionary(Described):
    """The dictionary of the mart, which BI tools read."""

    zone: str
    """Time zone whose days the date keys name."""
    views: list[ViewMeaning]
    """Views of the mart."""


def mart_dictionary(zone: str) -> MartDictionary:
    """Return the dictionary, of a mart whose days are those of a zone."""
    return MartDictionary(zone=zone, views=[_view(view, zone) for view in MART_VIEWS])


def _view(view: MartView, zone: str) -> ViewMeaning:
    zh, en = view.comment.split(" | ")
    columns = [_column(view, each, zone) for each in view.columns]
    return ViewMeaning(name=view.name, zh=zh, en=en, key=list(key_of(view)), columns=columns)


def _column(view: MartView, column: ViewColumn, zone: str) -> ColumnMeaning:
    zh, en = column.comment.replace(ZONE, zone).split(" | ")
    joined = joins_of(view, column.name)
    return ColumnMeaning(
        name=column.name,
        type=column.type,
        zh=zh,
        en=en,
        values=list(values_of(view, column.name)),
        joins=None if joined is None else ".".join(joined),
    )
