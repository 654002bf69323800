"""What the bot answers: each module is a capability, its functions take an `Ask` and return a `Screen`."""
