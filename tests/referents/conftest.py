"""Fixtures of the plugin's tests; they run under Relais's settings and, copied out of the repository, under the bare host's."""

import pytest
from factories import Town


@pytest.fixture
def town(db: None) -> Town:
    return Town()
