"""`python -m bot` is the same as `diemtin`."""

from bot.cli import main

main()
