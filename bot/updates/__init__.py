"""From updates of Telegram to the functions that answer them."""
