"""Every table as it is now. Migrations lead here, and a drift test holds the two together.

Times are integer microseconds UTC, dates are ISO text, JSON is compact text. An id that leaves the
database (messages, sends, index chunks) is never used twice, hence AUTOINCREMENT.
"""

from __future__ import annotations

from typing import Any

from peewee import SQL, AutoField, BlobField, ForeignKeyField, IntegerField, Model, TextField
from playhouse.sqlite_ext import AutoIncrementField

from jack.db import sql


class Table(Model):
    class Meta:
        database = sql.current
        legacy_table_names = False
        strict_tables = True


def _flag() -> Any:
    return IntegerField(constraints=[SQL("DEFAULT 0")])


class Setting(Table):
    """Settings made in the UI, and small facts about this installation."""

    key = TextField(primary_key=True)
    value = TextField()
    updated_at = IntegerField()


class Counter(Table):
    """Numbers that only grow."""

    name = TextField(primary_key=True)
    value = IntegerField()


class Staff(Table):
    id = AutoField()
    email = TextField(unique=True)
    name = TextField()
    role = TextField()
    departments = TextField()
    password_hash = TextField(null=True)
    disabled_at = IntegerField(null=True)
    created_at = IntegerField()
    updated_at = IntegerField()


class StaffLink(Table):
    """One-time links: set a password, first set-up. Only the token's hash is kept."""

    id = AutoField()
    token_hash = TextField(unique=True)
    staff = ForeignKeyField(Staff, null=True, on_delete="CASCADE")
    purpose = TextField()
    expires_at = IntegerField()
    used_at = IntegerField(null=True)
    created_at = IntegerField()


class Session(Table):
    """One refresh token. All tokens of one login share `family`."""

    id = AutoField()
    staff = ForeignKeyField(Staff, on_delete="CASCADE")
    family = TextField(index=True)
    token_hash = TextField(unique=True)
    user_agent = TextField()
    created_at = IntegerField()
    expires_at = IntegerField()
    rotated_at = IntegerField(null=True)
    revoked_at = IntegerField(null=True)


class Guest(Table):
    id = AutoField()
    first_name = TextField()
    last_name = TextField()
    phone = TextField(null=True, index=True)
    email = TextField(null=True, index=True)
    language = TextField(null=True)
    is_vip = _flag()
    created_at = IntegerField()
    updated_at = IntegerField()


class GuestIdentity(Table):
    """An address on a channel. `is_proven`: the channel proves who writes."""

    id = AutoField()
    guest = ForeignKeyField(Guest, on_delete="CASCADE")
    channel = TextField()
    address = TextField()
    phone = TextField(null=True, index=True)
    name = TextField()
    is_proven = _flag()
    created_at = IntegerField()

    class Meta:
        indexes = ((("channel", "address"), True),)


class Consent(Table):
    """The newest row per guest, channel and purpose counts."""

    id = AutoField()
    guest = ForeignKeyField(Guest, on_delete="CASCADE")
    channel = TextField()
    purpose = TextField()
    is_given = IntegerField()
    source = TextField()
    created_at = IntegerField()

    class Meta:
        indexes = ((("guest", "channel", "purpose", "id"), False),)


class Reservation(Table):
    id = AutoField()
    guest = ForeignKeyField(Guest, on_delete="CASCADE")
    provider = TextField()
    external_id = TextField()
    confirmation = TextField(index=True)
    status = TextField()
    arrival = TextField()
    departure = TextField()
    room = TextField(null=True)
    room_type = TextField(null=True)
    adults = IntegerField()
    children = IntegerField()
    synced_at = IntegerField()
    created_at = IntegerField()
    updated_at = IntegerField()

    class Meta:
        indexes = ((("provider", "external_id"), True), (("guest", "departure"), False))


