"""Whatever way the number of a card or of a passport comes in, none of it is in the database."""

from __future__ import annotations

import json
import re

import pytest

from jack.db import sql
from jack.db.database import Database
from jack.model.media import IncomingFile
from jack.model.messages import Kind, Parsed
from jack.model.tasks import Department, TaskProposal
from jack.services.guests import Guests
from jack.services.notices import Notices
from jack.services.tasks import Tasks
from tests.conftest import FakeClock
from tests.house import House, Model, draft, inbound, with_sms

CARD, PASSPORT = "4111 1111 1111 1111", "X1234567"
WORDS = f"Pay with {CARD}, my passport is {PASSPORT}"


def stored(house: House) -> str:
    """Every value of every table, spaces and dashes taken out."""

    def dump() -> str:
        names = [
            row[0]
            for row in sql.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not row[0].startswith("sqlite_")
        ]
        return "\n".join(
            value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
            for name in names
            for row in sql.rows(f'SELECT * FROM "{name}"')
            for value in row
        )

    return re.sub(r"[ -]", "", house.db.read_now(dump))


def is_clean(house: House) -> bool:
    wanted = (CARD.replace(" ", ""), PASSPORT)
    return not [line for line in stored(house).splitlines() if any(map(line.__contains__, wanted))]


@pytest.mark.parametrize("channel", ["whatsapp", "sms", "webchat"])
async def test_a_guests_message_on_every_channel(
    db: Database, clock: FakeClock, channel: str
) -> None:
    said = draft(
        f"You wrote {WORDS}.",
        "request.service.other",
        tasks=(TaskProposal(Department.HOUSEKEEPING, f"Note {CARD}", note=WORDS),),
    )
    house = House(db, clock, config=with_sms(), model=Model(said))
    message = inbound(
        WORDS, channel=channel, data={"caption": WORDS}, name=f"Ana {CARD}", vendor_id="m1"
    )
    payload = json.dumps({"entry": [{"text": {"body": WORDS}}]}).encode()

    await house.intake.accept(channel, Parsed([message]), payload=payload)
    await house.turn()

    assert "••••" in house.said()[0].text
    assert is_clean(house)


async def test_a_file_is_not_named_by_a_card(db: Database, clock: FakeClock) -> None:
    house = House(db, clock)
    file = IncomingFile(name=f"card {CARD}.jpg", ref={"id": "4222222222222"})
    message = inbound("", kind=Kind.IMAGE, files=(file,), vendor_id="m1")

    await house.intake.accept("whatsapp", Parsed([message]), payload=b"{}")

    assert is_clean(house)
    assert "4222222222222" in stored(house)  # the vendor's id stays, or nothing could be fetched


async def test_what_staff_write_down(db: Database, clock: FakeClock) -> None:
    house = House(db, clock)
    await house.talk("Hello")
    maria = house.staff()
    tasks = Tasks(db, house.bus, clock, Notices(db, house.bus, house.config, clock))
    guests = Guests(db, house.config, clock)

    await house.handover.note(1, maria, WORDS)
    await house.conversations.claim(1, maria)
    await house.conversations.reply(1, maria, WORDS)
    await guests.add_note(1, maria, WORDS)
    made = await tasks.create(TaskProposal(Department.FRONT_DESK, "Call", note=WORDS), maria)
    await tasks.comment(made.id, maria, WORDS)

    assert is_clean(house)
