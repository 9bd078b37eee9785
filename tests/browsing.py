"""Moves of a person in a browser that tests share."""

from playwright.sync_api import Locator


def press(control: Locator) -> None:
    """Press what leads to a page, and be there: on a slow machine a click alone may end while the old page stands."""
    with control.page.expect_navigation():
        control.click()
