"""What the bot serves over HTTP: its health, and Telegram's webhook where one is set."""