class Conversation(Table):
    id = AutoField()
    guest = ForeignKeyField(Guest, on_delete="CASCADE")
    reservation = ForeignKeyField(Reservation, null=True, on_delete="SET NULL")
    channel = TextField()
    account = TextField()
    address = TextField()
    state = TextField()
    owner = ForeignKeyField(Staff, null=True, on_delete="SET NULL")
    language = TextField(null=True)
    disclosed_at = IntegerField(null=True)
    last_message_at = IntegerField()
    last_guest_message_at = IntegerField(null=True)
    created_at = IntegerField()
    updated_at = IntegerField()

    class Meta:
        indexes = (
            (("channel", "address", "id"), False),
            (("state", "last_message_at", "id"), False),
            (("last_message_at", "id"), False),
        )


class Message(Table):
    """`seq` numbers what a web chat guest can see, in the order it became visible."""

    id = AutoIncrementField()
    conversation = ForeignKeyField(Conversation, on_delete="CASCADE", index=False)
    sender = TextField()
    staff = ForeignKeyField(Staff, null=True, on_delete="SET NULL", index=False)
    channel = TextField()
    address = TextField()
    kind = TextField()
    text = TextField()
    data = TextField(null=True)
    language = TextField(null=True)
    delivery = TextField(null=True)
    failure = TextField(null=True)
    sources = TextField(null=True)
    client_id = TextField(null=True)
    seq = IntegerField(null=True)
    created_at = IntegerField()

    class Meta:
        indexes = ((("conversation", "id"), False), (("channel", "address", "seq"), False))


class WebhookPayload(Table):
    """The raw bytes a vendor posted, kept for a while to explain and to replay."""

    id = AutoField()
    channel = TextField()
    body = BlobField()
    received_at = IntegerField(index=True)


class Inbox(Table):
    """Guest messages that wait for a turn of Jack's. The unique key recognises repeats (R2)."""

    id = AutoIncrementField()
    channel = TextField()
    account = TextField()
    vendor_id = TextField()
    payload = ForeignKeyField(WebhookPayload, null=True, on_delete="SET NULL", index=False)
    message = ForeignKeyField(Message, on_delete="CASCADE", index=False)
    conversation = ForeignKeyField(Conversation, on_delete="CASCADE", index=False)
    state = TextField()
    due_at = IntegerField()
    attempts = IntegerField(constraints=[SQL("DEFAULT 0")])
    holder = TextField(null=True)
    lease_until = IntegerField(null=True)
    failure = TextField(null=True)
    received_at = IntegerField()

    class Meta:
        indexes = (
            (("channel", "account", "vendor_id"), True),
            (("state", "due_at"), False),
            (("conversation", "state"), False),
        )


class Outbox(Table):
    """What has to leave by a channel, and what became of it."""

    id = AutoIncrementField()
    message = ForeignKeyField(Message, on_delete="CASCADE", unique=True)
    conversation = ForeignKeyField(Conversation, on_delete="CASCADE", index=False)
    kind = TextField()
    channel = TextField()
    account = TextField()
    address = TextField()
    text = TextField()
    state = TextField()
    attempts = IntegerField(constraints=[SQL("DEFAULT 0")])
    next_at = IntegerField()
    expires_at = IntegerField()
    vendor_id = TextField(null=True)
    error_code = TextField(null=True)
    error_text = TextField(null=True)
    holder = TextField(null=True)
    created_at = IntegerField()
    updated_at = IntegerField()

    class Meta:
        indexes = (
            (("state", "next_at"), False),
            (("channel", "address", "state"), False),
            (("channel", "vendor_id"), False),
            (("conversation", "state"), False),
        )


class Task(Table):
    id = AutoField()
    kind = TextField()
    status = TextField()
    department = TextField()
    priority = TextField()
    title = TextField()
    items = TextField()
    room = TextField(null=True)
    note = TextField()
    conversation = ForeignKeyField(Conversation, null=True, on_delete="SET NULL")
    message = ForeignKeyField(Message, null=True, on_delete="SET NULL", index=False)
    guest = ForeignKeyField(Guest, null=True, on_delete="SET NULL")
    assigned_to = ForeignKeyField(Staff, null=True, on_delete="SET NULL", column_name="assigned_to")
    response_due_at = IntegerField()
    resolution_due_at = IntegerField()
    created_at = IntegerField()
    updated_at = IntegerField()

    class Meta:
        indexes = ((("status", "department", "id"), False),)


