"""A real browser for the end-to-end tests: open, wait, click, look, fail on console errors.

    with Browser() as page:
        page.open("http://127.0.0.1:8080/")
        page.wait_for(".alert", text="Washroom").screenshot("alert.png")
        page.click(".acknowledge")
        page.no_errors()

It is a headless Chromium, or WebKit (what tablets and phones of Apple's show pages with) where
EARSHOT_BROWSER=webkit. That one is for trying pages by hand: it needs Xvfb and the package
webkit2gtk-driver, and now and then its driver never answers.
"""

import os
import shutil
import tempfile
import time

import pytest
from selenium import webdriver
from selenium.common.exceptions import (JavascriptException, StaleElementReferenceException,
                                        WebDriverException)
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.webkitgtk.options import Options as WebKitOptions

SLOW = float(os.environ.get("EARSHOT_SLOW", "1"))  # as in fleet.py: patience grows by it
PHONE, TABLET, DESK = (390, 844), (820, 1180), (1440, 900)


class Chromium:
    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="earshot-browser-")
        options = Options()
        options.binary_location = shutil.which("chromium") or ""
        for argument in ("--headless=new", "--disable-gpu", "--disable-dev-shm-usage",
                         "--no-first-run", "--disable-extensions", "--disable-component-update",
                         "--disable-background-networking", "--hide-scrollbars", "--lang=en",
                         f"--user-data-dir={self.profile}"):
            options.add_argument(argument)
        if os.geteuid() == 0:
            options.add_argument("--no-sandbox")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")),
                                       options=options)

    def resize(self, width, height, scale):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": scale, "mobile": False})

    def media(self, dark, reduced_motion):
        motion = "reduce" if reduced_motion else "no-preference"
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": motion},
        ]})

    def log(self):
        try:
            return self.driver.get_log("browser")
        except WebDriverException:
            return []

    def close(self):
        try:
            self.driver.quit()
        finally:
            shutil.rmtree(self.profile, ignore_errors=True)


class WebKit:
    """WebKitGTK's own small browser. Its driver cannot tell what the console says, and pretends
    nothing: a test that needs more than a light page in an ordinary window is skipped. A phone's
    page is as narrow as its window goes."""

    BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"

    def __init__(self):
        options = WebKitOptions()
        options.binary_location = self.BROWSER
        options.add_argument("--automation")
        self.driver = webdriver.WebKitGTK(executable_path=shutil.which("WebKitWebDriver"),
                                          options=options)

    def resize(self, width, height, scale):
        wide, high = width, height  # of the window, which has a frame of its own
        for _ in range(5):
            inner = self.driver.execute_script("return [innerWidth, innerHeight]")
            if inner == [width, height] and scale == 1:
                return
            wide = max(wide + width - inner[0], 100)
            high = max(high + height - inner[1], 100)
            self.driver.set_window_size(wide, high)
        if width > PHONE[0] or scale != 1:
            pytest.skip(f"WebKit's window does not come to {width} by {height} pixels")

    def media(self, dark, reduced_motion):
        if dark or reduced_motion:
            pytest.skip("WebKit's driver cannot pretend a dark desktop, or one without motion")

    def log(self):
        return []

    def close(self):
        self.driver.quit()


ENGINES = {"chromium": Chromium, "webkit": WebKit}
ENGINE = ENGINES[os.environ.get("EARSHOT_BROWSER", "chromium")]


