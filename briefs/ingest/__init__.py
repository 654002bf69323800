"""Bringing sources in: cleaning their text and recognising those already known."""
