"""The table of commands and the one place where errors become exit codes."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.desk_commands import register as register_desk
from bot.roles import Role
from briefs.errors import DiemTinError

app = typer.Typer(
    name="diemtin",
    help="Điểm Tin: a Telegram bot that delivers Vietnamese policy briefings.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
sources = typer.Typer(help="The original texts behind briefs.", no_args_is_help=True)
app.add_typer(sources, name="sources")
digest = typer.Typer(help="Digests: what a chat would get.", no_args_is_help=True)
app.add_typer(digest, name="digest")

BAD_INPUT = 2
Force = Annotated[bool, typer.Option("--force", help="Replace what editors changed since, too.")]


def main() -> None:
    """Run the command line; expected errors are one clear line and exit code 2.

    Letters that the terminal does not have are written as escapes.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        app()
    except DiemTinError as error:
        sys.stderr.write(f"diemtin: {error.message}\n")
        sys.exit(BAD_INPUT)
    except OSError as error:
        if error.filename is None:
            raise
        sys.stderr.write(f"diemtin: {error.filename}: {error.strerror}\n")
        sys.exit(BAD_INPUT)


def _run(
    work: Coroutine[Any, Any, None], loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None
) -> None:
    try:
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            runner.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


@app.command()
def run(
    role: Annotated[Role, typer.Option(help="Do all, or one part beside others on PostgreSQL.")] = Role.ALL,
) -> None:
    """Run the bot: poll Telegram, or serve the webhook where DIEMTIN_WEBHOOK_URL is set."""
    from bot.app import run as run_bot
    from bot.loop import new_event_loop
    from bot.settings import load_settings

    _run(run_bot(load_settings(), role), new_event_loop)


@app.command()
def demo(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of the chat page; 0 takes a free one.")
    ] = 8765,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder to keep the demo's database in.")] = None,
) -> None:
    """Chat with the bot in the browser: no token, nothing leaves this machine."""
    from bot.cli.demo import run_demo

    _run(run_demo(port, open_browser=open_, folder=data))


@app.command()
def doctor() -> None:
    """Say what is set, what is missing, and whether Telegram and the database answer."""
    from bot.cli.doctor import examine

    _run(examine())


@app.command()
def health() -> None:
    """Ask the running bot on this machine whether it is well; exit code 0 means yes."""
    from bot.cli.doctor import ask_health
    from bot.settings import load_settings

    _run(ask_health(load_settings()))


@app.command()
def seed() -> None:
    """Store the packaged briefs, or bring them up to date; what editors changed since is kept."""
    from bot.cli.content import seed_briefs

    _run(seed_briefs())


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="JSON lines, one article a line; - reads standard input.")],
    publish: Annotated[
        bool, typer.Option("--publish", help="Publish at once instead of storing drafts.")
    ] = False,
    analyse: Annotated[
        bool, typer.Option("--analyse", help="Find points and duties, as `add` does; else the first lines.")
    ] = False,
    force: Force = False,
) -> None:
    """Store articles; what is stored already (same id or url) is brought up to date, never doubled."""
    from bot.cli.content import import_articles

    _run(import_articles(file, publish=publish, force=force, analyse=analyse))


@app.command()
def analyse(
    places: Annotated[list[str], typer.Argument(help="Files, http(s) addresses, or - for standard input.")],
    json_: Annotated[bool, typer.Option("--json", help="One JSON line an article.")] = False,
) -> None:
    """Summarise articles and find the directives in them, offline and without a model."""
    from bot.cli.analyse import analyse_sources

    _run(analyse_sources(places, as_json=json_))


@app.command()
def add(
    places: Annotated[list[str], typer.Argument(help="Files, http(s) addresses, or - for standard input.")],
    publish: Annotated[
        bool, typer.Option("--publish", help="Publish at once instead of storing drafts.")
    ] = False,
    force: Force = False,
) -> None:
    """Analyse articles and store their briefs as drafts, to be reviewed and published."""
    from bot.cli.analyse import add_sources

    _run(add_sources(places, publish=publish, force=force))


@app.command()
def search(
    query: Annotated[
        str | None, typer.Argument(help="What to look for; without it, one a line is read.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON line a query.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Results a query.")] = 10,
) -> None:
    """Search the published briefs."""
    from bot.cli.content import search_briefs

    _run(search_briefs(query, as_json=json_, limit=limit))


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to put the copy.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there already.")] = False,
) -> None:
    """Copy the SQLite database to a file while the bot runs, and check the copy."""
    from bot.cli.backups import back_up

    back_up(file, force=force)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A copy made by `diemtin backup` or /backup.")],
) -> None:
    """Put a copy in the place of the SQLite database; the bot must be stopped, what was there is kept."""
    from bot.cli.backups import restore as put_back

    put_back(file)


@app.command()
def move(
    url: Annotated[
        str, typer.Argument(envvar="DIEMTIN_MOVE_TO", help="An empty PostgreSQL database: postgresql://...")
    ],
) -> None:
    """Copy all that the SQLite database holds to PostgreSQL; the bot must be stopped."""
    from bot.cli.moves import move_to

    _run(move_to(url))


@app.command()
def stats(
    json_: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Show the service in numbers, and what readers search for in vain."""
    from bot.cli.stats import show_stats

    _run(show_stats(as_json=json_))


@app.command()
def subscriptions(
    chat: Annotated[str | None, typer.Option(help="Only of this chat: its Telegram id.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object a line; times in UTC.")] = False,
) -> None:
    """List who follows what, with its last and next send, and why it ended."""
    from bot.cli.subscriptions import list_subscriptions

    _run(list_subscriptions(chat, as_json=json_))


@sources.command("import")
def import_sources(
    folder: Annotated[Path, typer.Argument(help="A folder of .txt files named as the briefs' external ids.")],
    force: Force = False,
) -> None:
    """Attach the originals to briefs, so that citations quote them and their full text can be read."""
    from bot.cli.content import attach_sources

    _run(attach_sources(folder, force=force))


@digest.command("preview")
def preview(
    chat: Annotated[str, typer.Option(help="The chat's Telegram id.")],
) -> None:
    """Print exactly what the chat's next digest would say if it were due now; nothing is sent."""
    from bot.cli.digests import preview_digest

    _run(preview_digest(chat))


register_desk(app, _run)