class Browser:
    """One browser window of its own profile. Waits poll every 20 ms; a wait that fails says what
    the page showed instead and leaves a picture if `pictures` is a folder."""

    def __init__(self, size=DESK, dark=False, reduced_motion=False, pictures=None):
        self.pictures = pictures
        self.engine = ENGINE()
        self.driver = self.engine.driver
        self.tabs = list(self.driver.window_handles)
        self.resize(*size)
        self.media(dark=dark, reduced_motion=reduced_motion)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.engine.close()

    # -- looking -------------------------------------------------------------------------------

    def resize(self, width, height, scale=1):
        """The page's size in CSS pixels: exact, also below a window's smallest."""
        self.engine.resize(width, height, scale)
        return self

    def media(self, dark=False, reduced_motion=False):
        self.engine.media(dark, reduced_motion)
        return self

    def open(self, url):
        self.driver.get(url)
        return self

    def find(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return [self.words(element) for element in self.find(selector)]

    def words(self, element):
        """What an element shows. (WebKit's driver finds no text in some that it says are shown.)"""
        return (self.script("return arguments[0].innerText", element) or "").strip()

    def each(self, selector, expression):
        """The JavaScript expression of every match `e`."""
        return self.script(f"return [...document.querySelectorAll(arguments[0])].map((e) => "
                           f"{expression})", selector)

    def script(self, source, *arguments):
        return self.driver.execute_script(source, *arguments)

    def screenshot(self, path):
        self.driver.save_screenshot(str(path))
        return self

    # -- waiting -------------------------------------------------------------------------------

    def wait_until(self, what, condition, seconds=10):
        """Polls `condition()` until it is true; returns its value."""
        seconds *= SLOW
        end = time.monotonic() + seconds
        while True:
            try:
                value = condition()
            except (StaleElementReferenceException, JavascriptException):
                value = None
            if value:
                return value
            if time.monotonic() > end:
                self._fail(f"after {seconds} s, still not: {what}")
            time.sleep(0.02)

    def wait_for(self, selector, text=None, gone=False, seconds=10):
        """Waits until a visible element matches (and contains `text`), or none does (`gone`)."""
        def matching():
            return [element for element in self.find(selector)
                    if element.is_displayed() and (text is None or text in self.words(element))]

        what = f"{'no ' if gone else ''}{selector}" + (f" with “{text}”" if text else "")
        self.wait_until(what, lambda: not matching() if gone else matching(), seconds)
        return self

    def _fail(self, message):
        if self.pictures:
            self.screenshot(os.path.join(self.pictures, f"failed-{int(time.time())}.png"))
        body = self.script("return document.body ? document.body.innerText : ''") or ""
        raise AssertionError(f"{message}\nthe page shows:\n{body[:2000]}")

    # -- acting --------------------------------------------------------------------------------

    def click(self, selector, text=None, seconds=10):
        """Clicks the first visible match with a real mouse press in its middle."""
        self.wait_for(selector, text, seconds=seconds)
        element = next(e for e in self.find(selector)
                       if e.is_displayed() and (text is None or text in self.words(e)))
        self.script("""
            const { top, bottom } = arguments[0].getBoundingClientRect();
            if (top < 80 || bottom > innerHeight - 80) {
              arguments[0].scrollIntoView({ block: "center" });
            }
            """, element)  # clear of the header and the navigation, where a person would put it
        element.click()
        return self

    def type(self, selector, text):
        element = self.find(selector)[0]
        element.clear()
        element.send_keys(text)
        return self

    def keys(self, *keys):
        """Keys to whatever has the focus."""
        ActionChains(self.driver, duration=0).send_keys(*keys).perform()
        return self

    def focused(self):
        return self.driver.switch_to.active_element

    # -- several pages in one browser ----------------------------------------------------------

    def tab(self, index):
        """Turns to tab `index`, opening it when there are not that many."""
        while len(self.tabs) <= index:
            self.driver.switch_to.new_window("tab")
            self.tabs.append(self.driver.current_window_handle)
        self.driver.switch_to.window(self.tabs[index])
        return self

    def one_tab(self):
        """Closes all but the first."""
        while len(self.tabs) > 1:
            self.tab(len(self.tabs) - 1)
            self.driver.close()
            self.tabs.pop()
        return self.tab(0)

    # -- errors --------------------------------------------------------------------------------

    def errors(self, but=()):
        """What the console complained about since the last call, without lines that contain one of
        `but` (a test that stops the server expects net::ERR_CONNECTION_REFUSED)."""
        bad = [entry["message"] for entry in self.engine.log()
               if entry["level"] in ("SEVERE", "WARNING")]
        return [message for message in bad if not any(part in message for part in but)]

    def no_errors(self, but=()):
        found = self.errors(but)
        assert not found, "the browser's console says:\n" + "\n".join(found)
        return self
