"""What the manager does for one customer, on the page: help now, an answer by code, contact details
that are opened on purpose, and messages on the kiosks."""

import time

from browser import PHONE
from opening import GONE, open_manager


def call_card(browser, location):
    open_manager(browser, location).wait_for('[data-alert="a3"]')
    card = f'[data-alert="{location.call_for_help()}"]'
    browser.wait_for(card, "a customer asks for help now")
    return card


def test_who_comes_is_told_with_a_name(browser, location):
    card = call_card(browser, location)
    browser.wait_for(f"{card} .help-state", "somebody has been called")
    browser.type(f'{card} [name="who"]', "Anna").click(f"{card} .acknowledge", "I’m coming")
    browser.wait_for(card, "Acknowledged").wait_for(card, "by Anna")
    browser.no_errors()


def test_seen_is_not_coming_and_the_kiosk_is_told_both(browser, location):
    card = call_card(browser, location)
    browser.click(f"{card} .seen").wait_for(f"{card} .help-state", "The kiosk says so")
    assert browser.find(card)[0].get_attribute("data-acknowledged") == "false"
    assert not browser.find(f"{card} .seen")[0].is_enabled()
    assert location.care.calls[0]["state"] == "seen"
    browser.no_errors()


def test_a_call_that_nobody_can_be_told_of_says_so(browser, location):
    card = call_card(browser, location)
    alert = location.care.calls[0]["alert"]
    location.pages.failing[f"/api/v1/help/{alert}/seen"] = 503
    browser.click(f"{card} .seen").wait_for(f"{card} .help-state", "Not told yet")
    assert browser.find(f"{card} .seen")[0].is_enabled()
    browser.no_errors(but=GONE)


def test_an_answer_is_written_and_read_with_its_code(browser, location):
    number = location.say("unhappy", "Nobody at the till.", contact=False)
    place = f'[data-response="r{number}"]'
    open_manager(browser, location).click(f"{place} .care summary")
    browser.wait_for(f"{place} .reply-state", "Not answered yet")
    browser.type(f'{place} [name="words"]', "There are two more of us now.")
    browser.click(f"{place} .reply .button").wait_for(f"{place} .reply-state", "7KQM-2R9D")
    browser.wait_for(f"{place} .reply-state", "Answered")
    browser.click("#claim-fold summary").type('#claim [name="code"]', "7kqm-2r9d")
    browser.click("#claim .button").wait_for(".claim-answer", "There are two more of us now.")
    browser.no_errors()


def test_a_code_that_is_not_known_is_said(browser, location):
    open_manager(browser, location).click("#claim-fold summary")
    browser.type('#claim [name="code"]', "AAAA-AAAA").click("#claim .button")
    browser.wait_for("#claim .form-line", "nothing was said here with this code")
    browser.no_errors(but=GONE)


def test_contact_details_stay_closed_until_somebody_opens_them(browser, location):
    number = location.say("unhappy", "Cold soup.", contact=True)
    place = f'[data-response="r{number}"]'
    open_manager(browser, location).click(f"{place} .care summary", "Answer, contact")
    assert "7946" not in browser.text(place)
    browser.click(f"{place} .contact .button").wait_for(place, "+44 20 7946 0123")
    browser.wait_for(place, "Only to answer you about today’s visit.")
    assert len(location.care.opened) == 1
    browser.no_errors()


def test_what_was_left_out_is_counted_again_by_a_person_who_knows_better(browser, location):
    number = location.say("happy", "Lovely.", misuse=["staff_pattern"])
    place = f'[data-response="r{number}"]'
    open_manager(browser, location).click(f"{place} .care summary", "Answer, score")
    browser.click(f"{place} .count-after-all .button")
    browser.wait_for(f"{place} .count-after-all .form-line", "It counts again.")
    assert location.care.judged == [(f"r{number}", [])]
    browser.no_errors()


def test_a_message_is_shown_on_the_kiosks_and_taken_away(browser, location):
    open_manager(browser, location).click("#messages-fold summary")
    browser.wait_for("#messages", "None now.")
    browser.type('#messages [name="text"]', "You wanted shorter queues: two more tills.")
    until = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 7 * 86400))
    browser.script('document.querySelector("#messages [name=until]").value = arguments[0]', until)
    browser.click("#messages .care-form .button")
    browser.wait_for("[data-message]", "two more tills")
    sent = location.care.messages[0]
    assert sent["kind"] == "said_did" and sent["texts"] == {
        "en": "You wanted shorter queues: two more tills."}
    browser.click("[data-message] .link").wait_for("#messages", "None now.")
    browser.no_errors()


def test_on_a_phone_everything_fits(browser, location):
    number = location.say("unhappy", "Cold soup.", contact=True)
    browser.resize(*PHONE)
    card = call_card(browser, location)
    assert browser.find(f"{card} .acknowledge")[0].is_displayed()
    wide = "return document.documentElement.scrollWidth - innerWidth"
    assert browser.script(wide) <= 0
    browser.script("location.hash = 'responses'")
    browser.click(f'[data-response="r{number}"] .care summary')
    assert browser.script(wide) <= 0
    browser.no_errors()
