"""How the pages' tests open a page."""

# What a stopped or refusing server makes any page's console say.
GONE = ("net::ERR_", "Failed to load resource")


def open_manager(browser, location, where=""):
    browser.open(location.pages.url + "/" + where)
    return browser.wait_for("#connection", "Live")


def open_hq(browser, headquarters, where="", place="[data-node]"):
    browser.open(headquarters.pages.url + "/" + where)
    browser.wait_for("#connection", "Live")
    return browser.wait_for(place) if place else browser
