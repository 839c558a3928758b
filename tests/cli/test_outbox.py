"""`jack outbox`."""

from __future__ import annotations

from pathlib import Path

import pytest

from jack.db import sql
from tests.cli.conftest import Jack, database


@pytest.fixture
def failed(jack: Jack, data_dir: Path) -> int:
    """A message to a guest that could not be sent; its number."""
    jack("chat", stdin="There is a fire in my room\n")
    with database(data_dir) as db:
        db.write_now(
            sql.run, "UPDATE outbox SET state = 'failed', error_text = 'The window is closed.'"
        )
        return int(db.read_now(sql.value, "SELECT id FROM outbox"))


def test_what_failed_is_listed_with_its_trouble(jack: Jack, failed: int) -> None:
    table = jack("outbox", "list").out
    row = jack("outbox", "list", "--json").data[0]

    assert "The window is closed." in table
    assert (row["id"], row["state"], row["channel"]) == (str(failed), "failed", "webchat")


@pytest.mark.usefixtures("failed")
def test_the_list_can_be_narrowed_to_a_state(jack: Jack) -> None:
    assert jack("outbox", "list", "--state", "queued", "--json").data == []
    assert len(jack("outbox", "list", "--state", "queued", "--state", "failed", "--json").data) == 1


@pytest.mark.usefixtures("data_dir")
def test_an_unknown_state_is_wrong_usage(jack: Jack) -> None:
    result = jack("outbox", "list", "--state", "lost")

    assert result.status == 2
    assert "States are queued," in result.err


def test_a_retry_queues_it_again_and_is_audited(jack: Jack, failed: int, data_dir: Path) -> None:
    result = jack("outbox", "retry", failed)

    with database(data_dir) as db:
        actors = db.read_now(sql.rows, "SELECT actor FROM audit WHERE action = 'outbox.retry'")
    assert result.status == 0
    assert jack("outbox", "list", "--json").data[0]["state"] == "queued"
    assert actors == [("cli",)]


def test_what_was_discarded_cannot_be_sent_again(jack: Jack, failed: int) -> None:
    discarded = jack("outbox", "discard", failed)
    retried = jack("outbox", "retry", failed)

    assert (discarded.status, retried.status) == (0, 1)
    assert "nothing to retry" in retried.err


@pytest.mark.usefixtures("data_dir")
def test_a_number_of_no_message_is_an_error(jack: Jack) -> None:
    assert jack("outbox", "retry", "7").err == "There is no outgoing message 7.\n"
