"""Parsers of untrusted files; they run in a confined process only (see briefs.ingest.sandbox)."""
