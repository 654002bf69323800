"""Drafts and changes of briefs: seen as readers will see them, and edited line by line."""
