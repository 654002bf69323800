"""The first draft of a brief: from an analysis, from a line of JSON, and read again with a line put back."""
