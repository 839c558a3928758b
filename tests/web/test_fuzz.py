"""Whatever fits the OpenAPI document, and what nearly fits, gets an answer that fits it too.

Run alone and with its figures: `python -m pytest -m slow tests/web/test_fuzz.py -s`.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from jack.model.staff import Role
from jack.web.openapi import document as openapi_document
from jack.web.routes import DOCUMENTED, OPENAPI_PATH
from tests.web.servers import Server, running
from tests.web.test_auth import PASSWORD

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

EXAMPLES = 20
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
Statuses = Counter[int]


async def admin_of_its_own(server: Server, number: int) -> dict[str, str]:
    """What signs a new admin in: some operations end sessions or lock accounts."""
    email = f"fuzzer{number}@hotel.example"
    await server.app.staffing.add(email, "Fuzzer", Role.ADMIN, password=PASSWORD, actor="test")
    tokens = await server.app.auth.login(email, PASSWORD, user_agent="", client="192.0.2.1")
    return {"Authorization": f"Bearer {tokens.access_token}"}


def fuzz(url: str, operation: Any, headers: Mapping[str, str]) -> tuple[Statuses, str]:
    """The answers' statuses to many requests of one operation, and what was wrong with one."""
    statuses = Counter[int]()
    strategies = st.one_of(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategies, is_there=st.booleans())
    def send(case: Any, is_there: bool) -> None:
        if is_there and case.path_parameters and "id" in case.path_parameters:
            case.path_parameters["id"] = "1"
        response = case.call(base_url=url, headers=headers, timeout=20)
        statuses[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    try:
        send()
    except (Exception, FailureGroup) as error:
        return statuses, f"{operation.method.upper()} {operation.path}: {error}"
    return statuses, ""


def operations_of(schema: Any) -> list[Any]:
    found = list(schema.get_all_operations())
    assert all(isinstance(each, Ok) for each in found)
    return [each.ok() for each in found]


async def filled(server: Server) -> None:
    """Something is there under the number 1."""
    await server.app.fill_demo()
    await server.talk("Can I get two towels to room 204?")


async def test_no_request_breaks_jack_and_every_answer_fits_the_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(tmp_path) as server:
        await filled(server)
        schema = await asyncio.to_thread(
            schemathesis.openapi.from_url, f"{server.url}{OPENAPI_PATH}"
        )
        operations = operations_of(schema)
        seen = [
            await asyncio.to_thread(
                fuzz, server.url, operation, await admin_of_its_own(server, number)
            )
            for number, operation in enumerate(operations)
        ]

    total = sum((statuses for statuses, _ in seen), Counter[int]())
    with capsys.disabled():
        print(f"\n{len(seen)} operations, {total.total()} cases, answers: {dict(total)}")
    assert [wrong for _, wrong in seen if wrong] == []
    assert len(seen) == len(DOCUMENTED)
    assert all(statuses.total() for statuses, _ in seen)
    assert total[200] > 100


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"418": {"description": "A teapot"}}, id="an undocumented status"),
        pytest.param(
            {
                "200": {
                    "description": "Done",
                    "content": {
                        "application/json": {"schema": {"type": "object", "required": ["shoeSize"]}}
                    },
                }
            },
            id="another shape",
        ),
    ],
)
async def test_an_answer_that_does_not_fit_is_found(tmp_path: Path, broken: dict[str, Any]) -> None:
    async with running(tmp_path, is_awaited=False) as server:
        headers = await admin_of_its_own(server, 0)
        document = openapi_document(DOCUMENTED, version="0")
        path = document["paths"]["/api/v1/me"]
        path["get"]["responses"] = broken
        document["paths"] = {"/api/v1/me": {"get": path["get"]}}
        [operation] = operations_of(schemathesis.openapi.from_dict(document))

        _, wrong = await asyncio.to_thread(fuzz, server.url, operation, headers)

    assert wrong.startswith("GET /api/v1/me")
