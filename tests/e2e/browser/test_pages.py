"""Both consoles in a real browser, against the JSON contract played by pages_server.py."""

import json
import sys
import pathlib
import time

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import played
from browser import DESK, PHONE, Browser
from pages_server import Pages
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

GONE = ("net::ERR_", "Failed to load resource")  # what a stopped server makes any page say
TARGETS = """
  const controls = 'button, a, summary, select, input:not([type=radio]), .switch label';
  return [...document.querySelectorAll(controls)].filter((e) => {
    const style = getComputedStyle(e);
    const box = e.getBoundingClientRect();
    if (style.visibility === 'hidden' || box.width === 0 || e.matches('.skip')) return false;
    if (e.closest('p, li:not([data-node], .path li)') && e.matches('a')) return false;  // a word in a sentence
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


@pytest.fixture(scope="module")
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


def open_manager(browser, location, where=""):
    browser.open(location.pages.url + "/" + where)
    return browser.wait_for("#connection", "Live")


def open_hq(browser, headquarters, where="", place="[data-node]"):
    browser.open(headquarters.pages.url + "/" + where)
    browser.wait_for("#connection", "Live")
    return browser.wait_for(place) if place else browser


# -- the manager's page ------------------------------------------------------------------------------


def test_the_first_screenful_says_what_is_wrong_and_how_today_goes(browser, location):
    open_manager(browser, location).wait_for("#headline", "2 alerts need you")
    browser.wait_for("#glance-score", "+33").wait_for("#glance-score", "from 214 answers")
    browser.wait_for("#health-words", "37 responses on their way")
    assert browser.find("#glance-score svg.whisker"), "a number stands with its whisker"
    assert browser.driver.title.startswith("(2) ")
    browser.no_errors()


def test_acknowledging_shows_on_every_open_page_at_once(browser, location):
    open_manager(browser, location).wait_for('[data-alert="a3"] .acknowledge')
    browser.tab(1)
    open_manager(browser, location).click('[data-alert="a3"] .acknowledge')
    browser.wait_for('[data-alert="a3"]', "Acknowledged").wait_for("#headline", "1 alert needs you")
    browser.tab(0).wait_for('[data-alert="a3"]', "Acknowledged", seconds=2)
    browser.wait_for("#headline", "1 alert needs you")
    posts = [path for method, path in location.pages.requests if method == "POST"]
    assert posts == ["/api/v1/alerts/a3/acknowledge"]
    browser.no_errors()


def test_the_name_given_in_the_settings_goes_with_the_acknowledgement(browser, location):
    open_manager(browser, location).click("#settings-open").type("#who", "Front desk")
    browser.click("#settings .button").click('[data-alert="a2"] .acknowledge')
    browser.wait_for('[data-alert="a2"]', "by Front desk")
    browser.script("localStorage.clear()")
    browser.no_errors()


def test_the_keyboard_alone_reaches_acknowledge_and_keeps_its_place(browser, location):
    open_manager(browser, location).wait_for(".acknowledge")
    browser.find("body")[0].send_keys(Keys.TAB)
    for _ in range(8):
        if "acknowledge" in (browser.focused().get_attribute("class") or ""):
            break
        browser.keys(Keys.TAB)
    assert "acknowledge" in browser.focused().get_attribute("class")
    outline = browser.focused().value_of_css_property("outline-style")
    assert outline == "solid", "the focus can be seen"
    browser.keys(Keys.ENTER)
    browser.wait_for('[data-alert="a3"]', "Acknowledged")
    assert "Acknowledged" in browser.focused().text, "the focus stays with the alert"
    browser.no_errors()


def test_a_refused_acknowledgement_says_so_and_can_be_tried_again(browser, location):
    open_manager(browser, location).wait_for(".acknowledge")
    location.pages.failing["/api/v1/alerts/a3/acknowledge"] = 503
    browser.click('[data-alert="a3"] .acknowledge')
    browser.wait_for('[data-alert="a3"]', "Not acknowledged yet: the store is being checked")
    location.pages.failing.clear()
    browser.click('[data-alert="a3"] .acknowledge', "Try again")
    browser.wait_for('[data-alert="a3"]', "Acknowledged")
    browser.no_errors(but=GONE)


def test_a_lost_server_is_told_in_the_header_and_forgotten_when_it_is_back(browser, location):
    open_manager(browser, location).wait_for('[data-alert="a3"]')
    before = browser.find('[data-alert="a3"]')[0].rect
    location.pages.stop()
    browser.wait_for("#connection", "Last update").wait_for("#connection", "trying again")
    assert browser.find('[data-alert="a3"]')[0].rect == before, "nothing moves"
    location.say("unhappy", "Nobody at the till.")
    location.pages.start()
    browser.wait_for("#connection", "Live", seconds=15)
    browser.wait_for("#headline", "3 alerts need you").wait_for(".response", "Nobody at the till.")
    browser.no_errors(but=GONE)


def test_a_page_that_never_reached_its_server_says_what_to_do(browser, location):
    location.pages.failing["/api/v1/events"] = 500
    browser.open(location.pages.url).wait_for("#connection", "The edge agent has a problem")
    location.pages.failing.clear()
    browser.wait_for("#connection", "Live", seconds=15)
    browser.errors()


def test_without_a_free_stream_the_page_asks_instead(browser, location):
    location.pages.failing["/api/v1/events"] = 503
    browser.open(location.pages.url).wait_for("#connection", "Every few seconds")
    location.say("happy", "Lovely.")
    browser.wait_for(".response", "Lovely.", seconds=20)
    browser.errors()


def test_one_part_that_fails_leaves_the_others_standing(browser, location):
    location.pages.failing["/api/v1/responses"] = 500
    open_manager(browser, location).wait_for("#responses-state", "the store is being checked")
    browser.wait_for(".acknowledge")
    location.pages.failing.clear()
    browser.click("#responses-state button").wait_for(".response")
    browser.no_errors(but=GONE)


EVIL = [
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 2'>",
    "“></bdi></li><svg onload=window.hit=3>",
    "safe \u202egnol yrev\u202e \u2066 end",
    "' OR 1=1; -- {{7*7}} %s%n =HYPERLINK(\"x\")",
]


def test_what_a_customer_writes_is_shown_literally(browser, location):
    open_manager(browser, location).wait_for(".response")
    for comment in EVIL:
        location.say("unhappy", comment)
    location.say("neutral", EVIL[0], touchpoint=EVIL[1], language='en" onload="x')
    for comment in EVIL:
        browser.wait_until(comment, lambda: any(comment in text for text in browser.script(
            "return [...document.querySelectorAll('.response .words')].map((e) => e.textContent)")))
    browser.wait_for(".alert", EVIL[0])
    assert browser.script("return window.hit") is None
    assert browser.script("return document.querySelectorAll('main script, main img').length") == 0
    isolated = browser.script(
        "return [...document.querySelectorAll('.words bdi')].every((e) => getComputedStyle(e).unicodeBidi === 'isolate')")
    assert isolated
    browser.no_errors()


def test_an_alert_appears_by_itself_but_never_under_a_pressing_hand(browser, location):
    open_manager(browser, location).wait_for('[data-alert="a3"]')
    started = time.monotonic()
    first = location.say("unhappy", "The queue.")
    browser.wait_for(f'[data-alert="a{first}"]', seconds=2)
    print(f"an alert from the server to the page: {time.monotonic() - started:.3f} s")
    place = browser.find('[data-alert="a3"] .acknowledge')[0]
    browser.script("scrollTo(0, 0)")
    card = browser.find('[data-alert="a3"]')[0]
    before = card.rect
    ActionChains(browser.driver, duration=0).move_to_element(place).click_and_hold().perform()
    second = location.say("unhappy", "The other queue.")
    browser.wait_for("#news", "1 new alert")
    assert not browser.find(f'[data-alert="a{second}"]') and card.rect == before
    ActionChains(browser.driver, duration=0).release().perform()
    browser.wait_for('[data-alert="a3"]', "Acknowledged")
    browser.wait_for(f'[data-alert="a{second}"]')
    browser.no_errors()


def test_new_responses_wait_behind_a_button_while_somebody_reads_further_down(browser, location):
    open_manager(browser.resize(*PHONE), location, "#responses").wait_for(".response")
    browser.script("scrollTo(0, 900)")
    top = "return document.querySelectorAll('.response')[20].getBoundingClientRect().top"
    before = browser.script(top)
    location.say("happy", "So kind.")
    browser.wait_for("#news", "1 new response")
    assert browser.script(top) == before
    browser.click("#news").wait_for(".response", "So kind.")
    assert browser.script("return scrollY") == 0
    browser.no_errors()


def test_responses_can_be_filtered_and_read_further_back(browser, location):
    open_manager(browser, location).wait_for(".response")
    assert len(browser.find(".response")) == 50
    browser.click("#responses-more").wait_until("60 responses", lambda: len(browser.find(".response")) == 60)
    browser.click("#responses-filter label", "Unhappy")
    moods = browser.script("return [...document.querySelectorAll('.response')].map((e) => e.dataset.mood)")
    assert moods and set(moods) == {"unhappy"}
    browser.no_errors()


def test_an_empty_location_looks_calm(browser):
    pages = Pages("edge")
    played.Location(pages, "empty")
    pages.start()
    browser.open(pages.url).wait_for("#headline", "Nothing needs you now").wait_for("#alerts-state", "All quiet")
    browser.wait_for("#responses-state", "No responses yet").wait_for("#scores-state", "No scores yet")
    browser.no_errors()
    pages.stop()


def test_few_answers_are_said_to_be_few_and_the_interval_stays(browser, location):
    open_manager(browser, location).wait_for(".score-few", "Too few to say")
    assert browser.find(".score-few svg.whisker .whisker-range")
    browser.no_errors()


def test_each_chart_has_its_table_behind_it(browser, location):
    open_manager(browser, location).click(".trend summary").wait_for(".trend table", "Answers")
    assert len(browser.find(".trend")) == len(browser.find(".trend table"))
    browser.no_errors()


# -- headquarters' page ------------------------------------------------------------------------------


def names(browser):
    return browser.script("return [...document.querySelectorAll('tr[data-node] .name a')].map((e) => e.textContent)")


def test_the_tree_shows_every_node_with_score_interval_and_completeness(browser, headquarters):
    open_hq(browser, headquarters)
    assert len(browser.find("tr[data-node]")) == len(headquarters.nodes)
    row = browser.find('[data-node="coast-hall-3"]')[0]
    assert "37 on their way since" in row.text and "1 open" in row.text
    rows = browser.script("return [...document.querySelectorAll('tr[data-node]')].every((r) => r.querySelector('.whisker') && r.querySelector('.spark'))")
    assert rows
    browser.no_errors()


def test_numbers_move_by_themselves(browser, headquarters):
    open_hq(browser, headquarters)
    before = browser.text('[data-node="org"] .n')[0]
    headquarters.leaves["coast-hall-1"][0] += 100
    headquarters.pages.publish("tree", headquarters.tree())
    browser.wait_until("the organisation's count has grown", lambda: browser.text('[data-node="org"] .n')[0] != before)
    browser.no_errors()


def test_the_tree_opens_and_closes_by_mouse_and_by_arrow_keys(browser, headquarters):
    open_hq(browser, headquarters).click('[data-node="north"] .fold')
    browser.wait_for('[data-node="coast"]', gone=True)
    browser.script("document.querySelector('[data-node=\"north\"] a').focus()")
    browser.keys(Keys.ARROW_RIGHT).wait_for('[data-node="coast"]')
    browser.keys(Keys.ARROW_DOWN)
    assert browser.focused().text == "Coast"
    browser.keys(Keys.ARROW_LEFT).wait_for('[data-node="coast-hall-1"]', gone=True)
    browser.no_errors()


def test_search_keeps_the_way_to_what_it_finds(browser, headquarters):
    open_hq(browser, headquarters).type("#find", "river hall 2")
    browser.wait_until("one path", lambda: names(browser) == ["Market Halls", "South", "River", "River Hall 2"])
    browser.type("#find", "nowhere at all").wait_for(".none", "No place has this name")
    browser.no_errors()


def test_order_by_score_puts_the_lowest_first_and_too_few_last(browser, headquarters):
    open_hq(browser, headquarters, "#/node/coast").click('[data-sort="score"]')
    figures = browser.script("""return [...document.querySelectorAll('tr[data-node]')].slice(1).map((r) =>
        [parseFloat(r.cells[1].textContent.replace('−', '-')), parseInt(r.cells[3].textContent.replace(/\\s/g, ''))])""")
    enough = [score for score, n in figures if n >= 10]
    assert enough == sorted(enough) and len(enough) > 3
    assert all(n < 10 for _, n in figures[len(enough):])
    assert browser.find('th[aria-sort="ascending"] [data-sort="score"]')
    browser.no_errors()


def test_the_period_asks_for_its_window(browser, headquarters):
    open_hq(browser, headquarters)
    everything = browser.text('[data-node="org"] .n')[0]
    browser.click(".tool-window label", "Day")
    browser.wait_until("fewer answers", lambda: browser.text('[data-node="org"] .n')[0] != everything)
    browser.wait_for("#glance-score", "The last day")
    assert any("window=day" in path for _, path in headquarters.pages.requests)
    browser.no_errors()


def test_a_place_opens_in_depth_and_leads_back(browser, headquarters):
    open_hq(browser, headquarters).click('[data-node="coast-hall-3"] .name a')
    browser.wait_for("#place-title", "Coast Hall 3").wait_for("#touchpoints", "Fitting room")
    browser.wait_for("#alerts", "three people in ten minutes").wait_for("#comments", "fitting room")
    browser.wait_for(".trend svg")
    browser.click("#path a", "North").wait_for("#place-title", "North").wait_for('[data-node="hills"]')
    browser.script("history.back()")
    browser.wait_for("#place-title", "Coast Hall 3")
    browser.no_errors()


def test_on_a_phone_the_tree_is_walked_step_by_step(browser, headquarters):
    open_hq(browser.resize(*PHONE), headquarters, place=None).click('li[data-node="north"] a')
    browser.click('li[data-node="coast"] a').click('li[data-node="coast-hall-3"] a')
    browser.wait_for("#place-title", "Coast Hall 3")
    browser.click('.nav a[href="#/alerts"]').wait_for("#alerts .alert", "Coast Hall 3")
    browser.click('.nav a[href="#/find"]').type("#find", "plain hall 7").click('li[data-node="plain-hall-7"] a')
    browser.wait_for("#place-title", "Plain Hall 7")
    browser.no_errors()


def test_headquarters_survives_a_lost_server(browser, headquarters):
    open_hq(browser, headquarters)
    headquarters.pages.stop()
    browser.wait_for("#connection", "Last update").wait_for('[data-node="coast"]')
    headquarters.pages.start()
    browser.wait_for("#connection", "Live", seconds=15)
    browser.no_errors(but=GONE)


# -- both --------------------------------------------------------------------------------------------

MANAGER_VIEWS = ["#now", "#responses", "#scores"]
HQ_VIEWS = ["#/", "#/alerts", "#/find", "#/node/coast-hall-3"]


@pytest.mark.parametrize("size, root", [(PHONE, "100%"), ((320, 640), "100%"), ((720, 450), "100%"), (PHONE, "150%")],
                         ids=["phone", "narrow", "desk at 200 %", "phone with large text"])
def test_nothing_scrolls_sideways_and_every_target_is_large_enough(browser, location, headquarters, size, root):
    browser.resize(*size)
    long = "Kaupunginosakirjastonhoitajanapulainen"  # a name that does not break by itself
    location.responses[0]["comment"] = long * 3
    for story, views, ready in ((location, MANAGER_VIEWS, ".response"), (headquarters, HQ_VIEWS, None)):
        browser.open(story.pages.url + "/").wait_for("#connection", "Live")
        browser.script(f"document.documentElement.style.fontSize = '{root}'")
        for view in views:
            browser.script("location.hash = arguments[0]", view)
            browser.wait_until("the view is there", lambda: not browser.find("main .bone"))
            assert browser.script(WIDE) == [], view
            assert browser.script(TARGETS) == [], view
    browser.no_errors()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(browser, location, dark):
    browser.media(dark=dark)
    open_manager(browser, location)
    colours = browser.script("""
      const probe = document.createElement('canvas').getContext('2d');
      const style = getComputedStyle(document.documentElement);
      const value = (name) => {
        probe.fillStyle = style.getPropertyValue('--' + name).trim();
        probe.fillRect(0, 0, 1, 1);
        return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3);
      };
      const names = ['surface', 'surface-raised', 'selected', 'ink', 'ink-soft', 'accent', 'accent-ink', 'good', 'fair', 'poor', 'focus'];
      return Object.fromEntries(names.map((name) => [name, value(name)]));""")

    def light(rgb):
        parts = [c / 255 / 12.92 if c / 255 <= 0.03928 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    def contrast(a, b):
        high, low = sorted((light(colours[a]), light(colours[b])), reverse=True)
        return (high + 0.05) / (low + 0.05)

    text = [(ink, ground) for ink in ("ink", "ink-soft", "accent", "good", "fair", "poor") for ground in ("surface", "surface-raised")]
    text += [("accent-ink", "accent"), ("surface", "ink"), ("ink", "selected")]
    poor = {pair: round(contrast(*pair), 2) for pair in text if contrast(*pair) < 4.5}
    poor |= {pair: round(contrast(*pair), 2) for pair in (("focus", "surface"), ("focus", "surface-raised")) if contrast(*pair) < 3}
    assert not poor
    assert contrast("ink", "surface") >= 7


def test_the_chosen_appearance_overrides_the_devices(browser, location):
    open_manager(browser, location).click("#settings-open").click("#settings label", "Dark")
    ground = "return getComputedStyle(document.body).backgroundColor"
    dark = browser.script(ground)
    browser.click("#settings .button")
    open_manager(browser, location)
    assert browser.script(ground) == dark and dark != "rgb(244, 242, 238)"
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
