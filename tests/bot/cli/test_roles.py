"""`diemtin run --role`."""

import pytest


@pytest.mark.parametrize("role", ["web", "worker"])
async def test_a_part_alone_on_sqlite_is_refused_with_what_to_do(process, role):
    done = await process("run", "--role", role, telegram_token="1:x", http_port="0")
    assert (done.code, done.err) == (
        2,
        f"diemtin: --role {role} needs PostgreSQL: set DIEMTIN_DATABASE_URL, or leave it out.\n",
    )
