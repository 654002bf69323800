"""Steps from one shape of the database to the next; see `briefs/store/revisions.py`."""
