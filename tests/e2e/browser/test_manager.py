"""The manager's page in a real browser, against the JSON contract played by pages_server.py."""

import time

import played
from browser import PHONE
from opening import GONE, open_manager
from pages_server import Pages
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys


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
    assert "Acknowledged" in browser.words(browser.focused()), "the focus stays with the alert"
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
        browser.wait_until(comment, lambda: any(
            comment in text for text in browser.each(".response .words", "e.textContent")))
    browser.wait_for(".alert", EVIL[0])
    assert browser.script("return window.hit") is None
    assert browser.script("return document.querySelectorAll('main script, main img').length") == 0
    assert set(browser.each(".words bdi", "getComputedStyle(e).unicodeBidi")) == {"isolate"}
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
    browser.click("#responses-more")
    browser.wait_until("60 responses", lambda: len(browser.find(".response")) == 60)
    browser.click("#responses-filter label", "Unhappy")
    assert set(browser.each(".response", "e.dataset.mood")) == {"unhappy"}
    browser.no_errors()


def test_an_empty_location_looks_calm(browser):
    pages = Pages("edge")
    played.Location(pages, "empty")
    pages.start()
    browser.open(pages.url).wait_for("#headline", "Nothing needs you now")
    browser.wait_for("#alerts-state", "All quiet").wait_for("#scores-state", "No scores yet")
    browser.wait_for("#responses-state", "No responses yet")
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
