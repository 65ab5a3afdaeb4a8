"""An installed edge agent reads comments with what was installed beside it."""

import json
import re
import shutil
import subprocess

import pytest

from fleet import BIN, Program, free_port, get_json, wait_until


@pytest.fixture
def prefix(tmp_path):
    subprocess.run(["cmake", "--install", BIN.parent, "--prefix", tmp_path / "usr"], check=True,
                   stdout=subprocess.DEVNULL)
    return tmp_path / "usr"


def analyse(prefix, comment):
    done = subprocess.run([prefix / "bin" / "earshot-analyse"], input=comment + "\n", text=True,
                          capture_output=True, check=True)
    return json.loads(done.stdout), done.stderr


def mark_taxonomy(prefix):
    """Tells the installed taxonomy from the one in the source tree."""
    taxonomy = prefix / "share" / "earshot" / "topics" / "built-in.toml"
    taxonomy.write_text(re.sub(r"^version = \d+", "version = 4711", taxonomy.read_text(),
                               flags=re.MULTILINE))


def test_the_tool_takes_what_is_beside_it(prefix):
    mark_taxonomy(prefix)
    read, complaints = analyse(prefix, "The staff were so kind, thank you")
    assert read["taxonomy"] == "built-in-4711"
    assert "sentiment" in read["model"] and "emotions" in read["model"]
    assert complaints == ""


def test_what_is_missing_is_said_once_with_its_place(prefix):
    models = prefix / "share" / "earshot" / "models"
    (models / "emotions.model").unlink()
    read, complaints = analyse(prefix, "The staff were so kind, thank you")
    assert read["emotions"] == [] and read["topics"][0]["id"] == "staff"
    assert f"{models} lacks emotions.model" in complaints
    assert len(complaints.splitlines()) == 1


def edge(prefix, folder):
    """The installed edge agent of a location whose broker is away."""
    port = free_port()
    folder.mkdir()
    (folder / "password").write_text("none\n")
    (folder / "edge.toml").write_text(
        'location = "store-1"\nname = "Store 1"\ntimezone = "Etc/UTC"\ndata = "data"\n'
        f'surveys = []\n[site_broker]\nhost = "127.0.0.1"\nport = {free_port()}\n'
        'password_file = "password"\n'
        f'[http]\nhost = "127.0.0.1"\nport = {port}\n')
    program = Program("edge", [prefix / "bin" / "earshot-edge-agent", "--config",
                               folder / "edge.toml"], folder / "log").start()
    return program, f"http://127.0.0.1:{port}/api/v1/topics"


def test_the_edge_agent_takes_what_is_beside_it_and_says_what_is_not(prefix, tmp_path):
    mark_taxonomy(prefix)
    whole, url = edge(prefix, tmp_path / "whole")
    try:
        topics = wait_until(lambda: get_json(url), 30, "the edge agent's topics")
        assert topics["taxonomy"] == "built-in-4711" and "sentiment" in topics["model"]
        assert "lacks" not in whole.log()
    finally:
        assert whole.stop() == 0

    models = prefix / "share" / "earshot" / "models"
    shutil.move(models / "sentiment.model", tmp_path)
    partly, url = edge(prefix, tmp_path / "partly")
    try:
        assert wait_until(lambda: get_json(url), 30, "the edge agent's topics")["topics"]
        assert f"{models} lacks sentiment.model" in partly.log()
    finally:
        assert partly.stop() == 0
