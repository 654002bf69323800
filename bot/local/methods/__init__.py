"""What the methods of the local Bot API do."""
