"""What both pages owe everybody: room, reach, contrast, calm, and no words to strangers."""

import itertools
import json
import tomllib

import pytest
from browser import PHONE
from opening import open_manager
from pages_server import ROOT

COLOURS = """
  const probe = document.createElement('canvas').getContext('2d');
  const sample = document.body.appendChild(document.createElement('i'));
  return Object.fromEntries(arguments[0].map((name) => {
    sample.style.color = `var(--${name})`;
    probe.fillStyle = getComputedStyle(sample).color;
    probe.fillRect(0, 0, 1, 1);
    return [name, [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3)];
  }));
"""
TARGETS = """
  const controls = 'button, a, summary, select, input:not([type=radio]), .switch label';
  return [...document.querySelectorAll(controls)].filter((e) => {
    const style = getComputedStyle(e);
    const box = e.getBoundingClientRect();
    if (style.visibility === 'hidden' || box.width === 0 || e.matches('.skip')) return false;
    const inSentence = e.matches('a') && e.closest('p, li:not([data-node], .path li)');
    if (inSentence) return false;
    return box.width < 43.5 || box.height < 43.5;
  }).map((e) => e.outerHTML.slice(0, 90));
"""
WIDE = """
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide <= 0) return [];
  return [`${wide} px too wide`, ...[...document.body.querySelectorAll('*')]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5)
    .slice(0, 5).map((e) => e.outerHTML.slice(0, 90))];
"""
TOKENS = ["surface", "surface-raised", "ink", "ink-soft", "accent", "accent-ink", "good", "fair",
          "poor", "focus"]
MANAGER_VIEWS = ["#now", "#responses", "#scores"]
HQ_VIEWS = ["#/", "#/alerts", "#/find", "#/node/coast-hall-3"]


@pytest.mark.parametrize(
    "size, root", [(PHONE, "100%"), ((320, 640), "100%"), ((720, 450), "100%"), (PHONE, "150%"),
                   (PHONE, "200%")],
    ids=["phone", "narrow", "desk at 200 %", "phone with large text", "phone with huge text"])
def test_nothing_scrolls_sideways_and_every_target_is_large_enough(
        browser, location, headquarters, size, root):
    browser.resize(*size)
    long = "Kaupunginosakirjastonhoitajanapulainen"  # a name that does not break by itself
    location.responses[0]["comment"] = long * 3
    for story, views in ((location, MANAGER_VIEWS), (headquarters, HQ_VIEWS)):
        browser.open(story.pages.url + "/").wait_for("#connection", "Live")
        browser.script(f"document.documentElement.style.fontSize = '{root}'")
        for view in views:
            browser.script("location.hash = arguments[0]", view)
            browser.wait_until("the view is there", lambda: not browser.find("main .bone"))
            assert browser.script(WIDE) == [], view
            assert browser.script(TARGETS) == [], view
    browser.no_errors()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_and_shapes_stand_out_from_their_ground(browser, location, dark):
    browser.media(dark=dark)
    open_manager(browser, location)
    colours = browser.script(COLOURS, TOKENS + ["selected"])
    theme = ROOT / "assets/themes" / ("evening.toml" if dark else "daylight.toml")
    kiosk = tomllib.loads(theme.read_text())["colour"]
    same = {name: list(bytes.fromhex(kiosk[name][1:])) for name in TOKENS}
    assert {name: colours[name] for name in TOKENS} == same, "the kiosk's own colours"

    def light(rgb):
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
                 for c in (byte / 255 for byte in rgb)]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    def contrast(a, b):
        high, low = sorted((light(colours[a]), light(colours[b])), reverse=True)
        return (high + 0.05) / (low + 0.05)

    def below(least, pairs):
        return {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < least}

    grounds = ("surface", "surface-raised")
    assert not below(7, itertools.product(("ink", "ink-soft"), grounds))
    assert not below(4.5, itertools.product(("accent",), grounds))
    assert not below(4.5, [("accent-ink", "accent"), ("surface", "ink"), ("ink", "selected")])
    assert not below(3, itertools.product(("good", "fair", "poor", "focus"), grounds))


def test_the_chosen_appearance_overrides_the_devices(browser, location):
    ground = "return getComputedStyle(document.body).backgroundColor"
    light = open_manager(browser, location).script(ground)
    browser.click("#settings-open").click("#settings label", "Dark")
    dark = browser.script(ground)
    browser.click("#settings .button")
    open_manager(browser, location)
    assert browser.script(ground) == dark and dark != light
    browser.script("localStorage.clear()")


def test_reduced_motion_stops_every_animation(browser, location):
    browser.media(reduced_motion=True)
    open_manager(browser, location).wait_for(".acknowledge")
    location.say("unhappy", "Cold in here.")
    browser.wait_for(".alert.fresh")
    assert browser.script("return document.getAnimations().length") == 0
    browser.no_errors()


def test_the_pages_ask_nobody_but_their_own_server(browser, location, headquarters):
    for story in (location, headquarters):
        browser.open(story.pages.url + "/").wait_for("#connection", "Live")
        asked = browser.script("return performance.getEntriesByType('resource').map((e) => e.name)")
        assert all(url.startswith(story.pages.url) for url in asked), json.dumps(asked)
    browser.no_errors()
