"""Điểm Tin's surface: Telegram, delivery, scheduling, web, command line and the local chat."""
