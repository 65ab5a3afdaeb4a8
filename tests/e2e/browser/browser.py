"""A headless Chromium for the end-to-end tests: open, wait, click, look, fail on console errors.

    with Browser() as page:
        page.open("http://127.0.0.1:8080/")
        page.wait_for(".alert", text="Washroom").screenshot("alert.png")
        page.click(".acknowledge")
        page.no_errors()
"""

import os
import shutil
import tempfile
import time

from selenium import webdriver
from selenium.common.exceptions import (JavascriptException, StaleElementReferenceException,
                                        WebDriverException)
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

SLOW = float(os.environ.get("EARSHOT_SLOW", "1"))  # as in fleet.py: patience grows by it
PHONE, TABLET, DESK = (390, 844), (820, 1180), (1440, 900)


class Browser:
    """One browser window of its own profile. Waits poll every 20 ms; a wait that fails says what
    the page showed instead and leaves a picture if `pictures` is a folder."""

    def __init__(self, size=DESK, dark=False, reduced_motion=False, pictures=None):
        self.profile = tempfile.mkdtemp(prefix="earshot-browser-")
        self.pictures = pictures
        options = Options()
        options.binary_location = shutil.which("chromium") or ""
        for argument in ("--headless=new", "--disable-gpu", "--disable-dev-shm-usage",
                         "--no-first-run", "--disable-extensions", "--disable-component-update",
                         "--disable-background-networking", "--hide-scrollbars", "--lang=en",
                         f"--user-data-dir={self.profile}", f"--window-size={size[0]},{size[1]}"):
            options.add_argument(argument)
        if os.geteuid() == 0:
            options.add_argument("--no-sandbox")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        service = Service(shutil.which("chromedriver"))
        self.driver = webdriver.Chrome(service=service, options=options)
        self.resize(*size)
        self.media(dark=dark, reduced_motion=reduced_motion)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        try:
            self.driver.quit()
        finally:
            shutil.rmtree(self.profile, ignore_errors=True)

    # -- looking -------------------------------------------------------------------------------

    def resize(self, width, height, scale=1):
        """The page's size in CSS pixels: exact, also below a window's smallest."""
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": scale, "mobile": False})
        return self

    def media(self, dark=False, reduced_motion=False):
        motion = "reduce" if reduced_motion else "no-preference"
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": motion},
        ]})
        return self

    def open(self, url):
        self.driver.get(url)
        return self

    def find(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return [element.text for element in self.find(selector)]

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
                    if element.is_displayed() and (text is None or text in element.text)]

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
                       if e.is_displayed() and (text is None or text in e.text))
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
        while len(self.driver.window_handles) <= index:
            self.driver.switch_to.new_window("tab")
        self.driver.switch_to.window(self.driver.window_handles[index])
        return self

    # -- errors --------------------------------------------------------------------------------

    def errors(self, but=()):
        """What the console complained about since the last call, without lines that contain one of
        `but` (a test that stops the server expects net::ERR_CONNECTION_REFUSED)."""
        try:
            log = self.driver.get_log("browser")
        except WebDriverException:
            return []
        bad = [entry["message"] for entry in log if entry["level"] in ("SEVERE", "WARNING")]
        return [message for message in bad if not any(part in message for part in but)]

    def no_errors(self, but=()):
        found = self.errors(but)
        assert not found, "the browser's console says:\n" + "\n".join(found)
        return self
