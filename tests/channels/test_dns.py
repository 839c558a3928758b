"""TXT records as a name server gives them, and what is made of nonsense."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jack.channels import dns
from jack.channels.dns import Unanswered, texts
from tests.standins.names import NameServer


async def test_every_record_of_a_name_is_read_whole() -> None:
    long = "v=spf1 " + "include:mx.example " * 20 + "-all"
    async with NameServer({"hotel.example": [long, "other"]}, udp_bytes=4000) as server:
        assert await texts("hotel.example", server=server.server) == [long, "other"]


async def test_what_is_too_large_for_a_datagram_comes_by_tcp() -> None:
    long = "x" * 2000
    async with NameServer({"hotel.example": [long]}) as server:
        assert await texts("hotel.example", server=server.server) == [long]
    assert server.asked == ["hotel.example"] * 2


async def test_a_name_that_is_not_there_has_no_records() -> None:
    async with NameServer() as server:
        assert await texts("nobody.example", server=server.server) == []


async def test_a_name_of_any_letters_is_asked_as_it_is_written_there() -> None:
    async with NameServer({"xn--htel-vqa.example": ["v=spf1 -all"]}) as server:
        assert await texts("hôtel.example", server=server.server) == ["v=spf1 -all"]


@pytest.mark.parametrize("trouble", ["refuses", "is_mute", "gone"])
async def test_a_server_that_does_not_answer_is_told_apart_from_no_records(trouble: str) -> None:
    async with NameServer() as server:
        address = "127.0.0.1:1" if trouble == "gone" else server.server
        server.refuses, server.is_mute = trouble == "refuses", trouble == "is_mute"

        with pytest.raises(Unanswered):
            await texts("hotel.example", server=address, timeout_s=0.2)


async def test_without_a_server_the_systems_first_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "resolv.conf"
    monkeypatch.setattr(dns, "RESOLVERS", file)
    with pytest.raises(Unanswered, match="no name server"):
        await texts("hotel.example")

    file.write_text("search example\nnameserver nonsense\nnameserver 192.0.2.7\n")

    assert dns._server("") == ("192.0.2.7", 53)
    assert dns._server("192.0.2.1") == ("192.0.2.1", 53)
    assert dns._server("192.0.2.1:5353") == ("192.0.2.1", 5353)
    assert dns._server("[::1]:5353") == ("::1", 5353)


@given(st.binary(max_size=80))
def test_any_answer_is_read_or_refused(noise: bytes) -> None:
    query = dns._query("hotel.example", 7)
    for answer in (noise, query[:2] + b"\x81\x80\0\1\0\1\0\0\0\0" + query[12:31] + noise):
        try:
            found = dns._read(answer, 7, query[12:])
        except (ValueError, IndexError, struct.error):
            continue
        assert all(isinstance(each, str) for each in found)


def test_an_answer_to_another_question_is_none() -> None:
    other = NameServer({"evil.example": ["v=spf1 +all"]})
    query = dns._query("hotel.example", 7)

    answer = other.answer(dns._query("evil.example", 7))

    with pytest.raises(ValueError, match="another question"):
        dns._read(answer, 7, query[12:])
