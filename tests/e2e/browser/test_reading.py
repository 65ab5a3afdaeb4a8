"""What was read in comments, on the manager's page: underlined words, chips, corrections."""

import played
from browser import PHONE
from opening import open_manager

EMOJI = ("\U0001f389\U0001f469\u200d\U0001f469\u200d\U0001f466 The staff were lovely \U0001f600, "
         "the queue was not")


def say(location, comment, **reading):
    played.READ[comment] = played.reading(**reading)
    return f"r{location.say('neutral', comment)}"


def newest(browser, name, what):
    return browser.wait_for(f'[data-response="{name}"] {what}').find(
        f'[data-response="{name}"] {what}')


def test_words_are_underlined_where_they_stand_also_behind_pictures(browser, location):
    start, queue = EMOJI.index("staff"), EMOJI.index("queue")  # code points, as Python counts
    open_manager(browser, location).wait_for(".response")
    name = say(location, EMOJI, five=3, topics=[("staff", "positive", start, start + 17),
                                                ("waiting", "negative", queue, queue + 13)])
    marks = newest(browser, name, "mark.read")
    assert [mark.text for mark in marks] == ["staff were lovely", "queue was not"]
    assert "read-positive" in marks[0].get_attribute("class")
    assert marks[1].get_attribute("title") == "Waiting: negative"
    chips = newest(browser, name, ".chip")
    assert [chip.get_attribute("data-topic") for chip in chips] == ["staff", "waiting"]
    whole = browser.find(f'[data-response="{name}"] .words')[0].text
    assert whole == f"“{EMOJI}”", "nothing of the words is lost or moved"
    browser.no_errors()


def test_something_urgent_is_said_first_and_markup_stays_words(browser, location):
    open_manager(browser, location).wait_for(".response")
    comment = "<b>Fire</b> & smoke"
    name = say(location, comment, five=1, urgent={"kind": "fire", "start": 3, "end": 7})
    assert newest(browser, name, "mark.read")[0].text == "Fire"
    assert newest(browser, name, ".chip")[0].text == "Urgent: fire"
    assert not browser.find(f'[data-response="{name}"] .words b')
    browser.no_errors()


def test_a_person_corrects_what_was_read(browser, location):
    open_manager(browser, location).wait_for(".response")
    name = say(location, "Quick, thanks to the staff", five=2,
               topics=[("staff", "negative", 21, 26)])
    newest(browser, name, ".correct")
    browser.click(f'[data-response="{name}"] .correct').wait_for("#correct-words", "Quick, thanks")
    assert browser.script(
        "return document.querySelector('#correct [name=\"topic staff\"]').value") == "negative"
    browser.script("""
      document.querySelector('#correct [value=positive]').click();
      const choose = (name, value) => {
        document.querySelector(`#correct [name="${name}"]`).value = value; };
      choose('topic staff', 'positive'); choose('topic waiting', 'positive');""")
    browser.click("#correct [value=save]")
    browser.wait_for(f'[data-response="{name}"] .read-line', "corrected")
    chips = browser.find(f'[data-response="{name}"] .chip-positive')
    assert [chip.get_attribute("data-topic") for chip in chips] == ["waiting", "staff"]
    assert browser.find(f'[data-response="{name}"] mark.read-positive')[0].text == "staff"
    browser.no_errors()


def test_a_correction_that_was_not_saved_says_so_and_stays_open(browser, location):
    open_manager(browser, location).wait_for(".response")
    name = say(location, "So so", five=3)
    newest(browser, name, ".correct")
    location.pages.failing[f"/api/v1/responses/{name}/reading"] = 503
    browser.click(f'[data-response="{name}"] .correct').wait_for("#correct-words", "So so")
    browser.click("#correct [value=save]").wait_for("#correct-problem", "Not saved yet")
    location.pages.failing.clear()
    browser.click("#correct [value=save]")
    browser.wait_for(f'[data-response="{name}"] .read-line', "corrected")
    browser.errors()


def test_the_dialog_fits_a_phone(browser, location):
    browser.resize(*PHONE)
    open_manager(browser, location, "#responses").wait_for(".response")
    name = say(location, "So so", five=3)
    newest(browser, name, ".correct")
    browser.click(f'[data-response="{name}"] .correct').wait_for("#correct-words", "So so")
    assert browser.script("return document.documentElement.scrollWidth <= innerWidth")
    small = browser.each("#correct label, #correct button",
                         "Math.round(e.getBoundingClientRect().height)")
    assert min(small) >= 44, small
    browser.no_errors()