class Escalation(Table):
    id = AutoField()
    conversation = ForeignKeyField(Conversation, on_delete="CASCADE")
    message = ForeignKeyField(Message, null=True, on_delete="SET NULL", index=False)
    reasons = TextField()
    priority = TextField()
    department = TextField()
    created_at = IntegerField()
    acknowledged_at = IntegerField(null=True)
    acknowledged_by = ForeignKeyField(
        Staff, null=True, on_delete="SET NULL", index=False, column_name="acknowledged_by"
    )


class Trace(Table):
    """Why Jack said that (R13): one row per turn, reachable from question and answer."""

    id = AutoField()
    conversation = ForeignKeyField(Conversation, on_delete="CASCADE", index=False)
    question = ForeignKeyField(Message, null=True, on_delete="CASCADE")
    answer = ForeignKeyField(Message, null=True, on_delete="SET NULL")
    data = TextField()
    created_at = IntegerField(index=True)


class Audit(Table):
    id = AutoField()
    at = IntegerField(index=True)
    actor = TextField()
    action = TextField()
    subject = TextField()
    data = TextField()


class KnowledgeEntry(Table):
    """`removed_at` keeps an entry's versions for answers that rested on them."""

    id = AutoField()
    version = IntegerField()
    title = TextField()
    body = TextField()
    category = TextField()
    language = TextField()
    audience = TextField()
    valid_from = TextField(null=True)
    valid_until = TextField(null=True)
    source = TextField()
    key = TextField()
    content_hash = TextField(index=True)
    removed_at = IntegerField(null=True)
    created_at = IntegerField()
    updated_at = IntegerField()

    class Meta:
        indexes = ((("source", "key"), True),)


class KnowledgeVersion(Table):
    id = AutoField()
    entry = ForeignKeyField(KnowledgeEntry, on_delete="CASCADE", index=False)
    version = IntegerField()
    title = TextField()
    body = TextField()
    category = TextField()
    language = TextField()
    audience = TextField()
    created_at = IntegerField()

    class Meta:
        indexes = ((("entry", "version"), True),)


class KnowledgeChunk(Table):
    """What is embedded. `vector` (float32, little endian) is null until the server has made it."""

    id = AutoIncrementField()
    entry = ForeignKeyField(KnowledgeEntry, on_delete="CASCADE")
    version = IntegerField()
    ordinal = IntegerField()
    text = TextField()
    model = TextField(null=True)
    vector = BlobField(null=True)


class KnowledgeDoomed(Table):
    """Chunks gone from the tables that the vector index may still hold."""

    id = AutoField()
    chunk_id = IntegerField(unique=True)


WORDS = "knowledge_words"
EXTRA_SQL = (
    f"CREATE VIRTUAL TABLE {WORDS} USING fts5(title, body, tokenize='unicode61 remove_diacritics 2')",
    f"INSERT INTO {WORDS}({WORDS}, rank) VALUES('secure-delete', 1)",
    "CREATE INDEX knowledge_chunk_unindexed ON knowledge_chunk (id) WHERE vector IS NULL",
)
"""What peewee cannot declare. The words' rowid is the entry's id."""

TABLES: tuple[type[Table], ...] = (
    Setting, Counter, Staff, StaffLink, Session, Guest, GuestIdentity, Consent, Reservation,
    Conversation, Message, WebhookPayload, Inbox, Outbox, Task, Escalation, Trace, Audit,
    KnowledgeEntry, KnowledgeVersion, KnowledgeChunk, KnowledgeDoomed,
)  # fmt: skip


def create_all() -> None:
    """Create every table in an empty database. Runs on a database thread."""
    for table in TABLES:
        table.create_table()
    for statement in EXTRA_SQL:
        sql.run(statement)
