"""A pretend Telegram on loopback: the Bot API and a chat page, for the demo, the tests and the benchmarks.

`run` never imports it.
"""

from bot.local.api import bot_api
from bot.local.faults import Fault, Trouble
from bot.local.limits import Limits
from bot.local.personas import Persona
from bot.local.server import LocalServer
from bot.local.telegram import LocalTelegram

__all__ = ["Fault", "Limits", "LocalServer", "LocalTelegram", "Persona", "Trouble", "bot_api"]
