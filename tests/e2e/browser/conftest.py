"""Fixtures of the pages' tests: one browser, and a played program behind each page."""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import played
from browser import DESK, Browser
from pages_server import Pages


@pytest.fixture(scope="session")
def window():
    with Browser() as browser:
        yield browser


@pytest.fixture
def browser(window):
    """The one window, back at desk size with one empty tab and a silent console."""
    for handle in window.driver.window_handles[1:]:
        window.driver.switch_to.window(handle)
        window.driver.close()
    window.tab(0).open("about:blank").resize(*DESK).media()
    window.errors()
    yield window
    window.open("about:blank")


@pytest.fixture
def location():
    pages = Pages("edge")
    story = played.Location(pages)
    pages.start()
    yield story
    pages.stop()


@pytest.fixture
def headquarters():
    pages = Pages("hq")
    story = played.Headquarters(pages)
    pages.start()
    yield story
    pages.stop()
