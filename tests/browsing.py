"""Moves of a person in a browser that tests share."""

import time
from collections.abc import Callable

from playwright.sync_api import Locator


def press(control: Locator) -> None:
    """Press what leads to a page, and be there: on a slow machine a click alone may end while the old page stands."""
    with control.page.expect_navigation():
        control.click()


def until(is_so: Callable[[], object], seconds: float = 90) -> None:
    limit = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < limit
        time.sleep(0.05)
