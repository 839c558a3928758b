"""Every table as it is now. Migrations lead here, and a drift test holds the two together.

Times are integer microseconds UTC, dates are ISO text, JSON is compact text. An id that leaves the
database (messages, sends, index chunks) is never used twice, hence AUTOINCREMENT.
"""

from __future__ import annotations

from typing import Any

from peewee import (
    SQL,
    AutoField,
    BlobField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)
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
    kind = TextField(constraints=[SQL("DEFAULT 'token'")])
    address = TextField(constraints=[SQL("DEFAULT ''")])
    seen_at = IntegerField(null=True)


class ApiToken(Table):
    """What a script signs in with. `hint` is the token's end, enough to tell tokens apart."""

    id = AutoField()
    staff = ForeignKeyField(Staff, on_delete="CASCADE")
    name = TextField()
    token_hash = TextField(unique=True)
    hint = TextField()
    scopes = TextField()
    expires_at = IntegerField(null=True)
    used_at = IntegerField(null=True)
    revoked_at = IntegerField(null=True)
    created_at = IntegerField()


class Totp(Table):
    """A second factor. `secret` is sealed; `last_step` is the time step of the last code taken."""

    staff = ForeignKeyField(Staff, primary_key=True, on_delete="CASCADE")
    secret = TextField()
    confirmed_at = IntegerField(null=True)
    last_step = IntegerField(null=True)
    created_at = IntegerField()


class RecoveryCode(Table):
    """Ways in for who lost their second factor; each works once."""

    id = AutoField()
    staff = ForeignKeyField(Staff, on_delete="CASCADE", index=False)
    code_hash = TextField()
    used_at = IntegerField(null=True)

    class Meta:
        indexes = ((("staff", "code_hash"), True),)


class Duty(Table):
    """When a person is on duty: by the switch, or by the weekly hours."""

    staff = ForeignKeyField(Staff, primary_key=True, on_delete="CASCADE")
    switch = TextField()
    hours = TextField()
    updated_at = IntegerField()


class CannedReply(Table):
    """What staff write often, under a shortcut."""

    id = AutoField()
    shortcut = TextField()
    language = TextField()
    text = TextField()
    created_at = IntegerField()
    updated_at = IntegerField()

    class Meta:
        indexes = ((("shortcut", "language"), True),)


class VendorTemplate(Table):
    """A template as its vendor has it. `lacks` says why Jack cannot send it, if so."""

    id = AutoField()
    channel = TextField()
    vendor_id = TextField()
    name = TextField()
    language = TextField()
    category = TextField()
    status = TextField()
    reason = TextField()
    header = TextField()
    body = TextField()
    footer = TextField()
    buttons = TextField()
    lacks = TextField()
    seen_at = IntegerField()
    changed_at = IntegerField()

    class Meta:
        indexes = ((("channel", "name", "language"), True),)


class MessageTemplate(Table):
    """What Jack sends by himself, in one language on one channel.

    Where the vendor has to approve it, `vendor_template` is what goes out, its gaps filled by the
    texts of `fills` in their order.
    """

    id = AutoField()
    name = TextField()
    channel = TextField()
    language = TextField()
    body = TextField()
    status = TextField()
    created_at = IntegerField()
    updated_at = IntegerField()
    vendor_template = ForeignKeyField(VendorTemplate, null=True, on_delete="SET NULL")
    fills = TextField(null=True)
    subject = TextField(constraints=[SQL("DEFAULT ''")])
    asks_rating = _flag()

    class Meta:
        indexes = ((("name", "channel", "language"), True),)


class Repeatable(Table):
    """Answers under an Idempotency-Key. Without `status` the first request is still under way."""

    id = AutoField()
    staff = ForeignKeyField(Staff, on_delete="CASCADE", index=False)
    key = TextField()
    request_hash = TextField()
    status = IntegerField(null=True)
    answer = BlobField(null=True)
    created_at = IntegerField(index=True)

    class Meta:
        indexes = ((("staff", "key"), True),)


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
    loyalty = TextField(null=True)
    in_recovery = _flag()
    merged_into = ForeignKeyField(
        "self", null=True, on_delete="SET NULL", column_name="merged_into"
    )


class GuestWord(Table):
    """The words of guests' names as `jack.model.names` folds them, to be found by."""

    id = AutoField()
    guest = ForeignKeyField(Guest, on_delete="CASCADE")
    word = TextField()

    class Meta:
        indexes = ((("word", "guest"), True),)


