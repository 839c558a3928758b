"""`jack eval`: golden answers, with a model's words recorded and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Jack
from tests.llm.test_anthropic import SAID
from tests.standins.anthropic import AnthropicStandin
from tests.standins.threads import in_a_thread

pytestmark = pytest.mark.usefixtures("data_dir")


@pytest.fixture
def knowledge(tmp_path: Path, jack: Jack) -> Path:
    file = tmp_path / "house.csv"
    file.write_text("title,content\nBreakfast,Breakfast is served from 7:00 to 10:30.\n")
    jack("kb", "ingest", file)
    return file


SUM = "Golden answers: passed 1, failed 0, changed 0; by local 1\n"


def questions(folder: Path, *lines: str) -> Path:
    file = folder / "golden.yaml"
    file.write_text("- question: When is breakfast served?\n" + "\n".join(f"  {x}" for x in lines))
    return file


def test_answers_as_expected_are_counted(jack: Jack, knowledge: Path, tmp_path: Path) -> None:
    file = questions(tmp_path, "sources: [Breakfast]", "phrases: [7 am, 10:30]", "escalates: false")

    result = jack("eval", "run", file)

    assert (result.status, result.out) == (0, SUM)


def test_a_wrong_answer_is_shown_and_ends_with_status_3(
    jack: Jack, knowledge: Path, tmp_path: Path
) -> None:
    file = questions(tmp_path, "must_not: ['10:30']")

    result = jack("eval", "run", file)
    data = jack("eval", "run", file, "--json")

    assert result.status == data.status == 3
    assert "failed: When is breakfast served?" in result.out
    assert "“10:30” must not be said" in result.out
    assert "by      local" in result.out
    assert data.data["counts"]["failed"] == 1
    assert data.data["results"][0]["sources"][0]["title"] == "Breakfast"


def test_another_locked_answer_ends_with_status_3_and_both_are_on_the_page(
    jack: Jack, knowledge: Path, tmp_path: Path
) -> None:
    file = questions(tmp_path, "locked: From <b>7</b> on.")

    result = jack("eval", "run", file, "--html", tmp_path / "page.html")

    page = (tmp_path / "page.html").read_text()
    assert result.status == 3
    assert "changed: When is breakfast served?" in result.out
    assert "From &lt;b&gt;7&lt;/b&gt; on." in page
    assert "7:00 to 10:30" in page
    assert "<h3>Answered by</h3><p>local</p>" in page


def test_a_change_of_knowledge_is_tried_before_it_is_stored(
    jack: Jack, knowledge: Path, tmp_path: Path
) -> None:
    file = questions(tmp_path, "phrases: ['10:30']")
    knowledge.write_text("title,content\nBreakfast,Breakfast is served from 7:00 to 11:00.\n")

    refused = jack("kb", "ingest", knowledge, "--eval", file)
    unchanged = jack("kb", "search", "breakfast", "--json").data[0]["text"]
    file = questions(tmp_path, "phrases: ['11:00']")
    taken = jack("kb", "ingest", knowledge, "--eval", file)

    assert refused.status == 3
    assert "before  " in refused.err
    assert "Nothing was stored" in refused.err
    assert "10:30" in unchanged
    assert (taken.status, taken.out.split(",")[1]) == (0, " changed 1")
    assert list(Path(tmp_path / "data").glob("trial-*")) == []


KEY = "anthropic-key"


def said(text: str) -> dict[str, object]:
    return SAID | {"reply": text, "used_sources": ["1"]}


def test_a_recorded_model_runs_offline_and_is_held_against_todays_knowledge(
    jack: Jack, knowledge: Path, tmp_path: Path
) -> None:
    file = questions(tmp_path, "phrases: ['10:30']")
    reply = said("Breakfast is from 7:00 to 10:30.")
    with in_a_thread(AnthropicStandin(api_key=KEY, reply=lambda _: reply)) as claude:
        model = {
            "ANTHROPIC_API_KEY": KEY,
            "ANTHROPIC_BASE_URL": claude.url,
            "JACK_LLM__ORDER": "anthropic,local",
        }
        recorded = jack("eval", "record", file, **model)
        asked = len(claude.requests)
    offline = jack("eval", "run", file, "--json")
    knowledge.write_text("title,content\nBreakfast,Breakfast is served from 7:00 to 11:00.\n")
    jack("kb", "ingest", knowledge)
    stale = jack("eval", "run", file, "--json")

    assert (recorded.status, asked) == (0, 1), recorded.err
    assert offline.data["results"][0]["provider"] == "recorded"
    assert offline.data["results"][0]["model"]
    assert offline.status == 0
    # R4: the recorded answer no longer stands in the sources, so it is not given.
    assert stale.data["results"][0]["provider"] == "local"
    assert stale.status == 3
    assert stale.data["results"][0]["before"].endswith("Breakfast is from 7:00 to 10:30.")
