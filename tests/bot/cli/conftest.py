"""The command line as a person meets it: arguments in, text and an exit code out."""

from __future__ import annotations

import asyncio
import io
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import PREFIX

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Done:
    """What a finished command said."""

    code: int
    out: str
    err: str


@pytest.fixture
def clean_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An empty folder as the working directory, and no settings but the database in it."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", f"sqlite:///{tmp_path / 'data' / 'diemtin.db'}")
    monkeypatch.chdir(tmp_path)
    return dict(os.environ)


@pytest.fixture
def diemtin(clean_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Run `diemtin` in this process."""

    def run(*arguments: str, stdin: str = "", **settings: str) -> Done:
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "argv", ["diemtin", *arguments])
            patch.setattr(sys, "stdin", io.StringIO(stdin))
            for name, value in settings.items():
                patch.setenv(PREFIX + name.upper(), value)
            with pytest.raises(SystemExit) as ended:
                main()
        return Done(int(ended.value.code or 0), out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def process(clean_environment: dict[str, str]) -> Callable[..., Awaitable[Done]]:
    """Run `diemtin` as a process of its own, for what needs signals or the event loop of the test."""

    async def run(*arguments: str, **settings: str) -> Done:
        given = {PREFIX + name.upper(): value for name, value in settings.items()}
        started = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *arguments),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**clean_environment, **given, "PYTHONPATH": str(ROOT)},
        )
        out, err = await asyncio.wait_for(started.communicate(), 60)
        assert b"Traceback" not in err
        return Done(started.returncode or 0, out.decode(), err.decode())

    return run
