"""`diemtin doctor` reads the same as /readyz and /metrics, from the database."""

import sqlite3


def delivery(done) -> str:
    (line,) = [line for line in done.out.splitlines() if " Delivery " in line]
    return line


def change(tmp_path, *statements: str) -> None:
    with sqlite3.connect(tmp_path / "data" / "diemtin.db") as database:
        for statement in statements:
            database.execute(statement)
    database.close()


TICK = "insert into planner_ticks values ('planner', 'me', {})"
CHAT = """insert into chats (id, channel, address, kind, timezone, created_at)
          values (1, 'telegram', '7', 'private', 'Asia/Tokyo', '2024-12-24 00:00:00')"""
RUN = """insert into digest_runs (id, kind, window_key, timezone, state, created_at)
         values (1, 'digest', 'x', 'Asia/Tokyo', 'open', '2024-12-24 00:00:00')"""
OWED = """insert into deliveries (run_id, chat_id, part, state, payload, not_before, created_at)
          values (1, 1, 1, 'pending', '{}', '2024-12-24 00:00:00', '2024-12-24 00:00:00')"""


def test_before_the_first_run_there_is_nothing_to_complain_of(diemtin):
    diemtin("seed")
    assert delivery(diemtin("doctor")).startswith("ok")


def test_a_planner_that_stopped_is_told_with_what_to_do(diemtin, tmp_path):
    diemtin("seed")
    change(tmp_path, TICK.format("datetime('now', '-1 hour')"))
    done = diemtin("doctor")
    assert delivery(done).startswith("!!")
    assert "start `diemtin run`" in delivery(done)
    assert done.code == 1


def test_a_brief_that_cannot_be_read_is_named_with_what_to_do(diemtin, tmp_path):
    diemtin("seed")
    change(tmp_path, "update briefs set content = '{' where id = 2")
    done = diemtin("doctor")
    (line,) = [line for line in done.out.splitlines() if " Database " in line]
    assert line.startswith("!!")
    assert "Brief 2 is stored in a form that cannot be read (no content): restore a backup" in line
    assert done.code == 1


def test_late_deliveries_are_told(diemtin, tmp_path):
    diemtin("seed")
    change(tmp_path, TICK.format("datetime('now')"), CHAT, RUN, OWED)
    assert "1 due, the oldest for " in delivery(diemtin("doctor"))
    assert "Deliveries are late" in delivery(diemtin("doctor"))