class GuestPms(Table):
    """The PMS's ids of a guest."""

    id = AutoField()
    guest = ForeignKeyField(Guest, on_delete="CASCADE")
    provider = TextField()
    external_id = TextField()

    class Meta:
        indexes = ((("provider", "external_id"), True),)


class Preference(Table):
    """What a guest likes. `confidence` is that of `seen_at`; it decays when it is read."""

    id = AutoField()
    guest = ForeignKeyField(Guest, on_delete="CASCADE", index=False)
    name = TextField()
    value = TextField()
    source = TextField()
    confidence = FloatField()
    message = IntegerField(null=True, column_name="message_id")
    seen_at = IntegerField()
    created_at = IntegerField()

    class Meta:
        indexes = ((("guest", "name", "value"), True),)


class GuestNote(Table):
    id = AutoField()
    guest = ForeignKeyField(Guest, on_delete="CASCADE")
    staff = ForeignKeyField(Staff, null=True, on_delete="SET NULL", index=False)
    text = TextField()
    created_at = IntegerField()


class GuestTag(Table):
    id = AutoField()
    guest = ForeignKeyField(Guest, on_delete="CASCADE", index=False)
    tag = TextField()

    class Meta:
        indexes = ((("guest", "tag"), True), (("tag", "guest"), False))


class GuestMerge(Table):
    """Two guests made one. `moved` holds what it changed, so that undoing restores all of it."""

    id = AutoField()
    kept = ForeignKeyField(Guest, on_delete="CASCADE")
    merged = ForeignKeyField(Guest, on_delete="CASCADE")
    evidence = TextField()
    moved = TextField()
    staff = ForeignKeyField(Staff, null=True, on_delete="SET NULL", index=False)
    created_at = IntegerField()
    undone_at = IntegerField(null=True)


class GuestDistinct(Table):
    """Two guests that staff said are two: not suggested again. `first` has the smaller id."""

    id = AutoField()
    first = ForeignKeyField(Guest, on_delete="CASCADE", index=False)
    second = ForeignKeyField(Guest, on_delete="CASCADE")
    staff = ForeignKeyField(Staff, null=True, on_delete="SET NULL", index=False)
    created_at = IntegerField()

    class Meta:
        indexes = ((("first", "second"), True),)


class GuestIdentity(Table):
    """Somebody on a channel. `is_proven`: the channel proves who writes.

    `user_id` is the vendor's own id of the person, the address where it has none. `address` is
    where to write to: a phone number may be missing, change, or be given to somebody else.
    `wrote_at` is when they last wrote from there, by the vendor's clock.
    """

    id = AutoField()
    guest = ForeignKeyField(Guest, on_delete="CASCADE")
    channel = TextField()
    address = TextField()
    phone = TextField(null=True, index=True)
    name = TextField()
    is_proven = _flag()
    created_at = IntegerField()
    user_id = TextField(constraints=[SQL("DEFAULT ''")])
    wrote_at = IntegerField(null=True)

    class Meta:
        indexes = ((("channel", "address"), False), (("channel", "user_id"), True))


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

    balance_amount = IntegerField(null=True)
    balance_currency = TextField(null=True)
    changed_at = IntegerField(null=True)
    in_recovery = _flag()

    class Meta:
        indexes = (
            (("provider", "external_id"), True),
            (("arrival",), False),
            (("status", "arrival"), False),
            (("guest", "departure"), False),
            (("departure", "arrival"), False),
            (("room", "departure"), False),
        )


class Companion(Table):
    """The others on a reservation. Who booked it is the reservation's own guest."""

    id = AutoField()
    reservation = ForeignKeyField(Reservation, on_delete="CASCADE", index=False)
    guest = ForeignKeyField(Guest, on_delete="CASCADE")

    class Meta:
        indexes = ((("reservation", "guest"), True),)


class PmsState(Table):
    """How far a PMS has been read. `cursor`: all that changed before it is stored."""

    provider = TextField(primary_key=True)
    cursor = IntegerField(null=True)
    synced_at = IntegerField(null=True)
    tried_at = IntegerField(null=True)
    scanned_on = TextField(null=True)
    wanted_at = IntegerField(null=True)
    failures = _flag()
    failure = TextField(null=True)
    report = TextField(null=True)


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
    verified_at = IntegerField(null=True)

    class Meta:
        indexes = (
            (("channel", "address", "id"), False),
            (("state", "last_message_at", "id"), False),
            (("channel", "last_message_at", "id"), False),
            (("last_message_at", "id"), False),
        )


