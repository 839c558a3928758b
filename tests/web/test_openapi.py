"""The OpenAPI document says what is served, and is well-formed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from pydantic import ValidationError

from jack import __version__
from jack.web.endpoint import Nothing
from jack.web.openapi import UNMODELLED
from jack.web.routes import DOCUMENTED, OPENAPI_PATH, add_routes

pytestmark = pytest.mark.asyncio(loop_scope="session")

METHODS = {"get", "post", "put", "patch", "delete"}
TYPES = {"string", "integer", "number", "boolean", "object", "array", "null"}
OPERATION_IDS = {
    "acceptContradiction",
    "addGolden",
    "addGuestNote",
    "addNote",
    "addPreference",
    "answerGap",
    "approveMessage",
    "approveProposal",
    "approveTask",
    "beginSecondFactor",
    "cancelTask",
    "changePassword",
    "changeSettings",
    "checkChannel",
    "checkCondition",
    "checkTemplate",
    "checkUp",
    "claimConversation",
    "claimTask",
    "classify",
    "commentOnTask",
    "completeTask",
    "confirmSecondFactor",
    "countInbox",
    "counterTask",
    "createAutomation",
    "createCannedReply",
    "createGuest",
    "createKnowledge",
    "createTask",
    "createTemplate",
    "createToken",
    "declineTask",
    "deleteGuestNote",
    "deleteMedia",
    "deletePreference",
    "disableAutomation",
    "disableSecondFactor",
    "discardMessage",
    "discardOutbox",
    "dismissGap",
    "editAutomation",
    "editCannedReply",
    "editGolden",
    "editGuest",
    "editKnowledge",
    "editReservation",
    "editStaff",
    "editTask",
    "editTemplate",
    "enableAutomation",
    "escalateConversation",
    "explain",
    "exportGuest",
    "getAgreement",
    "getAnalytics",
    "getAnalyticsCsv",
    "getAutomation",
    "getAutomationRun",
    "getCannedReply",
    "getChatFile",
    "getConversation",
    "getGoldenRun",
    "getGuest",
    "getHandover",
    "getHotel",
    "getKnowledge",
    "getMedia",
    "getPush",
    "getReservation",
    "getSendable",
    "getSpending",
    "getStaff",
    "getTask",
    "getTaskBoard",
    "getTemplate",
    "getTimeline",
    "getToken",
    "getWebsite",
    "getWorklist",
    "healthInfo",
    "healthLive",
    "healthReady",
    "importKnowledge",
    "inviteStaff",
    "leaveContact",
    "leaveWebsite",
    "listAudit",
    "listAutomationCalls",
    "listAutomationRuns",
    "listAutomationVersions",
    "listAutomationWords",
    "listAutomations",
    "listCannedReplies",
    "listChannels",
    "listChat",
    "listColleagues",
    "listContradictions",
    "listConversations",
    "listGaps",
    "listGolden",
    "listGuestConsents",
    "listGuestNotes",
    "listGuestReservations",
    "listGuestVerifications",
    "listGuests",
    "listHandoverMails",
    "listIdentities",
    "listInbox",
    "listKnowledge",
    "listKnowledgeVersions",
    "listMedia",
    "listMerges",
    "listMessages",
    "listOutbox",
    "listPreferences",
    "listProposals",
    "listRatings",
    "listReaches",
    "listReservations",
    "listRoles",
    "listSessions",
    "listSettings",
    "listShippedTemplates",
    "listStaff",
    "listTasks",
    "listTemplates",
    "listTokens",
    "listTroubles",
    "listVendorTemplates",
    "login",
    "logout",
    "markGolden",
    "me",
    "mergeGuests",
    "myDuty",
    "openSession",
    "pageSession",
    "pmsStatus",
    "previewKnowledge",
    "previewMerge",
    "previewTemplate",
    "putPreference",
    "putTaskOnWaitingList",
    "readVendorTemplates",
    "readWebsite",
    "reassignTask",
    "recordGuestConsent",
    "refresh",
    "rejectProposal",
    "releaseConversation",
    "removeAutomation",
    "removeCannedReply",
    "removeGolden",
    "removeKnowledge",
    "removeTemplate",
    "renameMe",
    "renameToken",
    "renderCannedReply",
    "renewRecoveryCodes",
    "reopenConversation",
    "reopenTask",
    "replyToGuest",
    "resetStaffPassword",
    "resetStaffSecondFactor",
    "resolveConversation",
    "retryAutomationCall",
    "retryMessage",
    "retryOutbox",
    "revokeOtherSessions",
    "revokeSession",
    "revokeToken",
    "runGolden",
    "search",
    "searchKnowledge",
    "secondFactor",
    "seeConversation",
    "sendAutomationRun",
    "sendTemplate",
    "setGuestTags",
    "setGuestsDistinct",
    "setMyDuty",
    "setPasswordByLink",
    "setStaffHours",
    "setUp",
    "setupState",
    "setupSteps",
    "simulateAutomations",
    "skipAutomationRun",
    "skipSetupStep",
    "staffHours",
    "startChat",
    "startTask",
    "subscribePush",
    "suggestMerges",
    "suggestReply",
    "syncPms",
    "systemState",
    "takeWebsite",
    "taskHistory",
    "taskNotPossible",
    "testPush",
    "transferConversation",
    "translateMessage",
    "translateReply",
    "tryFile",
    "tryModels",
    "tryWebsite",
    "undoMerge",
    "unsetGuestsDistinct",
    "unsubscribePush",
    "uploadChatFile",
    "uploadMedia",
    "whoIsOnDuty",
}
"""Generated clients call by these names: one that goes or changes breaks them."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def document(anyone: aiohttp.ClientSession) -> dict[str, Any]:
    async with anyone.get(OPENAPI_PATH) as answer:
        assert answer.status == 200
        assert answer.content_type == "application/json"
        found: dict[str, Any] = await answer.json()
        return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def nodes(node: object) -> Iterator[dict[str, Any]]:
    """Every object of the document."""
    if isinstance(node, dict):
        yield node
        for child in node.values():
            yield from nodes(child)
    elif isinstance(node, list):
        for child in node:
            yield from nodes(child)


