"""What can be wrong from outside is one clear line and exit code 2."""

import io
import socket
import sqlite3
import sys

import pytest

from bot.cli import main


def test_without_a_token_run_says_where_to_get_one(diemtin):
    done = diemtin("run")
    assert done.code == 2
    assert "DIEMTIN_TELEGRAM_TOKEN is not set. Get a token from @BotFather" in done.err


async def test_a_refused_token_is_said_to_be_refused(process, server):
    done = await process("run", telegram_token="1:wrong", telegram_base_url=server.base_url, http_port="0")
    assert done.code == 2
    assert "Telegram refuses the token" in done.err


async def test_a_wrong_setting_is_one_line_that_names_it(process):
    done = await process("run", digest_time="25:00")
    assert (done.code, done.err) == (
        2,
        "diemtin: DIEMTIN_DIGEST_TIME: “25:00” is not a time; write hours and minutes: 07:30\n",
    )


def test_an_unwritable_data_folder_is_named(diemtin):
    done = diemtin(
        "seed", database_url="sqlite:////proc/diemtin/x.db"
    )  # nobody may write there, root neither
    assert done.code == 2
    assert "/proc/diemtin" in done.err


def test_a_data_folder_that_is_a_file_is_named(diemtin, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = diemtin("seed", database_url=f"sqlite:///{tmp_path / 'file' / 'x.db'}")
    assert done.code == 2
    assert str(tmp_path / "file") in done.err


def test_a_database_of_a_newer_version_is_left_alone(diemtin, tmp_path):
    diemtin("seed")
    file = tmp_path / "data" / "diemtin.db"
    with sqlite3.connect(file) as database:
        database.execute("update alembic_version set version_num = '9999'")
    database.close()
    done = diemtin("seed")
    assert done.code == 2
    assert "newer" in done.err


def test_a_file_that_is_no_database_is_said_to_be_none(diemtin, tmp_path):
    (tmp_path / "notes.txt").write_text("not a database " * 100, encoding="utf-8")
    done = diemtin("seed", database_url=f"sqlite:///{tmp_path / 'notes.txt'}")
    assert done.code == 2
    assert "notes.txt" in done.err


@pytest.mark.parametrize("port", ["-1", "70000"])
def test_a_port_that_there_is_none_of_is_refused(diemtin, port):
    done = diemtin("demo", "--port", port)
    assert (done.code, "--port" in done.err) == (2, True)


async def test_a_taken_port_is_named(process, server):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        token = server.telegram.token
        done = await process("run", telegram_token=token, telegram_base_url=server.base_url, http_port=port)
    assert done.code == 2
    assert f"Cannot listen on 127.0.0.1:{port}" in done.err


def test_doctor_names_what_is_missing_and_shows_no_secret(diemtin):
    done = diemtin("doctor", webhook_secret="secret-hook")
    assert done.code == 1
    assert "secret-hook" not in done.out
    assert "DIEMTIN_TELEGRAM_TOKEN           not set" in done.out
    assert "ok  Database" in done.out


async def test_doctor_says_that_telegram_answers(process, server):
    done = await process("doctor", telegram_token=server.telegram.token, telegram_base_url=server.base_url)
    assert (done.code, "answers; this is @diemtin_bot" in done.out) == (0, True)
    assert server.telegram.token not in done.out


def test_health_of_a_bot_that_does_not_run_is_bad(diemtin):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    assert diemtin("health", http_port=port).code == 1


def test_a_preview_for_an_unknown_chat_says_so(diemtin):
    done = diemtin("digest", "preview", "--chat", "123")
    assert done.code == 2
    assert "has not met a chat 123" in done.err


def test_a_file_that_the_system_refuses_is_named(diemtin):
    diemtin("seed")
    done = diemtin("backup", "y" * 400)
    assert (done.code, done.err) == (2, f"diemtin: {'y' * 400}: File name too long\n")


@pytest.mark.usefixtures("clean_environment")
def test_letters_that_the_terminal_has_not_are_written_as_escapes(monkeypatch):
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True)
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(sys, "argv", ["diemtin", "search", "gạo"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert rb"g\u1ea1o" in terminal.buffer.getvalue()


def test_every_command_has_help(diemtin):
    listed = diemtin("--help").out
    for name in ("demo", "run", "doctor", "seed", "import", "search", "digest"):
        assert name in listed
        assert "Usage" in diemtin(name, "--help").out
