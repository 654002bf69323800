"""What runs in the sandbox is limited, and whatever it does comes back as one clear sentence."""

import asyncio
import itertools
import sys
import textwrap

import psutil
import pytest

from briefs.errors import InputError
from briefs.ingest.parsers.parsed import Refusal
from briefs.ingest.sandbox import Limits, Sandbox

SMALL = Limits(memory=300_000_000, cpu_seconds=1, seconds=20, answer=10_000, at_once=1)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run the body of a function `f(request, data)` in the sandbox."""
    monkeypatch.syspath_prepend(tmp_path)

    async def run(body, request=None, data=b"", limits=SMALL):
        (tmp_path / "trial.py").write_text(
            "import os, sys, time\ndef f(request, data):\n" + textwrap.indent(textwrap.dedent(body), "    ")
        )
        return await Sandbox(limits).run("trial:f", request or {}, data)

    return run


def children() -> list[psutil.Process]:
    """The sandboxes of this process; others, such as a database of other tests, may run beside them."""
    return [child for child in psutil.Process().children() if is_sandbox(child)]


def is_sandbox(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE and "-I" in process.cmdline()
    except psutil.NoSuchProcess:
        return False


async def test_a_function_gets_request_and_bytes_and_answers_with_plain_values(run):
    assert await run("return [request['a'], len(data), data[:2].hex()]", {"a": "ă"}, b"\x00\n" * 100_000) == [
        "ă",
        200_000,
        "000a",
    ]


async def test_a_refusal_inside_comes_out_with_its_message(run):
    with pytest.raises(InputError, match="send another"):
        await run("from briefs.errors import InputError; raise InputError('send another')")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("return len('x' * 500_000_000)", id="memory"),
        pytest.param("while True: pass", id="processor time"),
        pytest.param("import ctypes; ctypes.string_at(0)", id="crash"),
        pytest.param("os._exit(0)", id="no answer"),
    ],
)
async def test_exhaustion_and_crashes_become_one_sentence(run, body):
    with pytest.raises(InputError) as caught:
        await run(body)
    assert caught.value.message == Refusal.TOO_HARD


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("raise ValueError('x' * 100)", id="exception"),
        pytest.param("return {1, 2}", id="no plain value"),
        pytest.param("g = lambda: g() + 1; g()", id="recursion"),
    ],
)
async def test_an_exception_of_a_parser_becomes_one_sentence(run, body):
    with pytest.raises(InputError) as caught:
        await run(body)
    assert caught.value.message == Refusal.UNREADABLE


async def test_a_process_that_sleeps_is_killed_when_its_time_is_up(run):
    with pytest.raises(InputError) as caught:
        await run("time.sleep(600)", limits=Limits(seconds=1))
    assert caught.value.message == Refusal.TOO_HARD
    assert not children()


async def test_a_cancelled_run_leaves_no_process(run):
    task = asyncio.create_task(run("time.sleep(600)"))
    while not children():  # noqa: ASYNC110 - a process gives no event when it has started
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not children()


@pytest.mark.parametrize("steps", range(0, 40, 3))
async def test_a_run_may_be_cancelled_at_any_moment(run, steps):
    task = asyncio.create_task(run("time.sleep(600)", data=bytes(3_000_000)))
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not children()


async def test_too_long_an_answer_is_cut_off(run):
    with pytest.raises(InputError) as caught:
        await run("return 'x' * 20_000_000")
    assert caught.value.message == Refusal.TOO_LONG


async def test_an_answer_without_end_is_not_read_to_its_end(run):
    body = """
        import stat
        for number in range(3, 60):
            try:
                pipe = stat.S_ISFIFO(os.fstat(number).st_mode)
            except OSError:
                continue
            while pipe:
                os.write(number, bytes(5_000))
                time.sleep(0.01)
    """
    with pytest.raises(InputError) as caught:
        await run(body, limits=Limits(answer=10_000, seconds=5))
    assert caught.value.message == Refusal.TOO_LONG


async def test_no_secret_of_the_environment_is_handed_on(run, monkeypatch):
    monkeypatch.setenv("DIEMTIN_TELEGRAM_TOKEN", "123:hidden-token")
    seen = await run("return [dict(os.environ), sys.argv, os.getcwd()]")
    assert "hidden-token" not in str(seen)
    assert seen[2] == "/"
    assert set(seen[0]) <= {"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LC_CTYPE"}


async def test_nothing_is_imported_from_the_working_directory(run, monkeypatch):
    monkeypatch.syspath_prepend("")
    assert "" not in await run("return sys.path")


@pytest.mark.parametrize(
    "act",
    [
        "import socket; socket.socket().connect(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import subprocess; subprocess.run(['/bin/true'])",
        "os.system('true')",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "open(request['file'], 'w')",
        "os.open(request['file'], os.O_CREAT | os.O_WRONLY)",
        "os.remove(request['kept'])",
        "os.kill(os.getppid(), 0)",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "os.rename(request['kept'], request['file'])",
        "os.rmdir(request['folder'])",
        "os.link(request['kept'], request['file'])",
        "os.symlink(request['kept'], request['file'])",
        "os.truncate(request['kept'], 0)",
    ],
)
async def test_network_programs_and_writing_are_forbidden(run, act, tmp_path):
    kept, folder = tmp_path / "kept", tmp_path / "folder"
    kept.touch()
    folder.mkdir()
    body = f"""
        try:
            {act}
        except PermissionError as error:
            return str(error)
    """
    assert await run(body, {"file": str(tmp_path / "new"), "kept": str(kept), "folder": str(folder)})
    assert kept.exists()
    assert folder.exists()
    assert not (tmp_path / "new").exists()


async def test_memory_time_and_files_are_limited_for_good(run):
    body = """
        import resource
        kinds = (resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NOFILE)
        return [resource.getrlimit(kind) for kind in (*kinds, resource.RLIMIT_AS)]
    """
    cpu, written, core, files, memory = await run(body)
    assert (cpu, written, core) == ([1, 1], [0, 0], [0, 0])
    assert files[1] < 100
    assert sys.platform != "linux" or memory == [300_000_000, 300_000_000]


async def test_what_a_library_prints_is_not_taken_for_the_answer(run):
    body = "print('{}'); sys.stdout.flush(); os.write(1, b'noise'); return 1"
    assert await run(body) == 1


async def test_runs_wait_for_their_turn(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "span.py").write_text(
        "import time\ndef f(request, data):\n    start = time.monotonic(); time.sleep(.2)\n"
        "    return [start, time.monotonic()]\n"
    )
    sandbox = Sandbox(Limits(at_once=1))
    spans = sorted(await asyncio.gather(*(sandbox.run("span:f", {}, b"") for _ in range(3))))
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


async def test_the_event_loop_goes_on_while_a_parser_works(run):
    ticks = 0

    async def tick():
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    await run("time.sleep(.3)")
    ticking.cancel()
    assert ticks >= 5