async def test_it_is_openapi_of_this_version(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert document["info"]["title"]
    assert document["info"]["version"] == __version__
    assert set(document) <= {"openapi", "info", "servers", "paths", "components", "tags"}


async def test_every_registered_route_is_documented_and_the_other_way_round(
    document: dict[str, Any],
) -> None:
    app = web.Application()
    add_routes(app)
    registered = {
        (route.method.lower(), route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None and route.resource.canonical.startswith("/api/v1/")
    }

    documented = {(method, path) for method, path, _ in operations(document)}

    described_by_get = {("head", path) for method, path in documented if method == "get"}
    assert registered - described_by_get - {("get", OPENAPI_PATH), ("head", OPENAPI_PATH)} == (
        documented
    )


async def test_operation_ids_are_unique_and_stay_what_they_are(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(document)]

    assert len(ids) == len(set(ids))
    assert set(ids) == OPERATION_IDS


async def test_every_operation_is_whole(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        where = f"{method} {path}"
        assert method in METHODS, where
        assert operation["summary"], where
        assert not operation["summary"].endswith("."), where
        assert operation["tags"], where
        assert operation["responses"], where
        for status, response in operation["responses"].items():
            assert re.fullmatch(r"[1-5]\d\d", status), where
            assert response["description"], where


async def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    references = [node["$ref"] for node in nodes(document) if "$ref" in node]

    assert references
    for reference in references:
        root, *steps = reference.split("/")
        found: Any = document
        for step in steps:
            found = found[step]
        assert root == "#"
        assert isinstance(found, dict)


async def test_every_schema_is_a_schema(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        assert re.fullmatch(r"[A-Za-z0-9._-]+", name)
        for node in nodes(schema):
            kinds = node.get("type", [])
            if isinstance(kinds, str | list):
                assert {kinds} if isinstance(kinds, str) else set(kinds) <= TYPES
            if "required" in node and "properties" in node:
                assert set(node["required"]) <= set(node["properties"]), name


async def test_every_path_parameter_is_described(document: dict[str, Any]) -> None:
    for _, path, operation in operations(document):
        parameters = operation.get("parameters", [])
        keys = [(parameter["in"], parameter["name"]) for parameter in parameters]
        in_path = {name for place, name in keys if place == "path"}

        assert len(keys) == len(set(keys))
        assert in_path == set(re.findall(r"{(\w+)}", path))
        assert all(parameter["schema"] for parameter in parameters)
        assert all(parameter["required"] for parameter in parameters if parameter["in"] == "path")


async def test_what_needs_a_token_says_so(document: dict[str, Any]) -> None:
    routes = {(route.method.lower(), route.path): route for route in DOCUMENTED}

    for method, path, operation in operations(document):
        route, ways = routes[method, path], operation["security"]
        assert (ways == []) == route.is_public
        if not route.is_public:
            assert {"bearer": []} in ways
            assert ({"apiToken": []} in ways) != route.is_personal
            assert ({"cookie": []} if method == "get" else {"cookie": [], "csrf": []}) in ways
            assert {"401", "403"} <= set(operation["responses"])
        assert {name for way in ways for name in way} <= set(
            document["components"]["securitySchemes"]
        )


async def test_every_error_shows_what_it_looks_like(document: dict[str, Any]) -> None:
    for _, _, operation in operations(document):
        for status, response in operation["responses"].items():
            if status.startswith(("4", "5")):
                error = response["content"]["application/json"]["example"]["error"]
                assert set(error) == {"code", "message", "details", "requestId"}
                assert response["description"].startswith(error["code"])


async def test_what_takes_a_body_says_which_and_that_it_may_be_too_large(
    document: dict[str, Any],
) -> None:
    with_body = {
        (route.method.lower(), route.path) for route in DOCUMENTED if route.body is not Nothing
    }

    for method, path, operation in operations(document):
        takes_body = (method, path) in with_body
        assert ("requestBody" in operation) == takes_body
        assert ("413" in operation["responses"]) == takes_body


async def test_the_outside_is_camel_case(document: dict[str, Any]) -> None:
    for schema in document["components"]["schemas"].values():
        for name in schema.get("properties", {}):
            assert re.fullmatch(r"[a-z][a-zA-Z0-9]*", name)
    for _, _, operation in operations(document):
        for parameter in operation.get("parameters", []):
            is_header = parameter["in"] == "header"
            assert is_header or re.fullmatch(r"[a-z][a-zA-Z0-9]*", parameter["name"])


async def test_every_shape_has_a_name_of_its_own(document: dict[str, Any]) -> None:
    """Two models of one name get their module's path for a name, which changes with the code."""
    assert [name for name in document["components"]["schemas"] if "__" in name] == []


async def test_every_body_and_answer_has_an_example_that_fits(document: dict[str, Any]) -> None:
    routes = {(route.method.lower(), route.path): route for route in DOCUMENTED}
    wrong = []

    for method, path, operation in operations(document):
        route = routes[method, path]
        for model, holder in (
            (route.body, operation.get("requestBody")),
            (route.answer, operation["responses"][str(route.status)]),
        ):
            if not model.model_fields:
                continue
            assert holder is not None
            if "application/json" not in holder["content"]:
                assert model in UNMODELLED, (method, path)
                continue
            shown = holder["content"]["application/json"]["example"]
            try:
                model.model_validate(shown)
            except ValidationError as error:
                wrong.append(f"{method} {path}: {error}")

    assert wrong == []