class Verification(Table):
    """Who tried to prove which stay on a channel that proves nobody (R6), and what came of it."""

    id = AutoField()
    conversation = ForeignKeyField(Conversation, on_delete="CASCADE")
    channel = TextField()
    address = TextField()
    reservation = ForeignKeyField(Reservation, null=True, on_delete="SET NULL")
    method = TextField()
    outcome = TextField()
    created_at = IntegerField()

    class Meta:
        indexes = (
            (("channel", "address", "created_at"), False),
            (("channel", "created_at"), False),
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
    message = ForeignKeyField(Message, on_delete="CASCADE")
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
    """What has to leave by a channel, and what became of it.

    `form` is how it goes out beside its text: as a template, with answers to choose from.
    `tried_at` is when the vendor last heard of it.
    """

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
    is_important = _flag()
    form = TextField(null=True)
    tried_at = IntegerField(null=True)
    subject = TextField(constraints=[SQL("DEFAULT ''")])

    class Meta:
        indexes = (
            (("state", "next_at"), False),
            (("channel", "address", "state"), False),
            (("channel", "vendor_id"), False),
            (("conversation", "state"), False),
        )


class ChannelRest(Table):
    """A channel that sends nothing for now: until a moment, or until somebody mends it."""

    channel = TextField(primary_key=True)
    reason = TextField()
    text = TextField()
    since = IntegerField()
    until = IntegerField(null=True)


class SendAttempt(Table):
    """How an outbox row was sent before it was sent in another way; vendors still speak of it."""

    id = AutoField()
    outbox = ForeignKeyField(Outbox, on_delete="CASCADE")
    channel = TextField()
    account = TextField()
    address = TextField()
    vendor_id = TextField(null=True)
    error_code = TextField(null=True)
    error_text = TextField(null=True)
    created_at = IntegerField()

    class Meta:
        indexes = ((("channel", "vendor_id"), False),)


class Mailbox(Table):
    """How far a mailbox was read, and since when it cannot be. `renewed` is the refresh token that
    the issuer gave in place of the configured one, whose hash is `renewed_from`."""

    id = AutoField()
    account = TextField()
    folder = TextField()
    uid_validity = IntegerField(null=True)
    last_uid = IntegerField(null=True)
    baseline_at = IntegerField(null=True)
    fetched_at = IntegerField(null=True)
    failed_at = IntegerField(null=True)
    failure = TextField()
    renewed = TextField(null=True)
    renewed_from = TextField(null=True)

    class Meta:
        indexes = ((("account", "folder"), True),)


class Trouble(Table):
    """What keeps Jack from his work: one row for each thing that ever did."""

    id = AutoField()
    kind = TextField()
    subject = TextField()
    priority = TextField()
    failure = TextField()
    since = IntegerField()
    worked_at = IntegerField(null=True)
    told_at = IntegerField()
    ended_at = IntegerField(null=True)

    class Meta:
        indexes = ((("kind", "subject"), True),)


class Mail(Table):
    """The Message-ID of every mail that came or went, and the chain it belongs to, oldest first."""

    id = AutoField()
    message_id = TextField()
    is_ours = IntegerField()
    conversation = ForeignKeyField(Conversation, null=True, on_delete="CASCADE")
    outbox = ForeignKeyField(Outbox, null=True, on_delete="SET NULL")
    address = TextField()
    subject = TextField()
    thread = TextField()
    verdict = TextField(null=True)
    created_at = IntegerField()

    class Meta:
        indexes = ((("message_id", "is_ours"), True),)


class BouncedAddress(Table):
    """Where mail came back from for good; a mail from there takes it away."""

    id = AutoField()
    address = TextField(unique=True)
    reason = TextField()
    created_at = IntegerField()


class Media(Table):
    """A file of a message. `stored_as` names it in the media folder, `source` tells where the vendor
    has it; while it has no message it was uploaded and not sent. `place` is its place in the message."""

    id = AutoIncrementField()
    message = ForeignKeyField(Message, null=True, on_delete="CASCADE")
    place = _flag()
    channel = TextField()
    is_outgoing = IntegerField()
    state = TextField()
    reason = TextField(null=True)
    content_type = TextField()
    name = TextField()
    size = IntegerField()
    sha256 = TextField(null=True)
    width = IntegerField(null=True)
    height = IntegerField(null=True)
    stored_as = TextField(null=True, index=True)
    has_thumbnail = _flag()
    source = TextField(null=True)
    uploaded_by = ForeignKeyField(Staff, null=True, on_delete="SET NULL", index=False)
    uploaded_from = TextField(null=True, index=True)
    attempts = IntegerField(constraints=[SQL("DEFAULT 0")])
    next_at = IntegerField(null=True)
    created_at = IntegerField()

    class Meta:
        indexes = ((("state", "next_at"), False),)


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
    message = ForeignKeyField(Message, null=True, on_delete="SET NULL")
    guest = ForeignKeyField(Guest, null=True, on_delete="SET NULL")
    assigned_to = ForeignKeyField(Staff, null=True, on_delete="SET NULL", column_name="assigned_to")
    response_due_at = IntegerField()
    resolution_due_at = IntegerField()
    created_at = IntegerField()
    updated_at = IntegerField()

    intent = TextField(constraints=[SQL("DEFAULT ''")])
    reservation = ForeignKeyField(Reservation, null=True, on_delete="SET NULL")
    due_at = IntegerField(null=True)
    result = TextField(null=True)
    reason = TextField(null=True)
    is_waiting = _flag()
    responded_at = IntegerField(null=True)
    finished_at = IntegerField(null=True)
    escalation_step = _flag()

    class Meta:
        indexes = (
            (("status", "department", "id"), False),
            (("status", "resolution_due_at"), False),
        )


class TaskEvent(Table):
    """What happened to a task: every change of its state, and what was said about it."""

    id = AutoField()
    task = ForeignKeyField(Task, on_delete="CASCADE", index=False)
    staff = ForeignKeyField(Staff, null=True, on_delete="SET NULL", index=False)
    action = TextField()
    status = TextField()
    text = TextField()
    created_at = IntegerField()

    class Meta:
        indexes = ((("task", "id"), False),)


class Notice(Table):
    """What a guest is still to be told about a task: batched, not at night, not after check-out."""

    id = AutoField()
    conversation = ForeignKeyField(Conversation, on_delete="CASCADE", index=False)
    task = ForeignKeyField(Task, on_delete="CASCADE")
    text = TextField()
    state = TextField()
    due_at = IntegerField()
    message = IntegerField(null=True, column_name="message_id")
    created_at = IntegerField()

    class Meta:
        indexes = ((("state", "due_at"), False), (("conversation", "state"), False))


class OpenQuestion(Table):
    """Something Jack asked before a request can be a task: which room, what time, which one, sure?"""

    id = AutoField()
    conversation = ForeignKeyField(Conversation, on_delete="CASCADE", index=False)
    kind = TextField()
    proposals = TextField()
    expires_at = IntegerField()
    settled_at = IntegerField(null=True)
    created_at = IntegerField()

    class Meta:
        indexes = ((("conversation", "settled_at"), False),)


class Escalation(Table):
    id = AutoField()
    conversation = ForeignKeyField(Conversation, on_delete="CASCADE")
    message = ForeignKeyField(Message, null=True, on_delete="SET NULL")
    reasons = TextField()
    priority = TextField()
    department = TextField()
    created_at = IntegerField()
    acknowledged_at = IntegerField(null=True)
    acknowledged_by = ForeignKeyField(
        Staff, null=True, on_delete="SET NULL", index=False, column_name="acknowledged_by"
    )
    step = _flag()
    next_alert_at = IntegerField(null=True, index=True)


class Page(Table):
    """A text or mail to the hotel's own people because nobody has answered a call. It names the
    escalation, never a guest."""

    id = AutoField()
    escalation = ForeignKeyField(Escalation, on_delete="CASCADE")
    way = TextField()
    address = TextField()
    state = TextField()
    attempts = _flag()
    next_at = IntegerField()
    failure = TextField(null=True)
    created_at = IntegerField()
    updated_at = IntegerField()

    class Meta:
        indexes = ((("state", "next_at"), False),)


class Trace(Table):
    """Why Jack said that (R13): one row per turn, reachable from question and answer."""

    id = AutoField()
    conversation = ForeignKeyField(Conversation, on_delete="CASCADE")
    question = ForeignKeyField(Message, null=True, on_delete="CASCADE")
    answer = ForeignKeyField(Message, null=True, on_delete="SET NULL")
    data = TextField()
    created_at = IntegerField(index=True)


class ModelCall(Table):
    """What was asked of a model, what for, and what it cost. It tells nothing of a guest."""

    id = AutoField()
    at = IntegerField(index=True)
    provider = TextField()
    model = TextField()
    purpose = TextField()
    conversation = ForeignKeyField(Conversation, null=True, on_delete="SET NULL")
    input_tokens = IntegerField()
    output_tokens = IntegerField()
    cache_read_tokens = IntegerField()
    cache_write_tokens = IntegerField()
    cost_micro_usd = IntegerField()


class Translation(Table):
    """A message in another language; `is_original`: what staff wrote, the message is what was sent."""

    id = AutoField()
    message = ForeignKeyField(Message, on_delete="CASCADE", index=False)
    language = TextField()
    text = TextField()
    is_original = _flag()
    created_at = IntegerField()

    class Meta:
        indexes = ((("message", "language"), True),)


class Audit(Table):
    id = AutoField()
    at = IntegerField(index=True)
    actor = TextField()
    action = TextField()
    subject = TextField()
    data = TextField()

    class Meta:
        indexes = ((("actor", "id"), False), (("subject", "id"), False))


class Rating(Table):
    """How a guest liked a stay: asked once, answered with 1 to 5. Their words stay in the messages."""

    id = AutoField()
    guest = ForeignKeyField(Guest, on_delete="CASCADE")
    reservation = ForeignKeyField(Reservation, null=True, on_delete="SET NULL")
    conversation = ForeignKeyField(Conversation, on_delete="CASCADE")
    question = ForeignKeyField(Message, null=True, on_delete="SET NULL")
    channel = TextField()
    asked_at = IntegerField()
    expires_at = IntegerField()
    score = IntegerField(null=True)
    rated_at = IntegerField(null=True, index=True)
    answer = ForeignKeyField(Message, null=True, on_delete="SET NULL")
    comment = ForeignKeyField(Message, null=True, on_delete="SET NULL")
    task = ForeignKeyField(Task, null=True, on_delete="SET NULL")


class ReportMail(Table):
    """A shift report that goes to an address: once for a day and time of the hotel's clock."""

    id = AutoField()
    day = TextField()
    time = TextField()
    address = TextField()
    since = IntegerField()
    until = IntegerField()
    state = TextField()
    attempts = _flag()
    next_at = IntegerField()
    failure = TextField(null=True)
    created_at = IntegerField()
    updated_at = IntegerField()

    class Meta:
        indexes = ((("day", "time", "address"), True), (("state", "next_at"), False))


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


class ConversationNote(Table):
    """What staff tell each other about a conversation. A table of its own: it can never be sent."""

    id = AutoField()
    conversation = ForeignKeyField(Conversation, on_delete="CASCADE", index=False)
    staff = ForeignKeyField(Staff, null=True, on_delete="SET NULL", index=False)
    text = TextField()
    created_at = IntegerField()

    class Meta:
        indexes = ((("conversation", "created_at"), False),)


class ConversationSeen(Table):
    """Up to which message a person has seen a conversation."""

    id = AutoField()
    conversation = ForeignKeyField(Conversation, on_delete="CASCADE", index=False)
    staff = ForeignKeyField(Staff, on_delete="CASCADE", index=False)
    message = IntegerField(column_name="message_id")

    class Meta:
        indexes = ((("conversation", "staff"), True),)


class KnowledgeGap(Table):
    """A guest's question that found no answer. Its words stay in the message and go with it."""

    id = AutoField()
    message = ForeignKeyField(Message, on_delete="CASCADE", unique=True)
    conversation = ForeignKeyField(Conversation, on_delete="CASCADE")
    state = TextField()
    entry = ForeignKeyField(KnowledgeEntry, null=True, on_delete="SET NULL", index=False)
    settled_by = ForeignKeyField(
        Staff, null=True, on_delete="SET NULL", index=False, column_name="settled_by"
    )
    settled_at = IntegerField(null=True)
    created_at = IntegerField()

    class Meta:
        indexes = ((("state", "id"), False),)


class KnowledgeProposal(Table):
    """What staff answered to a gap: knowledge once a person approves it. Words as with gaps."""

    id = AutoField()
    gap = ForeignKeyField(KnowledgeGap, on_delete="CASCADE")
    reply = ForeignKeyField(Message, on_delete="CASCADE")
    state = TextField()
    entry = ForeignKeyField(KnowledgeEntry, null=True, on_delete="SET NULL", index=False)
    decided_by = ForeignKeyField(
        Staff, null=True, on_delete="SET NULL", index=False, column_name="decided_by"
    )
    decided_at = IntegerField(null=True)
    created_at = IntegerField()

    class Meta:
        indexes = ((("state", "id"), False),)


class KnowledgeAccord(Table):
    """What looks like a contradiction and is none, as staff said. `key` is that of the two sentences."""

    key = TextField(primary_key=True)
    staff = ForeignKeyField(Staff, null=True, on_delete="SET NULL", index=False)
    created_at = IntegerField()


class Shadow(Table):
    """What Jack would have said to a question that staff answered, and what became of it. `draft` is
    his message where staff saw it; without one nobody saw his words. `agrees` once it was held against
    the `reply`."""

    id = AutoField()
    conversation = ForeignKeyField(Conversation, on_delete="CASCADE", index=False)
    question = ForeignKeyField(Message, on_delete="CASCADE")
    draft = ForeignKeyField(Message, null=True, on_delete="CASCADE")
    topic = TextField()
    text = TextField()
    language = TextField()
    outcome = TextField(null=True)
    reply = ForeignKeyField(Message, null=True, on_delete="CASCADE")
    staff = ForeignKeyField(Staff, null=True, on_delete="SET NULL", index=False)
    agrees = IntegerField(null=True)
    likeness = FloatField(null=True)
    created_at = IntegerField()
    settled_at = IntegerField(null=True)
    judged_at = IntegerField(null=True)

    class Meta:
        indexes = ((("conversation", "settled_at"), False), (("topic", "judged_at"), False))


class Golden(Table):
    """A question whose answer has to stay right. One marked in the inbox goes with its message."""

    id = AutoField()
    question = TextField()
    language = TextField(null=True)
    expected = TextField()
    message = ForeignKeyField(Message, null=True, on_delete="CASCADE", unique=True)
    staff = ForeignKeyField(Staff, null=True, on_delete="SET NULL", index=False)
    created_at = IntegerField()
    updated_at = IntegerField()


class GoldenRun(Table):
    """All golden questions asked once, because of `reason`."""

    id = AutoField()
    reason = TextField()
    staff = ForeignKeyField(Staff, null=True, on_delete="SET NULL", index=False)
    total = IntegerField()
    failure = TextField(null=True)
    started_at = IntegerField()
    finished_at = IntegerField(null=True)


class GoldenResult(Table):
    id = AutoField()
    run = ForeignKeyField(GoldenRun, on_delete="CASCADE", index=False)
    golden = ForeignKeyField(Golden, on_delete="CASCADE")
    verdict = TextField()
    data = TextField()
    created_at = IntegerField()

    class Meta:
        indexes = ((("run", "golden"), True),)


class PushSubscription(Table):
    """A browser that shows a person notices while no page is open (RFC 8030)."""

    id = AutoField()
    staff = ForeignKeyField(Staff, on_delete="CASCADE")
    endpoint = TextField(unique=True)
    p256dh = TextField()
    auth = TextField()
    created_at = IntegerField()
    sent_at = IntegerField(null=True)


class Alert(Table):
    """People who have to be told, written with what they are told of: `staff`, or those on duty at
    `place`. It becomes a notice for each of their browsers."""

    id = AutoField()
    kind = TextField()
    subject = IntegerField()
    place = TextField()
    staff = ForeignKeyField(Staff, null=True, on_delete="CASCADE", index=False)
    priority = TextField()
    created_at = IntegerField()


class Push(Table):
    """A notice that still has to reach a browser. It names things by id, never a guest."""

    id = AutoField()
    subscription = ForeignKeyField(PushSubscription, on_delete="CASCADE")
    kind = TextField()
    subject = IntegerField()
    priority = TextField()
    attempts = _flag()
    next_at = IntegerField(index=True)
    expires_at = IntegerField()
    created_at = IntegerField()


class RoomState(Table):
    """The state of a room as the PMS last told it."""

    number = TextField(primary_key=True)
    state = TextField()
    changed_at = IntegerField()
    seen_at = IntegerField()


class AutomationRule(Table):
    """A rule as it is now. One that was removed keeps its key: a shipped one does not come back."""

    id = AutoField()
    key = TextField(unique=True)
    name = TextField()
    definition = TextField()
    version = IntegerField()
    is_enabled = _flag()
    enabled_at = IntegerField(null=True)
    scheduled_at = IntegerField(null=True)
    is_shipped = _flag()
    removed_at = IntegerField(null=True)
    created_at = IntegerField()
    updated_at = IntegerField()


class AutomationVersion(Table):
    """Every definition that a rule ever had."""

    id = AutoField()
    rule = ForeignKeyField(AutomationRule, on_delete="CASCADE", index=False)
    version = IntegerField()
    name = TextField()
    definition = TextField()
    actor = TextField()
    created_at = IntegerField()

    class Meta:
        indexes = ((("rule", "version"), True),)


class AutomationRun(Table):
    """What a rule does once for a subject. The unique key is why nothing happens twice."""

    id = AutoField()
    rule = ForeignKeyField(AutomationRule, on_delete="CASCADE", index=False)
    subject = TextField()
    subject_id = IntegerField()
    occurrence = TextField()
    reservation = ForeignKeyField(Reservation, null=True, on_delete="CASCADE")
    guest = ForeignKeyField(Guest, null=True, on_delete="CASCADE")
    conversation = ForeignKeyField(Conversation, null=True, on_delete="SET NULL")
    base_due_at = IntegerField()
    due_at = IntegerField()
    state = TextField()
    reason = TextField(null=True)
    detail = TextField()
    is_late = _flag()
    attempts = _flag()
    holder = TextField(null=True)
    lease_until = IntegerField(null=True)
    outcomes = TextField(null=True)
    facts = TextField(null=True)
    message = ForeignKeyField(Message, null=True, on_delete="SET NULL")
    created_at = IntegerField()
    finished_at = IntegerField(null=True)

    class Meta:
        indexes = (
            (("rule", "subject", "subject_id", "occurrence"), True),
            (("state", "due_at"), False),
            (("rule", "state", "due_at"), False),
        )


class AutomationChange(Table):
    """What changed and rules have not looked at yet; triggers write it with the change itself."""

    id = AutoField()
    kind = TextField()
    subject_id = IntegerField()
    data = TextField(null=True)
    at = IntegerField()


class AutomationCall(Table):
    """A webhook of ours that still has to reach somebody, or did, or was given up."""

    id = AutoIncrementField()
    run = ForeignKeyField(AutomationRun, on_delete="CASCADE")
    url = TextField()
    body = TextField()
    state = TextField()
    attempts = _flag()
    next_at = IntegerField()
    status = IntegerField(null=True)
    error = TextField()
    created_at = IntegerField()
    updated_at = IntegerField()

    class Meta:
        indexes = ((("state", "next_at"), False),)


WORDS = "knowledge_words"
SEARCH_SQL = (
    "CREATE VIRTUAL TABLE message_words USING fts5(text, tokenize='unicode61 remove_diacritics 2',"
    " prefix='2 3')",
    "INSERT INTO message_words(message_words, rank) VALUES('secure-delete', 1)",
    "CREATE VIRTUAL TABLE guest_words USING fts5(name, contact,"
    " tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
    "INSERT INTO guest_words(guest_words, rank) VALUES('secure-delete', 1)",
    "CREATE TRIGGER message_words_changed AFTER UPDATE OF text ON message BEGIN"
    " DELETE FROM message_words WHERE rowid = old.id; END",
    "CREATE TRIGGER message_words_removed AFTER DELETE ON message BEGIN"
    " DELETE FROM message_words WHERE rowid = old.id; END",
    "CREATE TRIGGER guest_words_added AFTER INSERT ON guest BEGIN"
    " INSERT INTO guest_words (rowid, name, contact) VALUES (new.id,"
    " new.first_name || ' ' || new.last_name,"
    " coalesce(new.phone, '') || ' ' || coalesce(new.email, '')); END",
    "CREATE TRIGGER guest_words_changed AFTER UPDATE OF first_name, last_name, phone, email ON guest"
    " BEGIN DELETE FROM guest_words WHERE rowid = old.id;"
    " INSERT INTO guest_words (rowid, name, contact) VALUES (new.id,"
    " new.first_name || ' ' || new.last_name,"
    " coalesce(new.phone, '') || ' ' || coalesce(new.email, '')); END",
    "CREATE TRIGGER guest_words_removed AFTER DELETE ON guest BEGIN"
    " DELETE FROM guest_words WHERE rowid = old.id; END",
)
"""Searching messages and guests. A row's words go in the very write that removes or changes it, by
cascade too (R14); `db.messages` writes a message's words, the triggers a guest's."""

AUTOMATION_SQL = (
    "CREATE TRIGGER automation_stay_added AFTER INSERT ON reservation BEGIN"
    " INSERT INTO automation_change (kind, subject_id, data, at) VALUES ('stay', new.id,"
    " json_object('isNew', CASE WHEN EXISTS (SELECT 1 FROM pms_state p"
    " WHERE p.provider = new.provider AND p.synced_at IS NOT NULL) THEN 1 ELSE 0 END,"
    " 'now', new.status), new.created_at); END",
    "CREATE TRIGGER automation_stay_changed AFTER UPDATE OF"
    " guest_id, status, arrival, departure, room ON reservation"
    " WHEN (old.guest_id, old.status, old.arrival, old.departure, old.room)"
    " IS NOT (new.guest_id, new.status, new.arrival, new.departure, new.room) BEGIN"
    " INSERT INTO automation_change (kind, subject_id, data, at) VALUES ('stay', new.id,"
    " json_object('was', old.status, 'now', new.status, 'arrival', old.arrival,"
    " 'departure', old.departure, 'room', old.room), new.updated_at); END",
    "CREATE TRIGGER automation_guest_changed AFTER UPDATE OF phone ON guest"
    " WHEN old.phone IS NOT new.phone BEGIN"
    " INSERT INTO automation_change (kind, subject_id, data, at)"
    " VALUES ('guest', new.id, NULL, new.updated_at); END",
    "CREATE TRIGGER automation_task_completed AFTER UPDATE OF status ON task"
    " WHEN new.status = 'completed' AND old.status <> 'completed' BEGIN"
    " INSERT INTO automation_change (kind, subject_id, data, at)"
    " VALUES ('task', new.id, NULL, new.updated_at); END",
    "CREATE TRIGGER automation_escalated AFTER INSERT ON escalation BEGIN"
    " INSERT INTO automation_change (kind, subject_id, data, at)"
    " VALUES ('escalation', new.id, NULL, new.created_at); END",
)
"""What rules have to look at is written in the very transaction of the change, whoever makes it. A
stay told of before the first complete sync of its PMS, or import, is no new booking."""

EXTRA_SQL = (
    f"CREATE VIRTUAL TABLE {WORDS} USING fts5(title, body, tokenize='unicode61 remove_diacritics 2')",
    f"INSERT INTO {WORDS}({WORDS}, rank) VALUES('secure-delete', 1)",
    "CREATE INDEX reservation_confirmation_key ON reservation"
    " (upper(replace(replace(confirmation, '-', ''), ' ', '')))",
    "CREATE INDEX knowledge_chunk_unindexed ON knowledge_chunk (id) WHERE vector IS NULL",
    "CREATE INDEX message_draft ON message (conversation_id) WHERE delivery = 'draft'",
    "CREATE INDEX message_created_at ON message (created_at)",
    "CREATE INDEX escalation_open ON escalation (conversation_id) WHERE acknowledged_at IS NULL",
    "CREATE INDEX escalation_created_at ON escalation (created_at)",
    "CREATE INDEX task_created_at ON task (created_at)",
    "CREATE INDEX task_finished_at ON task (finished_at)",
    "CREATE INDEX conversation_created_at ON conversation (created_at)",
    "CREATE INDEX automation_run_finished_at ON automation_run (finished_at)",
    "CREATE INDEX inbox_payload_id ON inbox (payload_id) WHERE payload_id IS NOT NULL",
    "CREATE INDEX shadow_unjudged ON shadow (id) WHERE judged_at IS NULL",
    *SEARCH_SQL,
    "CREATE INDEX outbox_unsent_expires_at ON outbox (expires_at) WHERE state = 'queued'",
    *AUTOMATION_SQL,
)
"""What peewee cannot declare. The words' rowid is the entry's id."""

TABLES: tuple[type[Table], ...] = (
    Setting, Counter, Staff, StaffLink, Session, ApiToken, Totp, RecoveryCode, Duty, CannedReply,
    VendorTemplate, MessageTemplate, Repeatable, Guest, GuestWord, GuestPms, Preference, GuestNote, GuestTag,
    GuestMerge, GuestDistinct, GuestIdentity, Consent, Reservation, Companion, PmsState,
    Conversation, Verification, Message, WebhookPayload, Inbox, Outbox, ChannelRest,
    SendAttempt, Mailbox, Trouble, Mail, BouncedAddress, Media, Task, TaskEvent, Notice, OpenQuestion,
    Escalation, Page, Trace, ModelCall, Translation, Audit, Rating, ReportMail,
    KnowledgeEntry, KnowledgeVersion, KnowledgeChunk, KnowledgeDoomed, KnowledgeGap,
    KnowledgeProposal, KnowledgeAccord, Shadow, Golden, GoldenRun, GoldenResult, ConversationNote,
    ConversationSeen, PushSubscription, Alert, Push,
    RoomState, AutomationRule, AutomationVersion, AutomationRun, AutomationChange, AutomationCall,
)  # fmt: skip


def create_all() -> None:
    """Create every table in an empty database. Runs on a database thread."""
    for table in TABLES:
        table.create_table()
    for statement in EXTRA_SQL:
        sql.run(statement)
