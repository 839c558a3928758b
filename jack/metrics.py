"""What Prometheus reads: every metric of the contract, declared once."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_FAST = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_SLOW = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 60)


def _counter(name: str, doc: str, *labels: str) -> Counter:
    return Counter(f"jack_{name}", doc, labels, registry=REGISTRY)


def _gauge(name: str, doc: str, *labels: str) -> Gauge:
    return Gauge(f"jack_{name}", doc, labels, registry=REGISTRY)


def _histogram(name: str, doc: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
    return Histogram(f"jack_{name}", doc, labels, buckets=buckets, registry=REGISTRY)


MESSAGES_RECEIVED = _counter("messages_received", "Guest messages stored", "channel")
MESSAGES_SENT = _counter("messages_sent", "Outcomes of sends", "channel", "status")
MESSAGES_DUPLICATE = _counter("messages_duplicate", "Repeated deliveries recognised", "channel")
AI_REQUESTS = _counter("ai_requests", "Model calls", "provider", "outcome")
AI_TOKENS = _counter("ai_tokens", "Model tokens", "provider", "kind")
AI_CACHE_HITS = _counter("ai_cache_hits", "Answers taken from the cache")
ERRORS = _counter("errors", "Unexpected errors", "component")
TASKS_CREATED = _counter("tasks_created", "Tasks made", "department")
ESCALATIONS = _counter("escalations", "Conversations handed to a person", "reason")
AUTOMATION_RUNS = _counter("automation_runs", "What rules did or did not", "outcome", "reason")
AUTH_FAILURES = _counter("auth_failures", "Refused logins and tokens")
WEBHOOK_REJECTED = _counter("webhook_rejected", "Refused webhooks", "channel", "reason")

MESSAGE_PROCESSING_SECONDS = _histogram(
    "message_processing_seconds", "Stored to answer queued", _SLOW, "channel"
)
AI_RESPONSE_SECONDS = _histogram("ai_response_seconds", "Model call", _SLOW, "provider")
DB_QUERY_SECONDS = _histogram("db_query_seconds", "Database call", _FAST, "kind")
HTTP_REQUEST_SECONDS = _histogram(
    "http_request_seconds", "HTTP request", _FAST, "route", "method", "status"
)
KNOWLEDGE_SEARCH_SECONDS = _histogram("knowledge_search_seconds", "Knowledge search", _FAST)

ACTIVE_CONVERSATIONS = _gauge("active_conversations", "Open conversations")
PENDING_TASKS = _gauge("pending_tasks", "Tasks nobody has finished")
CONNECTED_WEBSOCKETS = _gauge("connected_websockets", "Open WebSockets")
INBOX_PENDING = _gauge("inbox_pending", "Messages waiting for Jack")
OUTBOX_PENDING = _gauge("outbox_pending", "Messages waiting to be sent")
OLDEST_UNANSWERED_SECONDS = _gauge("oldest_unanswered_seconds", "Age of the oldest waiting message")
PMS_SYNC_AGE_SECONDS = _gauge("pms_sync_age_seconds", "Since the last PMS sync")
BUILD_INFO = _gauge("build_info", "Which Jack this is", "version")


def render() -> bytes:
    """All metrics in Prometheus' text format."""
    return generate_latest(REGISTRY)
