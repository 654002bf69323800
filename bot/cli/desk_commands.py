"""The commands of the editors' desk: arguments and help; `bot.cli.desk` does the work."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from briefs.staff import StaffRole

Run = Callable[[Coroutine[Any, Any, None]], None]
_MOST = 2**63 - 1
"""The largest number that the database can look for."""
_MOST_USER = 2**52 - 1
"""Bot API, User.id: at most 52 significant bits."""
Number = Annotated[int, typer.Argument(min=1, max=_MOST, help="The brief's number.")]
_CONTENT = "New content, as `preview --json` and `revisions --json` print it; - reads it."
Force = Annotated[bool, typer.Option("--force", help="Even where the brief was changed meanwhile.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON line each.")]


def register(app: typer.Typer, run: Run) -> None:
    """Add the commands to the command line; `run` runs their work."""
    _lists(app, run)
    _looks(app, run)
    _steps(app, run)
    _edits(app, run)
    _changes(app, run)
    _roles(app, run)


def _lists(app: typer.Typer, run: Run) -> None:
    @app.command()
    def drafts(json_: AsJson = False) -> None:
        """List the drafts, the last changed first."""
        from bot.cli.desk import show_drafts

        run(show_drafts(as_json=json_))

    @app.command()
    def queue(json_: AsJson = False) -> None:
        """List what is planned, what waits for a publisher, and changes of published briefs."""
        from bot.cli.desk import show_queue

        run(show_queue(as_json=json_))

    @app.command()
    def audit(
        brief: Annotated[
            int | None, typer.Argument(min=1, max=_MOST, help="Only what was done with this brief.")
        ] = None,
        json_: AsJson = False,
        limit: Annotated[int, typer.Option(min=1, max=100_000, help="So many, the newest first.")] = 50,
    ) -> None:
        """Show who did what, and when."""
        from bot.cli.desk import show_audit

        run(show_audit(brief, limit, as_json=json_))


def _looks(app: typer.Typer, run: Run) -> None:
    @app.command()
    def preview(
        brief: Number, json_: Annotated[bool, typer.Option("--json", help="The content, for `edit`.")] = False
    ) -> None:
        """Print a brief as readers will see it, prepared changes included."""
        from bot.cli.desk import show_preview

        run(show_preview(brief, as_json=json_))

    @app.command()
    def revisions(
        brief: Number,
        json_: AsJson = False,
        compare: Annotated[
            tuple[int, int] | None, typer.Option(help="Show what differs between two versions.")
        ] = None,
    ) -> None:
        """List the versions of a brief with their contents, or what differs between two of them."""
        from bot.cli.desk import show_revisions

        run(show_revisions(brief, compare, as_json=json_))


def _steps(app: typer.Typer, run: Run) -> None:
    @app.command()
    def submit(brief: Number) -> None:
        """Hand a draft in for review."""
        from bot.cli.desk import submit_brief

        run(submit_brief(brief))

    @app.command("send-back")
    def send_back(brief: Number, note: Annotated[str, typer.Option(help="What is to be changed.")]) -> None:
        """Make a draft again of a brief in review."""
        from bot.cli.desk import send_brief_back

        run(send_brief_back(brief, note))

    @app.command()
    def publish(
        brief: Number,
        at: Annotated[str, typer.Option(help="When, such as “14:30” or “25/12 08:00”; now without it.")] = "",
    ) -> None:
        """Publish a brief; readers find it at once and followers get it in their next digest."""
        from bot.cli.desk import publish_brief

        run(publish_brief(brief, at))

    @app.command("call-off")
    def call_off(brief: Number) -> None:
        """Do not publish a brief at its planned time."""
        from bot.cli.desk import call_brief_off

        run(call_brief_off(brief))


def _edits(app: typer.Typer, run: Run) -> None:
    @app.command()
    def edit(
        brief: Number, content: Annotated[Path, typer.Option(help=_CONTENT)], force: Force = False
    ) -> None:
        """Change a draft, or prepare changes of a published brief, which `correct` issues."""
        from bot.cli.desk import edit_brief

        run(edit_brief(brief, content, force=force))

    @app.command()
    def drop(brief: Number) -> None:
        """Forget the changes that are prepared for a published brief."""
        from bot.cli.desk import drop_prepared

        run(drop_prepared(brief))


def _changes(app: typer.Typer, run: Run) -> None:
    @app.command()
    def correct(
        brief: Number,
        note: Annotated[str, typer.Option(help="What was wrong: whoever received it is told.")] = "",
        silently: Annotated[bool, typer.Option("--silently", help="A minor edit: nobody is told.")] = False,
        content: Annotated[Path | None, typer.Option(help=_CONTENT)] = None,
        force: Force = False,
    ) -> None:
        """Issue the changes that are prepared for a published brief, or new content from a file."""
        from bot.cli.desk import correct_brief

        run(correct_brief(brief, note, content, silently=silently, force=force))

    @app.command()
    def withdraw(
        brief: Number,
        reason: Annotated[str, typer.Option(help="Why: readers see it, and who received it is told.")] = "",
    ) -> None:
        """Take a published brief back, or discard one that was never published."""
        from bot.cli.desk import withdraw_brief

        run(withdraw_brief(brief, reason))

    @app.command("bring-back")
    def bring_back(brief: Number) -> None:
        """Bring back a brief that was withdrawn or discarded."""
        from bot.cli.desk import bring_brief_back

        run(bring_brief_back(brief))


def _roles(app: typer.Typer, run: Run) -> None:
    roles = typer.Typer(help="Who may edit and publish.", no_args_is_help=True)
    app.add_typer(roles, name="roles")

    @roles.command("list")
    def list_(json_: AsJson = False) -> None:
        """List the people with a role."""
        from bot.cli.desk import show_roles

        run(show_roles(as_json=json_))

    @roles.command()
    def give(
        user: Annotated[int, typer.Argument(min=1, max=_MOST_USER, help="The person's Telegram id.")],
        role: Annotated[StaffRole, typer.Argument(help="reader takes every other role away.")],
        name: Annotated[str, typer.Option(help="A name to show in lists.")] = "",
    ) -> None:
        """Give a person a role in place of the one they had."""
        from bot.cli.desk import give_role

        run(give_role(user, role, name))
