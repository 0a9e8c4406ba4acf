"""What config.yaml may hold: one class per section."""

from __future__ import annotations

import difflib
import re
from datetime import datetime, time
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    field_validator,
    model_validator,
)

MINUTES_OF_DAY = 24 * 60
SECONDS_OF_DAY = MINUTES_OF_DAY * 60


def _as_list(value: object) -> object:
    return [] if value is None else value if isinstance(value, list) else [value]


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_time(value: object) -> object:
    """YAML reads 22:00 without quotes as a number to the base of 60: minutes, or seconds with three parts."""
    if not isinstance(value, int) or isinstance(value, bool):
        return value
    seconds = value * 60 if value < MINUTES_OF_DAY else value
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60) if 0 <= seconds < SECONDS_OF_DAY else value


def _web_address(value: str) -> str:
    if not re.match(r"https?://[^/]", value):
        raise ValueError(f"{value!r} is no web address; write one that begins with https:// or http://")
    return value


Id = Annotated[str, BeforeValidator(_as_text)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
DayTime = Annotated[time, BeforeValidator(_as_time)]


class Part(BaseModel):
    """What every section of the file shares: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ProgramSource(Part):
    """A program file or URL; ``format`` is recognized when left out."""

    source: str
    format: Literal["frab-xml", "frab-json", "pretalx", "sessionize", "ical", "yaml", "csv", "xlsx"] | None = None


def _as_source(value: object) -> object:
    return {"source": value} if isinstance(value, str) else value


Sources = Annotated[list[str], BeforeValidator(_as_list)]


class EventSection(Part):
    """The event and where its material lies."""

    name: Id
    time_zone: str
    program: Annotated[list[Annotated[ProgramSource, BeforeValidator(_as_source)]], BeforeValidator(_as_list)] = []
    speeches: Sources = []
    pages: Sources = []
    meetings: str | None = None
    attendees: str | None = None

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            near = difflib.get_close_matches(value, available_timezones(), 1, 0.5)
            hint = f"; did you mean {near[0]}?" if near else "; write one such as Europe/Paris"
            raise ValueError(f"no time zone is called {value!r}{hint}")
        return value


class OrganizersChannels(Part):
    """Where questions and notices for the organizers go."""

    slack: Id | None = None
    telegram: Id | None = None


class OrganizersDesk(Part):
    """The people at the desk, by platform id."""

    slack: Annotated[list[Id], BeforeValidator(_as_list)] = []
    telegram: Annotated[list[Id], BeforeValidator(_as_list)] = []


class OrganizersSection(Part):
    """Who may announce and answer, by platform id; the desk is told of late and absent people.

    On Slack the id of a user group (``S0123ABCD``) stands for its members, here and at the desk.
    """

    slack: Annotated[list[Id], BeforeValidator(_as_list)] = []
    telegram: Annotated[list[Id], BeforeValidator(_as_list)] = []
    desk: OrganizersDesk = OrganizersDesk()
    channels: OrganizersChannels = OrganizersChannels()


class Listening(Part):
    """Where an HTTP server of ours listens."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    path: str = "/"


class SlackSection(Part):
    """How Slack is reached. ``api_url`` is the base that method names are added to."""

    api_url: WebAddress = "https://slack.com/api/"
    mode: Literal["socket", "http"] = "socket"
    http: Listening = Listening(port=3000, path="/slack/events")
    messages_per_second: float = Field(default=4.0, gt=0)


class TelegramSection(Part):
    """How Telegram is reached. ``api_url`` is the server's root."""

    api_url: WebAddress = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook: Listening = Listening(port=8443, path="/telegram")
    webhook_url: str | None = None
    messages_per_second: float = Field(default=29.5, gt=0)


class StoreSection(Part):
    """The database."""

    url: str = "sqlite:///var/rendezvous.db"

    @field_validator("url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not re.match(r"(sqlite|postgres(ql)?)(\+\w+)?://", value):  # not repeated: it may hold a password
            raise ValueError("is not the URL of a database; write sqlite:///var/rendezvous.db or postgresql://...")
        return value


class IndexSection(Part):
    """The index: its folder and the embedding model (``builtin``, a hub id or a folder)."""

    folder: str = "var/index"
    model: str = "builtin"


class ConversationSection(Part):
    """How long a conversation leans on its last turns, and how much one person may ask."""

    context_minutes: int = Field(default=30, ge=0, le=1440)
    questions_per_minute: int = Field(default=20, ge=1)


class RemindersSection(Part):
    """Reminders and notices of changes. Quiet hours are in each person's zone."""

    lead_minutes: int = Field(default=10, ge=0, le=1440)
    quiet_from: DayTime | None = None
    quiet_to: DayTime | None = None
    daily_cap: int = Field(default=50, ge=1)
    change_wait_seconds: int = Field(default=120, ge=0)
    early_margin_seconds: int = Field(default=120, ge=0)
    day_card_at: DayTime = time(8, 0)
    tick_seconds: int = Field(default=5, ge=1, le=60)
    watch_seconds: int = Field(default=30, ge=1)


class AnnouncementsSection(Part):
    """Announcements: whether "everyone" needs a second organizer, and how long undo is open."""

    second_organizer: bool = False
    undo_seconds: int = Field(default=30, ge=0, le=600)
    summary_at: DayTime | None = time(18, 0)


class ClockSection(Part):
    """Simulated time for rehearsals: begins at ``start`` on the first run and goes on at ``speed``."""

    start: datetime | None = None
    speed: float = Field(default=1.0, gt=0, le=3600)


class TelemetrySection(Part):
    """Logs as JSON lines or plain text, and the port where counters can be read, None for none."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    json_lines: bool = False
    metrics_port: int | None = Field(default=None, ge=1, le=65535)


class PrivacySection(Part):
    """How many days after the event personal data is kept."""

    keep_days: int = Field(default=30, ge=0)


class Config(Part):
    """The whole file, and the folder it lies in."""

    event: EventSection
    organizers: OrganizersSection = OrganizersSection()
    slack: SlackSection = SlackSection()
    telegram: TelegramSection = TelegramSection()
    store: StoreSection = StoreSection()
    index: IndexSection = IndexSection()
    conversation: ConversationSection = ConversationSection()
    reminders: RemindersSection = RemindersSection()
    announcements: AnnouncementsSection = AnnouncementsSection()
    privacy: PrivacySection = PrivacySection()
    telemetry: TelemetrySection = TelemetrySection()
    clock: ClockSection = ClockSection()
    _base: Path = PrivateAttr(default=Path())

    @model_validator(mode="before")
    @classmethod
    def _without_empty_sections(cls, tree: dict[str, Any]) -> dict[str, Any]:
        """A section with nothing under it has its defaults."""
        return {key: value for key, value in tree.items() if value is not None or key not in cls.model_fields}

    @property
    def base(self) -> Path:
        """The folder of the file, absolute."""
        return self._base

    @property
    def zone(self) -> ZoneInfo:
        """The event's zone."""
        return ZoneInfo(self.event.time_zone)

    @property
    def index_folder(self) -> Path:
        """The index folder, absolute."""
        return self.base / self.index.folder

    @property
    def store_url(self) -> str:
        """The database URL; the path of an SQLite file made absolute."""
        head, mark, path = self.store.url.partition(":///")
        return f"{head}:///{self.base / path}" if head.startswith("sqlite") and mark and path else self.store.url


def users_and_groups(accounts: list[str]) -> tuple[list[str], list[str]]:
    """Part Slack's ids into those of users (``U`` or ``W``) and those of user groups (``S``)."""
    groups = [account for account in accounts if account.startswith("S")]
    return [account for account in accounts if account not in groups], groups
