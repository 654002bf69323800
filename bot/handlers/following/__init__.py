"""Following: what, when and where, and what a chat follows already."""
