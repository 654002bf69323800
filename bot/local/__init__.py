"""A pretend Telegram on loopback: the Bot API and a chat page, for the demo, the tests and the benchmarks.

`run` never imports it.
"""

from bot.local.api import bot_api
from bot.local.cast import Cast, demo_cast
from bot.local.chat import local_chat
from bot.local.faults import Fault, Trouble
from bot.local.limits import Limits
from bot.local.personas import Persona
from bot.local.server import LocalServer
from bot.local.telegram import LocalTelegram

__all__ = [
    "Cast",
    "Fault",
    "Limits",
    "LocalServer",
    "LocalTelegram",
    "Persona",
    "Trouble",
    "bot_api",
    "demo_cast",
    "local_chat",
]
