"""Canned replies and templates as staff keep them, and as a guest reads them."""

from __future__ import annotations

import pytest

from jack.db import sql
from jack.errors import Conflict, Forbidden, Invalid, NotFound
from jack.model.languages import Language
from jack.model.staff import Role, Staff
from jack.model.templates import TemplateStatus
from jack.services.templates import Templates, values_of
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
