"""A manager teaches the location its own words: corrections on the page become a CSV file, the file
a model, and the model reads what customers say from then on, and what they said before."""

import csv
import datetime
import pathlib
import subprocess
import sys

from fleet import BIN, ROOT, SLOW, Fleet, get_json, post_json, wait_until

sys.path.insert(0, str(pathlib.Path(__file__).parent / "browser"))
from browser import Browser  # noqa: E402  (the path comes first)

STORE = "store-1"
# The shop calls its scanners so: no taxonomy can know it.
DOES = ["hummed", "took no coupon", "was dark", "would not wake up", "stood still",
        "made odd noises"]
WHERE = ["by the bread", "near the milk", "next to the door", "on the upper floor"]
TAUGHT = [f"The Zibbel {does} {where}" for does in DOES for where in WHERE]
OTHERS = [f"We walked about {where} and looked at {what}" for where in WHERE
          for what in ("lamps", "socks", "pans", "books", "mugs")]
UNTAUGHT = "That Zibbel in the wine corner hummed while I was in a hurry"
LATER = "My Zibbel stood still beside the cheese"
MAP = ROOT / "firmware-config" / "maps" / "patient-feedback.toml"


def say(fleet, name, comments):
    """Each comment is said by a customer of its own, who rates three of five."""
    path = fleet.folder / f"{name}.csv"
    now = datetime.datetime.now(datetime.timezone.utc)
    yesterday = (now.date() - datetime.timedelta(days=1)).isoformat()
    with open(path, "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["location", "touchpoint", "respondent_id", "rating", "comment", "date"])
        for i, comment in enumerate(comments):
            rows.writerow([STORE, "checkout", f"{name}-{i}", "3", comment, yesterday])
    subprocess.run([BIN / "earshot-traffic", "replay", path, "--map", MAP,
                    "--broker", f"127.0.0.1:{fleet.broker_port}", "--credentials",
                    fleet.credentials, "--wait", str(60 * SLOW)], check=True)


def responses(fleet):
    said, before = [], None
    while True:
        url = f"{fleet.edge_url(STORE)}/api/v1/responses?limit=50"
        page = get_json(url + (f"&before={before}" if before else ""))
        said += page["responses"]
        before = page.get("next")
        if not before:
            return {response["comment"]: response for response in said}


def reading_of(response):
    return next(answer["reading"] for answer in response["answers"] if answer.get("comment"))


def topics_of(response):
    return [topic["id"] for topic in reading_of(response)["topics"]]


def spoken_of(fleet, topic):
    """How many comments headquarters knows of that speak of it."""
    return sum(each["comments"] for each in fleet.node(STORE)["topics"] if each["topic"] == topic)


def correct(fleet, response, topics):
    post_json(f"{fleet.edge_url(STORE)}/api/v1/responses/{response['id']}/reading",
              {"sentiment": "negative" if topics else "neutral", "by": "Anna", "urgent": None,
               "topics": [{"id": topic, "polarity": "negative"} for topic in topics]})


def correct_on_the_page(fleet, response):
    """As a manager does it: opens the comment, chooses what it means, saves."""
    with Browser() as page:
        page.open(fleet.edge_url(STORE) + "/")
        page.wait_for("#connection", "Live")
        place = f'[data-response="{response["id"]}"]'
        page.wait_for(f"{place} .correct").click(f"{place} .correct")
        page.wait_for("#correct-words", "Zibbel")
        page.script("""
          document.querySelector('#correct [value=negative]').click();
          for (const topic of document.querySelectorAll('#correct [name^="topic "]'))
            topic.value = topic.name === 'topic digital' ? 'negative' : '';""")
        page.click("#correct [value=save]").wait_for(f"{place} .read-line", "corrected")
        page.no_errors()


def teach(fleet):
    """The commands of docs/text.md, on the location's machine; returns the model."""
    config = fleet.folder / STORE / "edge.toml"
    examples = fleet.folder / "ours.csv"
    with open(examples, "wb") as file:
        subprocess.run([BIN / "earshot-edge-agent", "corrections", "--config", config],
                       stdout=file, check=True)
    with open(examples, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["text"] for row in rows) == sorted(TAUGHT + OTHERS)
    assert {row["labels"] for row in rows} == {"digital", "none"}
    model = fleet.folder / "ours.model"
    report = subprocess.run(
        [BIN / "earshot-train", "--in", examples, "--text-column", "text", "--labels-column",
         "labels", "--context-column", "context", "--out", model], check=True, text=True,
        capture_output=True).stdout
    assert f"{len(TAUGHT + OTHERS)} learnt from" in report, report
    return model


def test_what_a_manager_corrects_is_read_by_itself_afterwards(tmp_path):
    with Fleet(tmp_path, {STORE: [f"{STORE}-checkout"]}) as fleet:
        fleet.start()
        say(fleet, "first", TAUGHT + OTHERS + [UNTAUGHT])
        said = wait_until(lambda: len(responses(fleet)) == len(TAUGHT + OTHERS) + 1 and
                          responses(fleet), 30, "everybody's comment")
        for comment in TAUGHT + [UNTAUGHT]:
            assert "digital" not in topics_of(said[comment]), "nobody has taught it yet"

        correct_on_the_page(fleet, said[TAUGHT[0]])
        for comment in TAUGHT[1:]:
            correct(fleet, said[comment], ["digital"])
        for comment in OTHERS:
            correct(fleet, said[comment], [])
        wait_until(lambda: spoken_of(fleet, "digital") == len(TAUGHT), 30,
                   "the corrections in the cells of headquarters")

        model = teach(fleet)
        with open(fleet.folder / STORE / "edge.toml", "a", encoding="utf-8") as config:
            config.write(f'[reading]\nmodel = "{model}"\n')
        assert fleet.edges[STORE].stop() == 0
        fleet.edges[STORE].start()
        fleet.wait_ready()

        # What was said before is read again, and cells follow.
        again = wait_until(lambda: "digital" in topics_of(responses(fleet)[UNTAUGHT]) and
                           responses(fleet), 60, "the old comment, read by the new model")
        assert "ours" in reading_of(again[UNTAUGHT])["model"]
        assert topics_of(again[TAUGHT[0]]) == ["digital"], "a person's word holds"
        assert not [comment for comment in OTHERS if "digital" in topics_of(again[comment])]
        wait_until(lambda: spoken_of(fleet, "digital") == len(TAUGHT) + 1, 30,
                   "the old comment in the cells of headquarters")

        # What is said from now on is read so as it comes in.
        say(fleet, "later", [LATER])
        new = wait_until(lambda: responses(fleet).get(LATER), 30, "the new comment")
        assert "digital" in topics_of(new) and reading_of(new)["corrected"] is None
        wait_until(lambda: spoken_of(fleet, "digital") == len(TAUGHT) + 2, 30,
                   "the new comment in the cells of headquarters")
