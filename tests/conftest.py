"""What every test shares."""

import pytest
from hypothesis import settings

# A slow machine is no failure.
settings.register_profile("formgen", deadline=None)
settings.load_profile("formgen")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `last` run last, whatever the random order."""
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)
