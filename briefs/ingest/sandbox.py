"""Running a parser where it can do no harm: a fresh process with limits of memory, time, files and network.

It limits what a hostile file can make a parser do by accident or exhaustion. It is not a jail against code
that already runs inside it: that needs the container's own isolation (see docs/ingest.md).
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefs.errors import InputError
from briefs.ingest.parsers.parsed import Refusal

# Isolated mode takes nothing from the environment or the working directory; the search path comes as
# arguments.
_START = (
    "import sys; entry, memory, seconds, *sys.path = sys.argv[1:]; "
    "from briefs.ingest.confined import main; main(entry, int(memory), int(seconds))"
)
_PACKAGES = str(Path(__file__).parents[2])
# Where the interpreter finds its own shared libraries; nothing else of the environment is handed on.
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")

_EXCEPTION = 1  # how Python ends after an exception that nobody caught


@dataclass(frozen=True, slots=True)
class Limits:
    """What one parser may use.

    A web page takes half a second of processor time, most of it for loading the parser; the rest is for long
    documents and slow, busy machines.
    """

    memory: int = 1_000_000_000  # bytes of address space
    cpu_seconds: int = 10
    seconds: float = 30.0  # by the wall clock
    answer: int = 4_000_000  # bytes of JSON
    at_once: int = 2  # processes


class Sandbox:
    """Runs functions of this package on untrusted bytes in limited processes of their own."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._slots = asyncio.Semaphore(self._limits.at_once)

    async def run(self, entry: str, request: dict[str, Any], data: bytes) -> Any:
        """Call `module:function` with the request (plain values) and the bytes, and return its plain value.

        Raises InputError with the function's own message where it refuses, and with one sentence for a crash,
        a timeout, too much memory or too long an answer. Waits for a slot first; that is not counted as time.
        """
        async with self._slots:
            process = await self._start(entry)
            try:
                async with asyncio.timeout(self._limits.seconds):
                    answer = await self._exchange(process, json.dumps(request).encode() + b"\n" + data)
            except TimeoutError:
                raise InputError(Refusal.TOO_HARD) from None
            finally:
                await _end(process)
        return _value(answer, process.returncode)

    async def _start(self, entry: str) -> Process:
        starting = asyncio.create_task(self._spawn(entry))
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            # Cancelled itself, asyncio's start may wait for ever
            # (https://github.com/python/cpython/issues/125502).
            await _end(await starting)
            raise

    async def _spawn(self, entry: str) -> Process:
        path = [_PACKAGES, *(place for place in sys.path if place)]
        return await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START,
            entry, str(self._limits.memory), str(self._limits.cpu_seconds), *path,
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd="/", start_new_session=True,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        )  # fmt: skip

    async def _exchange(self, process: Process, payload: bytes) -> bytes:
        """Hand in the payload while reading the answer; one byte too many ends the reading."""
        answer, _ = await asyncio.gather(self._read(process), _feed(process, payload))
        return answer

    async def _read(self, process: Process) -> bytes:
        assert process.stdout  # noqa: S101 - for the type checker: it was asked for above
        answer = bytearray()
        while len(answer) <= self._limits.answer and (part := await process.stdout.read(65_536)):
            answer += part
        if len(answer) > self._limits.answer:
            raise InputError(Refusal.TOO_LONG)
        await process.wait()
        return bytes(answer)


async def _feed(process: Process, payload: bytes) -> None:
    assert process.stdin  # noqa: S101 - as above
    with suppress(BrokenPipeError, ConnectionResetError):  # it ended before it had read all
        process.stdin.write(payload)
        await process.stdin.drain()
    process.stdin.close()


async def _end(process: Process) -> None:
    """Kill the process and whatever it started, and wait until it is gone."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await asyncio.shield(_gone(process))


async def _gone(process: Process) -> None:
    """Wait for the end of the output and of the process: `wait` alone may hang on output not yet read."""
    assert process.stdin  # noqa: S101 - as above
    assert process.stdout  # noqa: S101
    process.stdin.close()
    while await process.stdout.read(65_536):
        pass
    await process.wait()


def _value(answer: bytes, status: int | None) -> Any:
    if status:
        raise InputError(Refusal.UNREADABLE if status == _EXCEPTION else Refusal.TOO_HARD)
    try:
        read = json.loads(answer)
        if "refused" in read:
            raise InputError(str(read["refused"]))
        return read["value"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError(Refusal.TOO_HARD) from None
