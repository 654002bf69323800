"""The command line: `diemtin demo | run | doctor | seed | import | search | digest preview`."""

from bot.cli.main import main

__all__ = ["main"]
