"""How far each model is, and which version of the program folded it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Connection,
    Integer,
    Table,
    Text,
    func,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.schema import SetColumnComment

from service.database.schemas import PROJECTIONS
from service.projections.engine.columns import METADATA, Instant, key, known
from service.projections.engine.model import ReadModel
from service.projections.engine.version import version_of

FOLDING_LOCK = 4_803_116_502_206

checkpoints = Table(
    "checkpoints",
    METADATA,
    key("projection", Text, "投影名称 | projection"),
    known("version", Integer, "投影版本 | version of the projection's code and tables"),
    known("position", BigInteger, "已处理到的事件位置 | position of the newest event folded"),
    known("updated_at", Instant, "更新时间 | when it moved last"),
    Column(
        "replaced_versions",
        ARRAY(Integer),
        nullable=False,
        server_default=text("'{}'"),
        comment="曾被取代的投影版本 | versions that stood here before and were replaced",
    ),
    comment="投影进度, 每个投影一行 | progress of the projections, one row per projection",
)


_ADDED = checkpoints.c.replaced_versions


class Checkpoint(NamedTuple):
    """How far one model is."""

    version: int
    position: int
    replaced_versions: Sequence[int]


class ProjectionOutdatedError(RuntimeError):
    """The rows were folded by another version of the program."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"the projection {name} {problem}. Rebuild the projection.")


def projection_position(connection: Connection) -> int:
    """Return the position up to which the lists and reports are true; 0 before the first event."""
    return connection.scalar(select(checkpoints.c.position).order_by(checkpoints.c.position).limit(1)) or 0


def found_checkpoints(connection: Connection) -> Mapping[str, Checkpoint]:
    """Return the checkpoints that there are, by name of the model."""
    rows = connection.execute(select(checkpoints))
    return {row.projection: Checkpoint(row.version, row.position, row.replaced_versions) for row in rows}


def begin(connection: Connection, models: Iterable[ReadModel]) -> None:
    """Make the checkpoints where there are none at all: the tables are as declared, and empty."""
    if not found_checkpoints(connection):
        first = [
            {"projection": model.name, "version": version_of(model), "position": 0, "updated_at": func.now()}
            for model in models
        ]
        connection.execute(insert(checkpoints).values(first).on_conflict_do_nothing())


def take_over(connection: Connection, models: Iterable[ReadModel], position: int) -> None:
    """Say that the rows of these models are of this program's version, and up to which position."""
    for model in models:
        first = insert(checkpoints).values(
            projection=model.name, version=version_of(model), position=position, updated_at=func.now()
        )
        replaced = func.array_append(
            func.array_remove(checkpoints.c.replaced_versions, first.excluded.version), checkpoints.c.version
        )
        kept = func.array_remove(replaced, first.excluded.version)
        changed = {name: first.excluded[name] for name in ("version", "position", "updated_at")}
        statement = first.on_conflict_do_update(
            index_elements=["projection"], set_={**changed, "replaced_versions": kept}
        )
        connection.execute(statement)


def make_checkpoints(connection: Connection) -> None:
    """Make the table where it is missing, or lacks a column that an older program did not know."""
    inspector = inspect(connection)
    if not inspector.has_table(checkpoints.name, schema=PROJECTIONS):
        checkpoints.create(connection)
    elif all(each["name"] != _ADDED.name for each in inspector.get_columns(checkpoints.name, PROJECTIONS)):
        added = f"add column {_ADDED.name} integer[] not null default '{{}}'"
        connection.exec_driver_sql(f"alter table {PROJECTIONS}.{checkpoints.name} {added}")
        connection.execute(SetColumnComment(_ADDED))


def outdated(connection: Connection, models: Iterable[ReadModel]) -> list[ReadModel]:
    """Return the models to be built anew: without rows, or of a version that this program's follows.

    A version that stood here before and was replaced does not follow: of two programs that run side by side
    the older one never takes the rows back by itself, or both would build them for ever.
    """
    found = found_checkpoints(connection)
    live = set(connection.dialect.get_table_names(connection, schema=PROJECTIONS))
    return [model for model in models if model.name not in live or _follows(model, found.get(model.name))]


def _follows(model: ReadModel, found: Checkpoint | None) -> bool:
    if found is None:
        return True
    version = version_of(model)
    return version not in {found.version, *found.replaced_versions}


def lock(connection: Connection, models: Iterable[ReadModel], *, waits: bool) -> int | None:
    """Hold the models until the transaction ends; return their position, None where another holds them.

    Raises ProjectionOutdatedError where one of them was folded by another version, or has no table yet.
    """
    if waits:
        connection.execute(select(func.pg_advisory_xact_lock(FOLDING_LOCK)))
    elif not connection.scalar(select(func.pg_try_advisory_xact_lock(FOLDING_LOCK))):
        return None
    found = found_checkpoints(connection)
    position = min((each.position for each in found.values()), default=0)
    for model in models:
        _check(model, found.get(model.name), position)
    for name in found.keys() - {model.name for model in models}:
        raise ProjectionOutdatedError(name, "is unknown to this program")
    return position


def _check(model: ReadModel, found: Checkpoint | None, position: int) -> None:
    if found is None:
        raise ProjectionOutdatedError(model.name, "has no rows yet")
    if found.version != version_of(model):
        problem = f"stands at version {found.version}, this program folds version {version_of(model)}"
        raise ProjectionOutdatedError(model.name, problem)
    if found.position != position:
        raise ProjectionOutdatedError(model.name, "is further on than another one")


def move(connection: Connection, models: Iterable[ReadModel], position: int) -> None:
    """Say that everything up to the position is in the rows."""
    names = [model.name for model in models]
    moved = update(checkpoints).where(checkpoints.c.projection.in_(names))
    connection.execute(moved.values(position=position, updated_at=func.now()))
