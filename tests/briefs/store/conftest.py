from __future__ import annotations

import socket

import pytest

from briefs.store.briefs import BriefStore
from briefs.store.engine import Database


@pytest.fixture
def store(database: Database) -> BriefStore:
    return BriefStore(database)


@pytest.fixture
def postgres_port_unused() -> int:
    """Give a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
