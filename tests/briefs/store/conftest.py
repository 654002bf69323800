from __future__ import annotations

import pytest

from briefs.store.briefs import BriefStore
from briefs.store.engine import Database


@pytest.fixture
def store(database: Database) -> BriefStore:
    return BriefStore(database)
