"""Headquarters' page in a real browser, against the JSON contract played by pages_server.py."""

from browser import PHONE
from opening import GONE, open_hq
from selenium.webdriver.common.keys import Keys


def names(browser):
    return browser.each("tr[data-node] .name a", "e.textContent")


def answers(browser):
    return browser.text('[data-node="org"] .n')[0]


def test_the_tree_shows_every_node_with_score_interval_and_completeness(browser, headquarters):
    open_hq(browser, headquarters)
    assert len(browser.find("tr[data-node]")) == len(headquarters.nodes)
    row = browser.find('[data-node="coast-hall-3"]')[0]
    assert "37 on their way since" in row.text and "1 open" in row.text
    assert all(browser.each("tr[data-node]", "e.querySelectorAll('.whisker, .spark').length === 2"))
    browser.no_errors()


def test_numbers_move_by_themselves(browser, headquarters):
    open_hq(browser, headquarters)
    before = answers(browser)
    headquarters.leaves["coast-hall-1"][0] += 100
    headquarters.pages.publish("tree", headquarters.tree())
    browser.wait_until("the count has grown", lambda: answers(browser) != before)
    browser.no_errors()


def test_the_tree_opens_and_closes_by_mouse_and_by_arrow_keys(browser, headquarters):
    open_hq(browser, headquarters).click('[data-node="north"] .fold')
    browser.wait_for('[data-node="coast"]', gone=True)
    browser.script("document.querySelector('[data-node=\"north\"] a').focus()")
    browser.keys(Keys.ARROW_RIGHT).wait_for('[data-node="coast"]')
    browser.keys(Keys.ARROW_DOWN)
    assert browser.words(browser.focused()) == "Coast"
    browser.keys(Keys.ARROW_LEFT).wait_for('[data-node="coast-hall-1"]', gone=True)
    browser.no_errors()


def test_search_keeps_the_way_to_what_it_finds(browser, headquarters):
    open_hq(browser, headquarters).type("#find", "river hall 2")
    way = ["Market Halls", "South", "River", "River Hall 2"]
    browser.wait_until("the way to one place", lambda: names(browser) == way)
    browser.type("#find", "nowhere at all").wait_for(".none", "No place has this name")
    browser.no_errors()


def test_order_by_score_puts_the_lowest_first_and_too_few_last(browser, headquarters):
    open_hq(browser, headquarters, "#/node/coast").click('[data-sort="score"]')
    number = "parseFloat(e.cells[{}].textContent.replace('−', '-').replace(/\\s/g, ''))"
    rows = 'tr[data-node]:not([data-node="coast"])'
    figures = browser.each(rows, f"[{number.format(1)}, {number.format(3)}]")
    enough = [score for score, n in figures if n >= 10]
    assert enough == sorted(enough) and len(enough) > 3
    assert all(n < 10 for _, n in figures[len(enough):])
    assert browser.find('th[aria-sort="ascending"] [data-sort="score"]')
    browser.no_errors()


def test_the_period_asks_for_its_window(browser, headquarters):
    open_hq(browser, headquarters)
    everything = answers(browser)
    browser.click(".tool-window label", "Day")
    browser.wait_until("fewer answers", lambda: answers(browser) != everything)
    browser.wait_for("#glance-score", "The last day")
    assert any("window=day" in path for _, path in headquarters.pages.requests)
    browser.no_errors()


def test_a_place_opens_in_depth_and_leads_back(browser, headquarters):
    open_hq(browser, headquarters).click('[data-node="coast-hall-3"] .name a')
    browser.wait_for("#place-title", "Coast Hall 3").wait_for("#touchpoints", "Fitting room")
    browser.wait_for("#alerts", "three people in ten minutes").wait_for("#comments", "fitting room")
    browser.wait_for(".trend svg")
    browser.click("#path a", "North").wait_for("#place-title", "North")
    browser.wait_for('[data-node="hills"]')
    browser.script("history.back()")
    browser.wait_for("#place-title", "Coast Hall 3")
    browser.no_errors()


def test_on_a_phone_the_tree_is_walked_step_by_step(browser, headquarters):
    open_hq(browser.resize(*PHONE), headquarters, place=None).click('li[data-node="north"] a')
    browser.click('li[data-node="coast"] a').click('li[data-node="coast-hall-3"] a')
    browser.wait_for("#place-title", "Coast Hall 3")
    browser.click('.nav a[href="#/alerts"]').wait_for("#alerts .alert", "Coast Hall 3")
    browser.click('.nav a[href="#/find"]').type("#find", "plain hall 7")
    browser.click('li[data-node="plain-hall-7"] a')
    browser.wait_for("#place-title", "Plain Hall 7")
    browser.no_errors()


def test_headquarters_survives_a_lost_server(browser, headquarters):
    open_hq(browser, headquarters)
    headquarters.pages.stop()
    browser.wait_for("#connection", "Last update").wait_for('[data-node="coast"]')
    headquarters.pages.start()
    browser.wait_for("#connection", "Live", seconds=15)
    browser.no_errors(but=GONE)


def test_what_people_speak_of_stands_with_what_they_think_of_it(browser, headquarters):
    open_hq(browser, headquarters).wait_for('[data-topic="waiting"]', "41 comments")
    assert browser.find("#topics .topic strong")[0].text == "Waiting", "the most spoken of first"
    words = browser.find('[data-topic="waiting"] .topic-words')[0].text
    assert words == "31 bad, 4 in between, 6 good"
    widths = browser.each('[data-topic="waiting"] rect', "Number(e.getAttribute('width'))")
    assert len(widths) == 3 and abs(sum(widths) - 100) < 0.1
    assert len(browser.find('[data-topic="cleanliness"] rect')) == 2, "nothing in between"
    browser.no_errors()


def test_every_device_says_how_long_its_records_wait_and_why(browser, headquarters):
    open_hq(browser, headquarters, "#/node/coast-hall-3", place=None)
    browser.wait_for("#devices-head", "Devices").wait_for("#devices .device")
    kiosk = browser.find('[data-device="till-2"]')[0].text
    assert "Answers wait without a receipt since 09:45" in kiosk and "Kiosk" in kiosk
    assert "urgent answers: all received" in kiosk and "· answers: waiting since" in kiosk
    assert "different versions; update the older one" in browser.text("#devices")[0]
    assert "Edge agent" in browser.find('[data-device="coast-hall-3"]')[0].text
    browser.no_errors()


def test_a_region_names_the_devices_that_need_a_look(browser, headquarters):
    open_hq(browser, headquarters).wait_for("#devices-head", "Devices that need a look")
    shown = browser.each("#devices .device", "e.dataset.device")
    assert shown == ["till-2", "washroom-1", "hills-hall-5", "coast-hall-33"]
    assert "numbers: not known since" in browser.find('[data-device="hills-hall-5"]')[0].text
    stranger = browser.find('[data-device="coast-hall-33"]')[0].text
    assert "Not in the org file" in stranger and "212 frames since 09:02" in stranger
    browser.click('[data-device="hills-hall-5"] a').wait_for("#place-title", "Hills Hall 5")
    open_hq(browser, headquarters, "#/node/islands").wait_for("#place-title", "Islands")
    browser.wait_until("none there", lambda: not browser.find("#devices-section:not([hidden])"))
    browser.no_errors()
