"""Files by WhatsApp: fetched with the token from Meta alone, uploaded, and sent with their caption."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from jack.channels.whatsapp import WhatsApp
from jack.channels.whatsapp_media import FILES
from jack.channels.whatsapp_parse import parse
from jack.errors import Permanent, Transient
from jack.model.media import IncomingFile, OutgoingFile
from tests.channels.test_whatsapp import GUEST, ITEM, SECRET, whatsapp
from tests.standins import whatsapp_webhooks as webhooks
from tests.standins.base import Fault, utc_now
from tests.standins.graph import GraphStandin
from tests.standins.graph_media import TAKEN, Kept

PHOTO = b"\xff\xd8\xff" + b"photo" * 1000
MEGABYTE = 1024 * 1024


class Clock:
    def __init__(self) -> None:
        self.now = utc_now()

    def __call__(self):  # type: ignore[no-untyped-def]
        return self.now


@pytest.fixture
def moving() -> Clock:
    return Clock()


@pytest.fixture
async def graph(moving: Clock) -> AsyncIterator[GraphStandin]:
    async with GraphStandin(app_secret=SECRET, clock=moving) as graph:
        graph.open_window(GUEST)
        yield graph


@pytest.fixture
async def channel(graph: GraphStandin) -> AsyncIterator[WhatsApp]:
    channel = whatsapp(graph.url)
    await channel.start()
    yield channel
    await channel.close()


def ref_of(kept: Kept) -> dict[str, str]:
    return {"id": kept.id, "sha256": kept.webhook_sha256}


def outgoing(
    data: bytes = PHOTO, content_type: str = "image/jpeg", name: str = "pool.jpg"
) -> OutgoingFile:
    async def read() -> bytes:
        return data

    return OutgoingFile(1, name, content_type, len(data), read, lambda: None)


# -- coming in -----------------------------------------------------------------------------


def test_a_photo_is_named_by_its_id_and_hash() -> None:
    message = webhooks.media_message(
        "document", media_id="42", sha256="c2hh", caption="My passport"
    )
    [inbound] = parse(json.dumps(webhooks.envelope([message])).encode()).messages

    assert inbound.text == "My passport"
    assert inbound.files == (
        IncomingFile(
            name="passport.pdf",
            content_type="application/pdf",
            ref={"id": "42", "sha256": "c2hh"},
        ),
    )


async def test_a_file_is_fetched_by_its_id(channel: WhatsApp, graph: GraphStandin) -> None:
    kept = graph.media.add(PHOTO, "image/jpeg")

    found = await channel.download(ref_of(kept), limit_bytes=MEGABYTE)

    assert (found.data, found.content_type) == (PHOTO, "image/jpeg")


async def test_an_id_lives_for_seven_days(
    channel: WhatsApp, graph: GraphStandin, moving: Clock
) -> None:
    kept = graph.media.add(PHOTO, "image/jpeg")
    moving.now += timedelta(days=7)
    assert (await channel.download(ref_of(kept), limit_bytes=MEGABYTE)).data == PHOTO

    moving.now += timedelta(seconds=1)
    with pytest.raises(Permanent) as failure:
        await channel.download(ref_of(kept), limit_bytes=MEGABYTE)

    assert failure.value.reason == "gone"


async def test_bytes_that_do_not_have_the_hash_are_fetched_again(
    channel: WhatsApp, graph: GraphStandin
) -> None:
    kept = graph.media.add(PHOTO, "image/jpeg")
    graph.spoils_media = True

    with pytest.raises(Transient) as failure:
        await channel.download(ref_of(kept), limit_bytes=MEGABYTE)

    assert failure.value.reason == "spoiled"


async def test_without_a_hash_from_the_webhook_that_of_graph_counts(
    channel: WhatsApp, graph: GraphStandin
) -> None:
    kept = graph.media.add(PHOTO, "image/jpeg")
    assert (await channel.download({"id": kept.id}, limit_bytes=MEGABYTE)).data == PHOTO

    graph.spoils_media = True
    with pytest.raises(Transient):
        await channel.download({"id": kept.id}, limit_bytes=MEGABYTE)


async def test_what_is_too_large_is_not_even_asked_for(
    channel: WhatsApp, graph: GraphStandin
) -> None:
    kept = graph.media.add(PHOTO, "image/jpeg")

    with pytest.raises(Permanent) as failure:
        await channel.download(ref_of(kept), limit_bytes=len(PHOTO) - 1)

    assert failure.value.reason == "too_large"
    assert [call.path for call in graph.calls if "attachments" in call.path] == []


@pytest.mark.parametrize(
    "host", ["https://evil.example", "http://lookaside.fbsbx.com", "https://x.lookaside.fbsbx.com"]
)
async def test_r15_the_token_goes_to_no_foreign_host(
    channel: WhatsApp, graph: GraphStandin, host: str
) -> None:
    kept = graph.media.add(PHOTO, "image/jpeg")
    graph.media_host = host

    with pytest.raises(Permanent) as failure:
        await channel.download(ref_of(kept), limit_bytes=MEGABYTE)

    assert failure.value.reason == "foreign"


async def test_r15_no_redirect_takes_the_token_elsewhere(
    channel: WhatsApp, graph: GraphStandin
) -> None:
    async with GraphStandin() as other:
        kept = graph.media.add(PHOTO, "image/jpeg")
        graph.redirects_media_to = f"{other.url}/whatsapp_business/attachments/?mid=1"

        with pytest.raises(Permanent):
            await channel.download(ref_of(kept), limit_bytes=MEGABYTE)

        assert other.calls == []


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_vendor_in_trouble_is_asked_again(
    channel: WhatsApp, graph: GraphStandin, status: int
) -> None:
    kept = graph.media.add(PHOTO, "image/jpeg")
    graph.faults_by(lambda _: Fault("status", status=status))

    with pytest.raises(Transient):
        await channel.download(ref_of(kept), limit_bytes=MEGABYTE)


async def test_a_broken_line_is_no_loss(channel: WhatsApp, graph: GraphStandin) -> None:
    kept = graph.media.add(PHOTO, "image/jpeg")
    graph.faults_by(lambda each: Fault("reset") if "attachments" in each.path else None)

    with pytest.raises(Transient):
        await channel.download(ref_of(kept), limit_bytes=MEGABYTE)


# -- going out -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content_type", "kind", "caption"),
    [
        ("image/jpeg", "image", True),
        ("video/mp4", "video", True),
        ("audio/ogg", "audio", False),
        ("application/pdf", "document", True),
    ],
)
async def test_a_file_is_uploaded_and_sent_with_its_words(
    channel: WhatsApp, graph: GraphStandin, content_type: str, kind: str, caption: bool
) -> None:
    file = outgoing(content_type=content_type, name="map.pdf")

    await channel.send(replace(ITEM, text="The way to us", files=(file,)))

    [accepted] = graph.accepted
    sent = accepted.body[kind]
    kept = graph.media.kept[sent["id"]]
    assert (accepted.kind, kept.data, kept.mime_type) == (kind, PHOTO, content_type)
    assert sent.get("caption") == ("The way to us" if caption else None)
    assert sent.get("filename") == ("map.pdf" if kind == "document" else None)


async def test_what_jack_takes_is_what_meta_takes(channel: WhatsApp) -> None:
    theirs = {t: most for types, most in TAKEN.values() for t in types if t != "image/webp"}

    assert channel.traits.files == FILES == theirs


async def test_a_file_that_meta_refuses_is_final_and_nothing_is_sent(
    channel: WhatsApp, graph: GraphStandin
) -> None:
    file = outgoing(content_type="application/x-msdownload", name="a.exe")

    with pytest.raises(Permanent):
        await channel.send(replace(ITEM, files=(file,)))

    assert graph.accepted == []


@pytest.mark.parametrize("kind", ["reset", "garbage", "hang"])
async def test_r2_an_upload_whose_answer_is_lost_has_sent_nothing(
    channel: WhatsApp, graph: GraphStandin, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import aiohttp

    monkeypatch.setattr("jack.channels.whatsapp.FILE_TIMEOUT", aiohttp.ClientTimeout(total=0.3))
    fault = Fault(kind)  # type: ignore[arg-type]
    graph.faults_by(lambda each: fault if each.path.endswith("/media") else None)

    with pytest.raises(Transient):
        await channel.send(replace(ITEM, files=(outgoing(),)))

    assert graph.accepted == []
