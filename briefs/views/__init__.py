"""From the model to surface-neutral documents: every screen's text, in the reader's language."""
