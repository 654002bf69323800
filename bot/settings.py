"""Settings from the environment (prefix `DIEMTIN_`) and an `.env` file in the working directory."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from briefs.errors import SettingsError

PREFIX = "DIEMTIN_"


class Weekday(StrEnum):
    """Days of the week as they are set."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @property
    def number(self) -> int:
        """Return the day as `datetime.date.weekday` counts it: Monday is 0."""
        return list(Weekday).index(self)


class LogLevel(StrEnum):
    """How much is logged."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class Settings(BaseSettings):
    """All that can be set from outside; every field is an environment variable with the prefix."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    telegram_token: SecretStr | None = Field(None, description="the bot's token from @BotFather")
    telegram_base_url: str = Field(
        "https://api.telegram.org/bot", description="Bot API server, the token is appended"
    )
    telegram_base_file_url: str = Field(
        "https://api.telegram.org/file/bot", description="where files are fetched, the token is appended"
    )
    telegram_proxy: SecretStr | None = Field(None, description="http, https or socks5 proxy to Telegram")
    database_url: SecretStr = Field(
        SecretStr("sqlite:///data/diemtin.db"),
        description="sqlite:///path or postgresql://user:pw@host/name",
    )
    owner_ids: Annotated[tuple[int, ...], NoDecode] = Field(
        (), description="owners' Telegram ids, with commas"
    )
    timezone: str = Field("Asia/Ho_Chi_Minh", description="time zone of new subscriptions")
    digest_time: dt.time = Field(dt.time(7, 30), description="hour of new subscriptions, HH:MM")
    digest_weekday: Weekday = Field(Weekday.MON, description="day of new weekly ones, mon to sun")
    resolver: bool = Field(False, description="look for a message whose answer was lost before repeating it")
    paid_broadcast: bool = Field(False, description="pay Stars to send up to 1000 digests a second")
    second_approval: bool = Field(False, description="who made, changed or handed in a brief cannot publish")
    webhook_url: str | None = Field(None, description="public https address; polling without it")
    webhook_secret: SecretStr | None = Field(None, description="comes with each webhook call")
    http_host: str = Field("127.0.0.1", description="address of the health and webhook server")
    http_port: int = Field(8080, ge=0, le=65535, description="port of the health and webhook server")
    log_level: LogLevel = Field(LogLevel.INFO, description="DEBUG, INFO, WARNING or ERROR")
    log_json: bool = Field(False, description="log as JSON lines")

    @field_validator("owner_ids", mode="before")
    @classmethod
    def _split_ids(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if wrong := next((part for part in parts if not part.isascii() or not part.isdigit()), None):
            raise ValueError(f"“{wrong}” is not a Telegram user id; write numbers with commas")
        return tuple(int(part) for part in parts)

    @field_validator("digest_time", mode="before")
    @classmethod
    def _parse_time(cls, value: Any) -> Any:
        if isinstance(value, dt.time):
            return value
        try:
            parsed = dt.datetime.strptime(str(value).strip(), "%H:%M")  # noqa: DTZ007  (a time of day has no zone)
        except ValueError:
            raise ValueError(f"“{value}” is not a time; write hours and minutes: 07:30") from None
        return parsed.time()

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"“{value}” is no known time zone; write one like Asia/Ho_Chi_Minh") from None
        return value

    @field_validator("digest_weekday", "log_level", mode="before")
    @classmethod
    def _any_case(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, str):
            return value
        return value.strip().lower() if info.field_name == "digest_weekday" else value.strip().upper()

    @field_validator("telegram_base_url", "telegram_base_file_url")
    @classmethod
    def _http_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError(f"“{value}” is no address; write one like http://127.0.0.1:8081/bot")
        return value

    @field_validator("telegram_proxy")
    @classmethod
    def _proxy_address(cls, value: SecretStr | None) -> SecretStr | None:
        schemes = ("http://", "https://", "socks5://", "socks5h://")
        if value is not None and not value.get_secret_value().startswith(schemes):
            raise ValueError("a proxy address starts with http://, https:// or socks5://")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _webhook_address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("https://", "http://")):
            raise ValueError(f"“{value}” is no address; write one like https://bot.example.org/telegram")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret_letters(cls, value: SecretStr | None) -> SecretStr | None:
        # Bot API, setWebhook: 1-256 characters, A-Z, a-z, 0-9, _ and -.
        secret = value.get_secret_value() if value else "ok"
        if not (1 <= len(secret) <= 256 and all(c.isascii() and (c.isalnum() or c in "_-") for c in secret)):
            raise ValueError("a webhook secret is 1 to 256 letters, digits, _ or -")
        return value

    @field_validator("database_url")
    @classmethod
    def _database_scheme(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(("sqlite://", "postgresql://", "postgres://")):
            raise ValueError("write sqlite:///path/to/file.db or postgresql://user:password@host/name")
        try:
            make_url(value.get_secret_value())
        except (ArgumentError, ValueError):
            raise ValueError("cannot be read; a password's special letters are written as %40, %3A") from None
        return value

    @property
    def database(self) -> str:
        """The database's address without its password."""
        return make_url(self.database_url.get_secret_value()).render_as_string(hide_password=True)


def load_settings(env_file: Path | None = Path(".env"), **overrides: Any) -> Settings:
    """Read the settings; raise SettingsError with one line per wrong value, never showing secrets."""
    try:
        return Settings(_env_file=env_file, **overrides)  # type: ignore[call-arg]  # pydantic-settings' own
    except ValidationError as error:
        lines = [
            f"{PREFIX}{str(e['loc'][0]).upper()}: {_reason(e)}" for e in error.errors(include_input=False)
        ]
        raise SettingsError("\n".join(lines)) from None


def _reason(error: Any) -> str:
    return str(error["msg"]).removeprefix("Value error, ")
