"""Fixtures of the pages' tests: one browser, and a played program behind each page."""

import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import played
from browser import DESK, ENGINE, Browser, WebKit
from pages_server import Pages
from screen import Screen


@pytest.fixture(scope="session")
def display():
    if ENGINE is not WebKit:
        yield None
        return
    with Screen(1600, 1400) as screen:
        os.environ["DISPLAY"] = screen.display
        yield screen


@pytest.fixture(scope="session")
def window(display):
    with Browser() as browser:
        yield browser


@pytest.fixture
def browser(window):
    """The one window, back at desk size with one empty tab and a silent console."""
    window.one_tab().open("about:blank").resize(*DESK).media()
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
