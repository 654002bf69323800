"""How requests reach Telegram."""
