import datetime as dt
from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings, Weekday, load_settings
from briefs.errors import SettingsError

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def read(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(PREFIX + name.upper(), value)
    return load_settings(None)


def test_the_defaults_suit_a_bot_in_vietnam(monkeypatch):
    settings = read(monkeypatch)
    assert (settings.timezone, settings.digest_time) == ("Asia/Ho_Chi_Minh", dt.time(7, 30))
    assert settings.database == "sqlite:///data/diemtin.db"


@pytest.mark.parametrize("value", ["7:05", "07:05", " 07:05 "])
def test_a_time_is_read_as_people_write_it(monkeypatch, value):
    assert read(monkeypatch, digest_time=value).digest_time == dt.time(7, 5)


def test_owners_are_separated_by_commas(monkeypatch):
    assert read(monkeypatch, owner_ids="12, 34,").owner_ids == (12, 34)


def test_a_weekday_may_be_written_in_any_case(monkeypatch):
    assert read(monkeypatch, digest_weekday="Sun").digest_weekday is Weekday.SUN
    assert Weekday.SUN.number == 6


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("digest_time", "24:00"),
        ("digest_time", "half past seven"),
        ("digest_weekday", "someday"),
        ("timezone", "Asia/Atlantis"),
        ("timezone", "../etc/passwd"),
        ("owner_ids", "12,bob"),
        ("owner_ids", "١٢"),
        ("http_port", "99999"),
        ("database_url", "mysql://localhost/x"),
        ("database_url", "postgresql://user:p@ss:word@host:port/name"),
        ("telegram_base_url", "api.telegram.org"),
        ("telegram_proxy", "ftp://proxy"),
        ("webhook_secret", "not allowed!"),
        ("log_level", "LOUD"),
    ],
)
def test_a_wrong_value_is_one_clear_line_that_names_the_setting(monkeypatch, name, value):
    with pytest.raises(SettingsError) as raised:
        read(monkeypatch, **{name: value})
    assert raised.value.message.startswith(PREFIX + name.upper() + ": ")
    assert "\n" not in raised.value.message


def test_every_wrong_value_is_told_at_once(monkeypatch):
    with pytest.raises(SettingsError) as raised:
        read(monkeypatch, timezone="x", digest_time="y")
    assert len(raised.value.message.splitlines()) == 2


def test_secrets_are_never_shown(monkeypatch):
    settings = read(
        monkeypatch,
        telegram_token="123456:secret-token",
        database_url="postgresql://user:secret-password@host/name",
        telegram_proxy="http://user:secret-proxy@host:1",
        webhook_secret="secret-hook",
    )
    assert "secret-" not in repr(settings) + str(settings) + settings.database


def test_an_env_file_is_read(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("DIEMTIN_TIMEZONE=Asia/Tokyo\n# comment\n", encoding="utf-8")
    assert load_settings(tmp_path / ".env").timezone == "Asia/Tokyo"


def test_every_setting_is_in_the_example_file():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert [n for n in Settings.model_fields if f"{PREFIX}{n.upper()}=" not in example] == []


def test_every_setting_is_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [n for n in Settings.model_fields if f"`{PREFIX}{n.upper()}`" not in readme] == []
