"""The one reader of configuration. Every setting is declared here; docs/settings.md is printed from it."""

import os
from dataclasses import fields
from ipaddress import IPv4Address
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, IPvAnyAddress, IPvAnyNetwork, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from service.database.jobs.limits import JobLimits
from service.domain.clocks.calendars.zone import BUSINESS_ZONE
from service.language import Language


def _default_data_folder() -> Path:
    """A folder that the database account can reach: nothing under the home of root is."""
    return Path("/var/lib/casebook") if os.name != "nt" and os.geteuid() == 0 else Path(".casebook")


class Settings(BaseSettings):
    """All that can be set, each from the environment variable CASEBOOK_<NAME>."""

    model_config = SettingsConfigDict(
        env_prefix="CASEBOOK_", frozen=True, extra="ignore", use_attribute_docstrings=True
    )

    database_url: SecretStr | None = None
    """Your own PostgreSQL server (15 or newer), `postgresql://user:password@host:5432/database`. With
    several hosts, `host1:5432,host2:5432`, the one that accepts writes is used. If omitted, Casebook
    starts the embedded server."""
    data_folder: Path = Field(default_factory=_default_data_folder)
    """Data folder of the embedded PostgreSQL. Default: `.casebook` in the current folder, for root
    `/var/lib/casebook`."""
    database_port: int = Field(default=0, ge=0, le=65535)
    """Port of the embedded PostgreSQL on 127.0.0.1, for BI tools and psql; 0 for any free port."""
    postgres_binaries: Path | None = None
    """Folder with the PostgreSQL programs for the embedded server. If omitted, the installed ones are
    used."""
    allow_unsafe_durability: bool = False
    """Whether Casebook starts on a server that may lose acknowledged data (`fsync`, `full_page_writes` or
    `synchronous_commit` off). For throw-away databases only; the embedded server needs it for the last
    one only."""
    bi_password: SecretStr | None = None
    """Password of the read-only role `casebook_bi`. If omitted, the embedded server generates one and
    keeps it in the data folder; on your own server the role is not created."""
    link_secret: SecretStr | None = Field(default=None, min_length=32)
    """Secret from which links to survey pages are made: 32 characters or more, the same for all
    processes. If omitted, the embedded server generates one and keeps it in the data folder; on your own
    server there are no such links. After a change of the secret, links already sent remain valid."""
    public_url: str | None = Field(default=None, pattern=r"^https?://[^\s?#]+$")
    """Address at which customers reach the survey pages, `https://service.example.com`. Links to them begin
    with it; if omitted, a link is only a path and whoever sends it puts the address before it."""
    host: IPvAnyAddress = IPv4Address("127.0.0.1")
    """Address that `casebook serve` listens on."""
    port: int = Field(default=8000, ge=0, le=65535)
    """Port that `casebook serve` listens on; 0 for any free port."""
    max_body_bytes: int = Field(default=262_144, ge=1_024)
    """Maximum request body in bytes; a longer one is answered with 413."""
    max_batch_bytes: int = Field(default=4_194_304, ge=1_024)
    """Maximum body of `POST /v1/commands` in bytes; a longer one is answered with 413."""
    attachment_max_bytes: int = Field(default=10_485_760, ge=1_024, le=104_857_600)
    """Maximum size of an attached file in bytes; a larger one is answered with 413."""
    connections_at_most: int = Field(default=800, ge=1)
    """Maximum number of open connections; another one is answered with 503."""
    connections_of_address_at_most: int = Field(default=200, ge=1)
    """Maximum number of open connections from one address; a trusted proxy may have as many as there are."""
    trusted_proxies: Annotated[tuple[IPvAnyNetwork, ...], NoDecode] = ()
    """Addresses or networks of the proxies before the server, with commas between: `10.0.0.5,10.1.0.0/16`.
    Only of a connection from one of these `X-Forwarded-For` and `X-Forwarded-Proto` are believed: bounds of
    addresses then count for who is behind it. The proxy must add the address of its client to the first and
    replace the second. If omitted, both headers are ignored, whoever sends them."""
    access_log_file_bytes: int = Field(default=67_108_864, ge=1_048_576)
    """Bytes after which the next file of the access log is begun. It stands in the data folder and says who
    read and told what."""
    access_log_files: int = Field(default=16, ge=1, le=10_000)
    """Files of the access log that are kept; the oldest makes room for a new one."""
    require_if_match: bool = False
    """Whether commands on an existing case or account must carry If-Match; without it they are answered
    with 428."""
    language: Language = "en"
    """Language of the command line: `en` or `zh`."""
    zone: str = BUSINESS_ZONE
    """Time zone of business days, such as `Asia/Shanghai`: days in stories, in reports and their options, and
    in the views for BI tools. The views follow a change at the next start; nothing on the record changes.
    Give all processes of one record the same zone."""
    log_format: Literal["text", "json"] = "text"
    """Format of the log on standard error."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """Lowest level that is logged."""
    watch: bool = True
    """Whether `casebook serve` watches the clocks: it records warnings, breaches and escalations when
    due. If false, run `casebook watch` elsewhere."""
    watch_clock_tolerance_seconds: float = Field(default=5.0, ge=0.5, le=300.0)
    """Seconds by which the clocks of this machine and of the database may differ, or ours may jump.
    Beyond that the watch records nothing until they agree again."""
    jobs: bool = True
    """Whether `casebook serve` does jobs. If false, let another server do them, or `casebook jobs work`."""
    jobs_of_key_at_most: int = Field(default=8, ge=1, le=1_000)
    """Maximum number of jobs of one key that wait or run; another one is answered with 429."""
    job_seconds_at_most: float = Field(default=3_600.0, ge=1.0)
    """Maximum number of seconds that a job may take; then it has failed."""
    job_result_max_bytes: int = Field(default=268_435_456, ge=1_024)
    """Maximum size of a job's result in bytes; beyond that the job has failed."""
    job_results_of_key_max_bytes: int = Field(default=1_073_741_824, ge=1_024)
    """Maximum size of all results of one key in bytes; the oldest make room for a new one."""
    jobs_kept_days: int = Field(default=7, ge=1, le=366)
    """Days for which a job and its result are kept after it has ended."""
    projection_batch_events: int = Field(default=20_000, ge=1, le=100_000)
    """Maximum number of events that the projections fold in one transaction."""

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _are_listed(cls, proxies: object) -> object:
        """Take several with commas between."""
        if not isinstance(proxies, str):
            return proxies
        return [each.strip() for each in proxies.split(",") if each.strip()]

    @field_validator("zone")
    @classmethod
    def _is_a_place(cls, zone: str) -> str:
        """Refuse what is no place everywhere alike, such as `localtime`."""
        if zone not in available_timezones() - {"localtime", "Factory"}:
            raise ValueError("is no time zone; write a name such as Asia/Shanghai or Europe/Berlin")
        return zone

    @property
    def job_limits(self) -> JobLimits:
        """What jobs may cost."""
        return JobLimits(**{each.name: getattr(self, each.name) for each in fields(JobLimits)})

    @property
    def business_zone(self) -> ZoneInfo:
        """The zone of business days."""
        return ZoneInfo(self.zone)
