"""Canned replies and templates as staff keep them, and as a guest reads them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jack.db import guests, sql
from jack.errors import Conflict, Forbidden, Invalid, NotFound
from jack.model.languages import Language
from jack.model.staff import Role, Staff
from jack.model.templates import TemplateStatus
from jack.services.templates import Lack, Templates, Written
from jack.services.wording import values_of
from tests.house import House, configuration

WIFI = "{{guest.first_name|Hello}}, our Wi-Fi is {{hotel.wifi_network}}."
PT = Language.PT


@pytest.fixture
def templates(house: House) -> Templates:
    config = configuration(wifi_network="Harbour", links={"menu": "https://hotel.example/menu"})
    return Templates(house.db, config, house.clock)


@pytest.fixture
def manager(house: House) -> Staff:
    return house.staff("Mia Lopes", Role.MANAGER)


async def test_a_shortcut_is_taken_once_in_a_language(templates: Templates, manager: Staff) -> None:
    first = await templates.add_reply(manager, "wifi", Language.EN, WIFI)
    other = await templates.add_reply(manager, "wifi", PT, "Olá")

    with pytest.raises(Conflict, match="/wifi in en"):
        await templates.add_reply(manager, "wifi", Language.EN, "Again")
    with pytest.raises(Conflict):
        await templates.edit_reply(manager, other.id, language=Language.EN)
    kept = await templates.edit_reply(manager, first.id, text="Hi {{hotel.name}}")

    assert (kept.shortcut, kept.language, kept.text) == ("wifi", "en", "Hi {{hotel.name}}")


async def test_a_text_with_a_wrong_gap_is_not_kept(
    templates: Templates, manager: Staff, house: House
) -> None:
    for text in ("{{guest.age}}", "   ", "x" * 4001):
        with pytest.raises(Invalid):
            await templates.add_reply(manager, "wifi", Language.EN, text)
    with pytest.raises(Invalid):
        await templates.add_template(manager, "welcome", "sms", Language.EN, "{{")

    assert house.rows("SELECT count(*) FROM canned_reply") == [(0,)]


async def test_replies_are_found_by_language_and_by_any_part(
    templates: Templates, manager: Staff
) -> None:
    for shortcut, language in (("wifi", Language.EN), ("wifi", PT), ("late", Language.EN)):
        await templates.add_reply(manager, shortcut, language, f"About {shortcut}")

    async def found(language: str | None = None, query: str = "") -> list[str]:
        page = await templates.replies(language=language, query=query, after=0, limit=50)
        return [f"{reply.shortcut} {reply.language}" for reply in page]

    assert await found() == ["wifi en", "wifi pt", "late en"]
    assert await found(language="en", query="WIFI") == ["wifi en"]
    assert await found(query="about l") == ["late en"]
    assert await found(query="%") == []
    assert [r.id for r in await templates.replies(language=None, query="", after=1, limit=1)] == [2]


async def test_only_those_who_may_change_texts_and_all_is_audited(
    templates: Templates, manager: Staff, house: House
) -> None:
    clerk = house.staff("Ana Silva")
    reply = await templates.add_reply(manager, "wifi", Language.EN, WIFI)
    made = await templates.add_template(manager, "welcome", "sms", Language.EN, WIFI)

    with pytest.raises(Forbidden):
        await templates.edit_reply(clerk, reply.id, text="x")
    with pytest.raises(Forbidden):
        await templates.remove_template(clerk, made.id)
    await templates.remove_reply(manager, reply.id)
    await templates.remove_template(manager, made.id)

    actions = [row[0] for row in await house.db.read(sql.rows, "SELECT action FROM audit")]
    assert actions == [
        "canned_reply.created",
        "template.created",
        "canned_reply.removed",
        "template.removed",
    ]
    for gone in (templates.reply(reply.id), templates.template(made.id)):
        with pytest.raises(NotFound):
            await gone
    with pytest.raises(NotFound):
        await templates.remove_reply(manager, reply.id)
    with pytest.raises(NotFound):
        await templates.remove_template(manager, made.id)


async def test_another_body_is_a_draft_again(templates: Templates, manager: Staff) -> None:
    made = await templates.add_template(manager, "welcome", "whatsapp", Language.EN, WIFI)
    approved = await templates.edit_template(manager, made.id, status=TemplateStatus.APPROVED)

    renamed = await templates.edit_template(manager, made.id, name="hello", body=WIFI)
    rewritten = await templates.edit_template(manager, made.id, body="Hi")

    assert made.status is TemplateStatus.DRAFT
    assert approved.status is renamed.status is TemplateStatus.APPROVED
    assert (rewritten.name, rewritten.status) == ("hello", TemplateStatus.DRAFT)
    with pytest.raises(Conflict):
        await templates.add_template(manager, "hello", "whatsapp", Language.EN, "x")
    listed = await templates.templates(
        channel="whatsapp", language="en", status="draft", after=0, limit=10
    )
    assert listed == [rewritten]


async def test_r6_a_reply_is_filled_for_its_guest_as_far_as_they_are_proven(
    templates: Templates, manager: Staff, house: House
) -> None:
    house.stay()
    await house.write("Hi there")
    await house.write("Hi there", channel="webchat")
    text = "{{guest.first_name|Guest}}, room {{stay.room|?}}, {{hotel.wifi_network}}"
    reply = await templates.add_reply(manager, "room", Language.EN, text)

    proven = await templates.render_reply(reply.id, 1)
    unproven = await templates.render_reply(reply.id, 2)

    assert proven.text == "Ana, room 305, Harbour"
    assert unproven.text == "Guest, room ?, Harbour"
    assert unproven.withheld == ("guest.first_name", "stay.room")
    with pytest.raises(NotFound):
        await templates.render_reply(reply.id, 99)


async def test_dates_are_written_in_the_language_of_the_text(house: House) -> None:
    from jack.db import reservations

    house.stay()
    stay = house.db.read_now(reservations.get, 1)

    values = values_of(configuration(), "pt", stay=stay, task_title="Towels")

    assert values["stay.arrival"] == "quinta-feira, 14 de janeiro de 2027"
    assert (values["stay.nights"], values["task.title"]) == ("4", "Towels")


# -- what will be read -----------------------------------------------------------------------------

ARRIVAL = "Dear {{guest.first_name|guest}}, see you on {{stay.arrival}}. Room: {{stay.room|later}}"


async def test_r6_a_preview_is_what_the_guest_would_read(
    templates: Templates, manager: Staff, house: House
) -> None:
    house.stay()
    written = Written("whatsapp", language=Language.ES, body=ARRIVAL)

    known = await templates.preview(manager, written, 1)
    await house.write("Hello")
    proven = await templates.preview(manager, written, 1)

    assert known.words.text == "Dear Ana, see you on jueves, 14 de enero de 2027. Room: later"
    assert known.words.withheld == ("stay.room",)
    assert proven.words.text.endswith("Room: 305")
    assert (proven.has_address, proven.length.limit, proven.page) == (True, 1024, "")


async def test_a_preview_by_mail_shows_its_page_and_whether_there_is_an_address(
    templates: Templates, manager: Staff, house: House
) -> None:
    house.stay()

    found = await templates.preview(manager, Written("email", name="pre_arrival_3d"), 1)

    assert (found.has_address, found.words.source.is_shipped) == (False, True)
    assert found.words.subject == "Before you arrive at Harbour Inn"
    assert "guest.first_name" in found.words.withheld
    assert "<body" in found.page


async def test_a_preview_is_in_the_guests_language(
    templates: Templates, manager: Staff, house: House
) -> None:
    guest_id = house.stay()
    house.db.write_now(guests.set_language, guest_id, "fr", 0)
    written = Written("sms", name="room_ready")

    own = await templates.preview(manager, written, 1)
    asked = await templates.preview(manager, replace(written, language=Language.DE), 1)

    assert own.words.text.startswith("Bonjour Ana Silva,")
    assert asked.words.text.startswith("Guten Tag Ana Silva,")


async def test_r5_what_a_text_promises_is_told_while_it_is_written(
    templates: Templates, manager: Staff
) -> None:
    async def promises(body: str, subject: str = "") -> list[str]:
        written = Written("email", subject=subject, body=body)
        return await templates.promises(manager, written)

    assert (
        await promises("Hello {{guest.first_name|}}, see you soon.", "Are you on your way?") == []
    )
    assert len(await promises("Wir haben für Sie einen Tisch reserviert.")) == 1
    assert len(await promises("Hello", "We have booked your table")) == 1


async def test_what_would_be_empty_is_found_before_anything_is_sent(
    templates: Templates, manager: Staff, house: House
) -> None:
    text = "{{guest.title}} {{hotel.phone}} {{link.menu}} {{link.spa}} {{stay.room_type}}"
    written = Written("sms", body=text)

    def lacks(found: list[Lack]) -> dict[str, tuple[int, int]]:
        return {each.name: (each.count, each.stays) for each in found}

    without_stays = lacks(await templates.lacks(manager, written))
    house.stay()
    house.stay(phone="+4915112345678")
    house.db.write_now(sql.run, "UPDATE reservation SET room_type = NULL WHERE id = 2")
    with_stays = lacks(await templates.lacks(manager, written))

    assert without_stays == {
        "guest.title": (0, 0),
        "hotel.phone": (0, 0),
        "link.spa": (0, 0),
        "stay.room_type": (0, 0),
    }
    assert with_stays == {
        "guest.title": (2, 2),
        "hotel.phone": (2, 2),
        "link.spa": (2, 2),
        "stay.room_type": (1, 2),
    }


async def test_nothing_is_previewed_that_is_not_there(
    templates: Templates, manager: Staff, house: House
) -> None:
    house.stay()

    with pytest.raises(NotFound, match="reservation 99"):
        await templates.preview(manager, Written("sms", name="room_ready"), 99)
    with pytest.raises(NotFound, match="template nothing"):
        await templates.preview(manager, Written("sms", name="nothing"), 1)
    with pytest.raises(Invalid, match=r"guest\.age"):
        await templates.lacks(manager, Written("sms", body="{{guest.age}}"))
    cleaner = house.staff("Rui Reis", Role.HOUSEKEEPING)
    with pytest.raises(Forbidden):
        await templates.preview(cleaner, Written("sms", name="room_ready"), 1)


async def test_another_subject_is_a_draft_again(templates: Templates, manager: Staff) -> None:
    made = await templates.add_template(
        manager, "welcome", "email", Language.EN, WIFI, subject="Welcome\nto us", asks_rating=True
    )
    await templates.edit_template(manager, made.id, status=TemplateStatus.APPROVED)

    asking = await templates.edit_template(manager, made.id, asks_rating=False)
    changed = await templates.edit_template(manager, made.id, subject="Hello")

    assert (made.subject, made.asks_rating) == ("Welcome to us", True)
    assert asking.status is TemplateStatus.APPROVED
    assert (changed.subject, changed.status) == ("Hello", TemplateStatus.DRAFT)
    for wrong in ("{{guest.age}}", "x" * 151):
        with pytest.raises(Invalid):
            await templates.edit_template(manager, made.id, subject=wrong)
