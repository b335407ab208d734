"""The persistence module of the eventsourcing library over our record."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NoReturn, cast
from uuid import UUID

from eventsourcing.domain import TAggregateID
from eventsourcing.persistence import (
    InfrastructureFactory,
    InfrastructureFactoryError,
    Mapper,
    TrackingRecorder,
    Transcoder,
)
from eventsourcing.utils import Environment, EnvType, resolve_topic

from service.database.engine import libpq_url
from service.eventstore.library.mapper import EventMapper
from service.eventstore.library.recorder import CasebookRecorder, UnsupportedByRecordError

DATABASE_URL = "CASEBOOK_DATABASE_URL"
NOW_TOPIC = "CASEBOOK_NOW_TOPIC"
NEW_ID_TOPIC = "CASEBOOK_NEW_ID_TOPIC"


class CasebookFactory(InfrastructureFactory[TrackingRecorder]):
    """Gives `eventsourcing.application.Application` our recorder and mapper.

    `env` names the database (CASEBOOK_DATABASE_URL). The clock and the maker of ids are arguments or, where
    the library constructs the factory, topics in `env`: CASEBOOK_NOW_TOPIC and CASEBOOK_NEW_ID_TOPIC, such as
    `eventsourcing.domain:datetime_now_with_tzinfo` and `uuid:uuid4`. Raises InfrastructureFactoryError where
    one is missing, UnsupportedByRecordError for what the record does not offer.
    """

    def __init__(
        self,
        env: Environment | EnvType | None,
        *,
        now: Callable[[], datetime] | None = None,
        new_id: Callable[[], UUID] | None = None,
    ) -> None:
        super().__init__(env)
        self._now = now
        self._new_id = new_id
        self._recorder: CasebookRecorder | None = None

    def application_recorder(self) -> CasebookRecorder:
        """Return the recorder, started; there is one a factory, and `close()` closes it."""
        if self._recorder is None:
            self._recorder = CasebookRecorder(
                libpq_url(self._required(DATABASE_URL)),
                now=self._now or resolve_topic(self._required(NOW_TOPIC)),
                new_id=self._new_id or resolve_topic(self._required(NEW_ID_TOPIC)),
            ).start()
        return self._recorder

    def mapper(
        self,
        transcoder: Transcoder | None = None,
        mapper_class: type[Mapper[TAggregateID]] | None = None,
    ) -> Mapper[TAggregateID]:
        """Return our mapper, unless `mapper_class` or MAPPER_TOPIC names another."""
        if mapper_class is not None or self.env.get(self.MAPPER_TOPIC):
            return super().mapper(transcoder, mapper_class)
        for name in (self.CIPHER_TOPIC, "CIPHER_KEY", self.COMPRESSOR_TOPIC):
            if self.env.get(name):
                raise UnsupportedByRecordError(
                    f"{name} is set, but the payload of the record is plain JSON: leave it out"
                )
        return cast("Mapper[TAggregateID]", EventMapper())

    def aggregate_recorder(self, purpose: str = "events") -> NoReturn:
        """Raise: there are no snapshots, long streams are kept in memory."""
        raise UnsupportedByRecordError(
            f"the record keeps no {purpose} besides the events: leave IS_SNAPSHOTTING_ENABLED out"
        )

    def tracking_recorder(self, tracking_recorder_class: type[Any] | None = None) -> NoReturn:  # noqa: ARG002
        """Raise: projections keep their own position."""
        raise UnsupportedByRecordError("the record tracks no projections: use service.projections")

    def process_recorder(self) -> NoReturn:
        """Raise: projections keep their own position."""
        raise UnsupportedByRecordError("the record tracks no projections: use service.projections")

    def close(self) -> None:
        """Close the recorder."""
        if self._recorder is not None:
            self._recorder.close()

    def _required(self, name: str) -> str:
        value = self.env.get(name)
        if not value:
            raise InfrastructureFactoryError(f"{name} is not set in the application's environment")
        return value
