"""From surface-neutral documents to what Telegram shows."""
