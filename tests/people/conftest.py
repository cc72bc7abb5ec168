"""The towns that tests of people share, each dealt once."""

import pytest

from glasshouse.people.loader import load_world
from tests.people.town import Town, deal_town


@pytest.fixture(scope="session")
def rongcheng() -> Town:
    """Return all 714,211 residents of Rongcheng."""
    return deal_town(load_world("rongcheng-2020"))


@pytest.fixture(scope="session")
def bay() -> Town:
    """Return all residents of Lantern Bay."""
    return deal_town(load_world("lantern-bay"))
