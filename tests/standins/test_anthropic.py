"""The stand-in for the Messages API serves the vendor's own client and refuses what it refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Literal

import aiohttp
import anthropic
import pytest
from anthropic import AsyncAnthropic
from anthropic.types import Message, ToolUseBlock
from pydantic import BaseModel, Field, ValidationError

from tests.standins.anthropic import AnthropicStandin
from tests.standins.base import Fault, FaultKind, JsonObject
from tests.standins.schema_examples import example_object

KEY = "anthropic-key"


class Proposal(BaseModel):
    department: Literal["housekeeping", "maintenance"]
    quantity: int = Field(ge=1, le=9)


class Answer(BaseModel):
    language: str = Field(pattern="^[a-z]{2}$|^text$")
    reply: str = Field(max_length=60)
    confidence: float = Field(ge=0, le=1)
    sources: list[str]
    proposals: list[Proposal] = Field(min_length=1)
    escalate: bool
    note: str | None


SCHEMA = Answer.model_json_schema()
TOOL: JsonObject = {"name": "answer_guest", "description": "Answer.", "input_schema": SCHEMA}
PASSAGES = '<passage id="k1">Checkout is at 11:00.</passage> When is checkout?'


@pytest.fixture
async def standin() -> AsyncIterator[AnthropicStandin]:
    async with AnthropicStandin(api_key=KEY) as standin:
        yield standin


@pytest.fixture
async def client(standin: AnthropicStandin) -> AsyncIterator[AsyncAnthropic]:
    async with AsyncAnthropic(base_url=standin.url, api_key=KEY, max_retries=0) as client:
        yield client


def body(**changes: Any) -> JsonObject:
    return {
        "model": "claude-test",
        "max_tokens": 500,
        "messages": [{"role": "user", "content": PASSAGES}],
        "tools": [TOOL],
        "tool_choice": {"type": "tool", "name": "answer_guest"},
    } | changes


async def ask(client: AsyncAnthropic, **changes: Any) -> Message:
    return await client.messages.create(**body(**changes))


async def post(
    standin: AnthropicStandin, request: JsonObject, **headers: str
) -> tuple[int, JsonObject]:
    """`headers` change or, when empty, remove those that belong there."""
    proper = {"x-api-key": KEY, "anthropic-version": "2026-10-21"}
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {name: value for name, value in (proper | changed).items() if value}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{standin.url}/v1/messages", json=request, headers=sent) as answer,
    ):
        return answer.status, await answer.json()


def tool_input(message: Message) -> Any:
    block = message.content[0]
    assert isinstance(block, ToolUseBlock)
    return block.input


# -- answering --


async def test_a_forced_tool_is_answered_with_an_input_that_fits_its_schema(
    client: AsyncAnthropic,
) -> None:
    message = await ask(client)

    assert message.stop_reason == "tool_use"
    answer = Answer.model_validate(tool_input(message))
    assert answer.reply == "Checkout is at 11:00."
    assert answer.confidence == 1
    assert [proposal.department for proposal in answer.proposals] == ["housekeeping"]


async def test_the_test_can_give_the_answer(standin: AnthropicStandin) -> None:
    def echo(request: JsonObject) -> JsonObject:
        return {"reply": request["messages"][-1]["content"].upper()}

    standin.reply = echo
    async with AsyncAnthropic(base_url=standin.url, api_key=KEY) as client:
        message = await ask(client, messages=[{"role": "user", "content": "towels"}])

    assert tool_input(message) == {"reply": "TOWELS"}
    assert standin.requests[0]["max_tokens"] == 500


async def test_an_offered_tool_is_used(client: AsyncAnthropic) -> None:
    message = await ask(client, tool_choice={"type": "auto"})

    assert message.stop_reason == "tool_use"
    Answer.model_validate(tool_input(message))


async def test_a_model_that_thinks_first_puts_that_before_the_tool(client: AsyncAnthropic) -> None:
    message = await ask(client, model="claude-sonnet-5-5", tool_choice={"type": "auto"})

    assert [block.type for block in message.content] == ["thinking", "tool_use"]


async def test_without_a_tool_to_use_the_answer_is_text(client: AsyncAnthropic) -> None:
    message = await ask(client, tool_choice={"type": "none"})

    assert message.stop_reason == "end_turn"
    assert message.content[0].type == "text"
    assert message.content[0].text == "Checkout is at 11:00."


async def test_a_cached_prefix_is_written_once_and_read_afterwards(
    client: AsyncAnthropic,
) -> None:
    cached: JsonObject = {
        "system": [
            {"type": "text", "text": "House rules. " * 50, "cache_control": {"type": "ephemeral"}}
        ]
    }
    first = (await ask(client, **cached)).usage
    other_question = [{"role": "user", "content": "Is there a pool?"}]
    second = (await ask(client, **cached, messages=other_question)).usage
    other_model = (await ask(client, **cached, model="claude-other")).usage

    assert (first.cache_creation_input_tokens or 0) > 100
    assert first.cache_read_input_tokens == 0
    assert second.cache_read_input_tokens == first.cache_creation_input_tokens
    assert second.cache_creation_input_tokens == 0
    assert 0 < second.input_tokens < first.input_tokens
    assert other_model.cache_read_input_tokens == 0


async def test_a_longer_prefix_reads_the_shorter_one_and_writes_the_rest(
    client: AsyncAnthropic,
) -> None:
    mark = {"cache_control": {"type": "ephemeral"}}
    rules = {"type": "text", "text": "House rules. " * 50, **mark}
    profile = {"type": "text", "text": "Hotel profile. " * 50, **mark}
    first = (await ask(client, system=[rules])).usage
    second = (await ask(client, system=[rules, profile])).usage

    assert second.cache_read_input_tokens == first.cache_creation_input_tokens
    assert (second.cache_creation_input_tokens or 0) > 100


async def test_a_prefix_below_the_minimum_is_not_cached() -> None:
    short = [{"type": "text", "text": "Short.", "cache_control": {"type": "ephemeral"}}]
    async with (
        AnthropicStandin(api_key=KEY, min_cache_tokens=1024) as standin,
        AsyncAnthropic(base_url=standin.url, api_key=KEY) as client,
    ):
        first = (await ask(client, system=short)).usage
        second = (await ask(client, system=short)).usage

    assert (first.cache_creation_input_tokens, second.cache_read_input_tokens) == (0, 0)


def test_an_example_follows_references_and_unions() -> None:
    class Node(BaseModel):
        kind: Literal["leaf"]
        inner: Proposal | None

    example = example_object(Node.model_json_schema())

    assert Node.model_validate(example).inner == Proposal(department="housekeeping", quantity=9)


# -- refusing --


async def test_a_wrong_key_is_an_authentication_error(standin: AnthropicStandin) -> None:
    async with AsyncAnthropic(base_url=standin.url, api_key="stale", max_retries=0) as client:
        with pytest.raises(anthropic.AuthenticationError) as caught:
            await ask(client)

    assert caught.value.request_id is not None
    assert standin.requests == []


async def test_a_key_is_taken_from_either_header_and_needed_in_one(
    standin: AnthropicStandin,
) -> None:
    documented = await post(standin, body(), x_api_key=KEY)
    bearer = await post(standin, body(), x_api_key="", authorization=f"Bearer {KEY}")
    stale_beside = await post(standin, body(), x_api_key="stale", authorization=f"Bearer {KEY}")
    wrong_bearer = await post(standin, body(), x_api_key="", authorization="Bearer stale")
    none = await post(standin, body(), x_api_key="")

    assert (documented[0], bearer[0]) == (200, 200)
    assert (stale_beside[0], wrong_bearer[0], none[0]) == (401, 401, 401)
    assert none[1]["error"]["type"] == "authentication_error"


async def test_the_version_header_and_the_content_type_are_required(
    standin: AnthropicStandin,
) -> None:
    no_version = await post(standin, body(), anthropic_version="")
    unknown_version = await post(standin, body(), anthropic_version="2020-01-01")
    plain_text = await post(standin, body(), content_type="text/plain")

    assert no_version[0] == unknown_version[0] == plain_text[0] == 400
    assert unknown_version[1]["type"] == "error"
    assert unknown_version[1]["error"]["type"] == "invalid_request_error"
    assert unknown_version[1]["request_id"].startswith("req_")


def user(content: Any) -> JsonObject:
    return {"role": "user", "content": content}


EPHEMERAL = {"type": "ephemeral"}


@pytest.mark.parametrize(
    "changes",
    [
        {"model": ""},
        {"max_tokens": 0},
        {"max_tokens": "500"},
        {"max_tokens": None},
        {"messages": []},
        {"messages": [{"role": "assistant", "content": "Hi"}]},
        {"messages": [user("Hi"), user("Again")]},
        {"messages": [user("")]},
        {"messages": [user([])]},
        {"messages": [user([{"type": "text", "text": ""}])]},
        {"messages": [user([{"type": "smell", "scent": "rose"}])]},
        {"messages": [user("\ud83c")]},
        {"tools": [TOOL | {"name": "answer guest"}]},
        {"tools": [TOOL | {"name": "a" * 65}]},
        {"tools": [TOOL | {"input_schema": {"type": "string"}}]},
        {"tools": [{"name": "answer_guest"}]},
        {"tools": [TOOL, TOOL]},
        {"tools": []},
        {"tool_choice": {"type": "tool", "name": "no_such_tool"}},
        {"tool_choice": {"type": "tool"}},
        {"tool_choice": {"type": "maybe"}},
        {"tools": [TOOL | {"cache_control": {"type": "permanent"}}]},
        {"tools": [TOOL | {"cache_control": EPHEMERAL | {"ttl": "1d"}}]},
        {"system": [{"type": "text", "text": "x", "cache_control": EPHEMERAL}] * 5},
        {"temperature": 1.0},
        {"top_p": 0.9},
        {"top_k": 5},
        {"messages": [user([{"type": "text", "text": "x", "citations": [{}]}])]},
        {
            "messages": [
                user("Hi"),
                {"role": "assistant", "content": [{"type": "document", "source": {}}]},
                user("Go on"),
            ]
        },
        {"model": "claude-sonnet-5-5"},
        {"stream": True},
        {"temperatur": 0.5},
        {"thinking": {"type": "enabled", "budget_tokens": 1024}},
    ],
)
async def test_a_body_the_vendor_would_refuse_is_refused(
    standin: AnthropicStandin, changes: JsonObject
) -> None:
    status, answer = await post(standin, body(**changes))

    assert (status, answer["error"]["type"]) == (400, "invalid_request_error")
    assert standin.requests == []


@pytest.mark.parametrize(
    "changes",
    [
        {"messages": [user("Hi"), {"role": "assistant", "content": "Hello"}, user("Towels?")]},
        {"tools": [TOOL | {"cache_control": EPHEMERAL | {"ttl": "1h"}}]},
        {"system": [{"type": "text", "text": "x", "cache_control": EPHEMERAL}] * 4},
        {"tool_choice": {"type": "any"}},
        {"metadata": {"user_id": "guest-1"}},
        {"model": "claude-sonnet-5-5", "tool_choice": {"type": "auto"}},
    ],
)
async def test_a_body_the_vendor_would_take_is_taken(
    standin: AnthropicStandin, changes: JsonObject
) -> None:
    status, _ = await post(standin, body(**changes))

    assert status == 200


async def test_the_older_api_version_still_takes_a_temperature_within_its_range(
    standin: AnthropicStandin,
) -> None:
    older = {"anthropic_version": "2023-06-01"}
    taken = await post(standin, body(temperature=0), **older)
    too_warm = await post(standin, body(temperature=1.1), **older)

    assert (taken[0], too_warm[0]) == (200, 400)


async def test_a_model_that_does_not_exist_is_not_found() -> None:
    async with (
        AnthropicStandin(api_key=KEY, models={"claude-test"}) as standin,
        AsyncAnthropic(base_url=standin.url, api_key=KEY, max_retries=0) as client,
    ):
        with pytest.raises(anthropic.NotFoundError):
            await ask(client, model="claude-typo")

        assert (await ask(client)).model == "claude-test"


# -- faults --


@pytest.mark.parametrize(
    ("status", "error_type"),
    [(429, "rate_limit_error"), (500, "api_error"), (529, "overloaded_error")],
)
async def test_a_planned_status_reaches_the_client_in_the_vendors_envelope(
    standin: AnthropicStandin, client: AsyncAnthropic, status: int, error_type: str
) -> None:
    standin.fail_next(1, Fault("status", status=status, retry_after_s=3))

    with pytest.raises(anthropic.APIStatusError) as caught:
        await ask(client)

    assert caught.value.status_code == status
    assert caught.value.response.headers["retry-after"] == "3"
    assert isinstance(caught.value.body, dict)
    assert caught.value.body["error"]["type"] == error_type


async def test_the_client_gets_through_once_the_faults_are_over(
    standin: AnthropicStandin,
) -> None:
    standin.fail_next(2, Fault("status", status=529, retry_after_s=0.001))
    async with AsyncAnthropic(base_url=standin.url, api_key=KEY, max_retries=2) as client:
        message = await ask(client)

    assert message.stop_reason == "tool_use"
    assert len(standin.calls) == 3
    assert len(standin.requests) == 1


async def test_a_hung_call_runs_into_the_clients_time_out(
    standin: AnthropicStandin, client: AsyncAnthropic
) -> None:
    standin.fail_next(1, Fault("hang"))

    with pytest.raises(anthropic.APITimeoutError):
        await ask(client.with_options(timeout=0.05))


@pytest.mark.parametrize("kind", ["reset", "accept_then_reset"])
async def test_a_reset_is_a_connection_error(
    standin: AnthropicStandin, client: AsyncAnthropic, kind: FaultKind
) -> None:
    standin.fail_next(1, Fault(kind))

    with pytest.raises(anthropic.APIConnectionError):
        await ask(client)


async def test_an_answer_cut_by_max_tokens_has_half_an_input(
    standin: AnthropicStandin, client: AsyncAnthropic
) -> None:
    standin.fail_next(1, Fault("max_tokens"))

    message = await ask(client)

    assert message.stop_reason == "max_tokens"
    with pytest.raises(ValidationError):
        Answer.model_validate(tool_input(message))


async def test_a_refusal_has_no_content(standin: AnthropicStandin, client: AsyncAnthropic) -> None:
    standin.fail_next(1, Fault("refusal"))

    message = await ask(client)

    assert (message.stop_reason, message.content) == ("refusal", [])


async def test_the_tool_can_be_ignored(standin: AnthropicStandin, client: AsyncAnthropic) -> None:
    standin.fail_next(1, Fault("plain_text"))

    message = await ask(client, tool_choice={"type": "auto"})

    assert (message.stop_reason, message.content[0].type) == ("end_turn", "text")


async def test_an_input_can_violate_the_schema(
    standin: AnthropicStandin, client: AsyncAnthropic
) -> None:
    standin.fail_next(1, Fault("invalid_tool_input"))

    message = await ask(client)

    assert message.stop_reason == "tool_use"
    with pytest.raises(ValidationError):
        Answer.model_validate(tool_input(message))


async def test_another_process_can_read_what_was_asked(
    standin: AnthropicStandin, client: AsyncAnthropic
) -> None:
    await ask(client)

    async with (
        aiohttp.ClientSession(standin.url) as session,
        session.get("/_control/accepted") as answer,
    ):
        [request] = await answer.json()

    assert request["tools"][0]["name"] == "answer_guest"
