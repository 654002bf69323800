"""What readers and owners see of a word that is passed on."""

from __future__ import annotations

from briefs.blocks import Document, Heading, code, document, line, para
from briefs.staff import Person
from briefs.views.context import ViewContext


def asked(view: ViewContext, *, private: bool) -> Document:
    """Return what asks for the text, which in a group comes with the command, and says what becomes of it."""
    tr = view.tr
    how = tr("What is wrong, missing or hard to find? Your next message is passed on to them.")
    with_command = view.say("In a group, start with a command: {example}", example=code("/feedback …"))
    return document(
        [
            Heading(line(tr("A word to those who run this bot"))),
            para(how) if private else para(*with_command),
            para(tr("They see your name and your Telegram number; the bot keeps no copy."), aside=True),
        ]
    )


def letter(text: str, writer: Person, view: ViewContext) -> Document:
    """Return what an owner gets: the text as it was written, and who wrote it."""
    tr = view.tr
    return document(
        [
            Heading(line(tr("From a reader: {name}", name=writer.name or writer.address))),
            *(para(each) for each in text.splitlines() if each.strip()),
            para(*view.say("Telegram number: {number}", number=code(writer.address)), aside=True),
        ]
    )


def passed_on(view: ViewContext) -> Document:
    """Return the thanks."""
    return document([para(view.tr("Thank you. It was passed on to those who run this bot."))])


def nobody_there(view: ViewContext) -> Document:
    """Return what is said where it reached none of the owners."""
    return document(
        [
            para(view.tr("It could not be passed on: nobody who runs this bot can be reached now.")),
            para(view.tr("Please send it again later.")),
        ]
    )


def edited(view: ViewContext) -> Document:
    """Return what is said to who has edited a message, passed on or not."""
    return document(
        [
            para(view.tr("Edited messages are not passed on; what was passed on before stays as it was.")),
            para(*view.say("To add something, send a new message: {example}", example=code("/feedback …"))),
        ]
    )


def too_many(view: ViewContext) -> Document:
    """Return what is said to who has written often today."""
    return document([para(view.tr("You have written several times today. Please write again tomorrow."))])
