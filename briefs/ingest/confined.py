"""The inner side of the sandbox: a process that limits itself, reads one request, answers it and ends.

Started by briefs.ingest.sandbox only. The limits are set before the request is read and before any parser is
loaded.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
from typing import Any, BinaryIO

from briefs.errors import InputError

EXHAUSTED = 71  # exit status where memory ran out
_OPEN_FILES = 64
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
# Prefixes of audit events (https://docs.python.org/3/library/audit_events.html).
_FORBIDDEN = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.kill",
    "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink", "os.truncate", "pty.",
)  # fmt: skip


def main(entry: str, memory: int, cpu_seconds: int) -> None:
    """Answer one request: a JSON line and bytes on standard input, a JSON value on standard output.

    `entry` is `module:function`; the function takes the request and the bytes and returns plain values.
    `memory` is in bytes. The answer has the value under "value", or under "refused" the message of an
    InputError.
    """
    _limit(memory, cpu_seconds)
    answers = _silence()
    sys.addaudithook(_forbid)
    try:
        answer = _answer(entry, sys.stdin.buffer)
        answers.write(json.dumps(answer).encode())
        answers.flush()
    except MemoryError:
        os._exit(EXHAUSTED)
    os._exit(0)  # a damaged heap may not survive an orderly end


def _limit(memory: int, cpu_seconds: int) -> None:
    limits = (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    )
    for kind, most in limits:
        resource.setrlimit(kind, (most, most))
    if sys.platform == "linux":  # elsewhere the kernel does not keep this limit
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _silence() -> BinaryIO:
    """Keep standard output for the answer; what libraries print goes where nobody reads."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    """Stop the network, other programs and writing; an audit hook cannot be removed (PEP 578)."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
        raise PermissionError(event)


def _answer(entry: str, source: BinaryIO) -> dict[str, Any]:
    request = json.loads(source.readline())
    data = source.read()
    module, _, function = entry.partition(":")
    try:
        return {"value": getattr(importlib.import_module(module), function)(request, data)}
    except InputError as error:
        return {"refused": error.message}
