"""Who guests are, what their PMS says, and how tasks go on."""

from jack.db import sql
from jack.model import names

STATEMENTS = (
    "ALTER TABLE guest ADD COLUMN loyalty TEXT",
    "ALTER TABLE guest ADD COLUMN in_recovery INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE guest ADD COLUMN merged_into INTEGER REFERENCES guest (id) ON DELETE SET NULL",
    "CREATE INDEX guest_merged_into ON guest (merged_into)",
    "ALTER TABLE guest_identity ADD COLUMN user_id TEXT NOT NULL DEFAULT ''",
    "UPDATE guest_identity SET user_id = address",
    "DROP INDEX guest_identity_channel_address",
    "CREATE INDEX guest_identity_channel_address ON guest_identity (channel, address)",
    """CREATE UNIQUE INDEX guest_identity_channel_user_id ON guest_identity (channel, user_id)""",
    """CREATE TABLE guest_word (
        id INTEGER NOT NULL PRIMARY KEY,
        guest_id INTEGER NOT NULL,
        word TEXT NOT NULL,
        FOREIGN KEY (guest_id) REFERENCES guest (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX guest_word_guest_id ON guest_word (guest_id)",
    "CREATE UNIQUE INDEX guest_word_word_guest_id ON guest_word (word, guest_id)",
    """CREATE INDEX reservation_confirmation_key
    ON reservation (upper(replace(replace(confirmation, '-', ''), ' ', '')))""",
    "ALTER TABLE reservation ADD COLUMN balance_amount INTEGER",
    "ALTER TABLE reservation ADD COLUMN balance_currency TEXT",
    "ALTER TABLE reservation ADD COLUMN changed_at INTEGER",
    "ALTER TABLE reservation ADD COLUMN in_recovery INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX reservation_arrival ON reservation (arrival)",
    "CREATE INDEX reservation_status_arrival ON reservation (status, arrival)",
    "CREATE INDEX reservation_departure_arrival ON reservation (departure, arrival)",
    "CREATE INDEX reservation_room_departure ON reservation (room, departure)",
    "ALTER TABLE conversation ADD COLUMN verified_at INTEGER",
    "ALTER TABLE task ADD COLUMN intent TEXT NOT NULL DEFAULT ''",
    """ALTER TABLE task ADD COLUMN reservation_id INTEGER REFERENCES reservation (id) ON DELETE SET NULL""",
    "ALTER TABLE task ADD COLUMN due_at INTEGER",
    "ALTER TABLE task ADD COLUMN result TEXT",
    "ALTER TABLE task ADD COLUMN reason TEXT",
    "ALTER TABLE task ADD COLUMN is_waiting INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE task ADD COLUMN responded_at INTEGER",
    "ALTER TABLE task ADD COLUMN finished_at INTEGER",
    "ALTER TABLE task ADD COLUMN escalation_step INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX task_reservation_id ON task (reservation_id)",
    "CREATE INDEX task_status_resolution_due_at ON task (status, resolution_due_at)",
    """CREATE TABLE guest_pms (
        id INTEGER NOT NULL PRIMARY KEY,
        guest_id INTEGER NOT NULL,
        provider TEXT NOT NULL,
        external_id TEXT NOT NULL,
        FOREIGN KEY (guest_id) REFERENCES guest (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX guest_pms_guest_id ON guest_pms (guest_id)",
    "CREATE UNIQUE INDEX guest_pms_provider_external_id ON guest_pms (provider, external_id)",
    """CREATE TABLE preference (
        id INTEGER NOT NULL PRIMARY KEY,
        guest_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        source TEXT NOT NULL,
        confidence REAL NOT NULL,
        message_id INTEGER,
        seen_at INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (guest_id) REFERENCES guest (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE UNIQUE INDEX preference_guest_id_name_value ON preference (guest_id, name, value)",
    """CREATE TABLE guest_note (
        id INTEGER NOT NULL PRIMARY KEY,
        guest_id INTEGER NOT NULL,
        staff_id INTEGER,
        text TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (guest_id) REFERENCES guest (id) ON DELETE CASCADE,
        FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE SET NULL
    ) STRICT""",
    "CREATE INDEX guest_note_guest_id ON guest_note (guest_id)",
    """CREATE TABLE guest_tag (
        id INTEGER NOT NULL PRIMARY KEY,
        guest_id INTEGER NOT NULL,
        tag TEXT NOT NULL,
        FOREIGN KEY (guest_id) REFERENCES guest (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE UNIQUE INDEX guest_tag_guest_id_tag ON guest_tag (guest_id, tag)",
    "CREATE INDEX guest_tag_tag_guest_id ON guest_tag (tag, guest_id)",
    """CREATE TABLE guest_merge (
        id INTEGER NOT NULL PRIMARY KEY,
        kept_id INTEGER NOT NULL,
        merged_id INTEGER NOT NULL,
        evidence TEXT NOT NULL,
        moved TEXT NOT NULL,
        staff_id INTEGER,
        created_at INTEGER NOT NULL,
        undone_at INTEGER,
        FOREIGN KEY (kept_id) REFERENCES guest (id) ON DELETE CASCADE,
        FOREIGN KEY (merged_id) REFERENCES guest (id) ON DELETE CASCADE,
        FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE SET NULL
    ) STRICT""",
    "CREATE INDEX guest_merge_kept_id ON guest_merge (kept_id)",
    "CREATE INDEX guest_merge_merged_id ON guest_merge (merged_id)",
    """CREATE TABLE guest_distinct (
        id INTEGER NOT NULL PRIMARY KEY,
        first_id INTEGER NOT NULL,
        second_id INTEGER NOT NULL,
        staff_id INTEGER,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (first_id) REFERENCES guest (id) ON DELETE CASCADE,
        FOREIGN KEY (second_id) REFERENCES guest (id) ON DELETE CASCADE,
        FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE SET NULL
    ) STRICT""",
    "CREATE INDEX guest_distinct_second_id ON guest_distinct (second_id)",
    "CREATE UNIQUE INDEX guest_distinct_first_id_second_id ON guest_distinct (first_id, second_id)",
    """CREATE TABLE companion (
        id INTEGER NOT NULL PRIMARY KEY,
        reservation_id INTEGER NOT NULL,
        guest_id INTEGER NOT NULL,
        FOREIGN KEY (reservation_id) REFERENCES reservation (id) ON DELETE CASCADE,
        FOREIGN KEY (guest_id) REFERENCES guest (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX companion_guest_id ON companion (guest_id)",
    "CREATE UNIQUE INDEX companion_reservation_id_guest_id ON companion (reservation_id, guest_id)",
    """CREATE TABLE pms_state (
        provider TEXT NOT NULL PRIMARY KEY,
        cursor INTEGER,
        synced_at INTEGER,
        tried_at INTEGER,
        scanned_on TEXT,
        wanted_at INTEGER,
        failures INTEGER NOT NULL DEFAULT 0,
        failure TEXT,
        report TEXT
    ) STRICT""",
    """CREATE TABLE verification (
        id INTEGER NOT NULL PRIMARY KEY,
        conversation_id INTEGER NOT NULL,
        channel TEXT NOT NULL,
        address TEXT NOT NULL,
        reservation_id INTEGER,
        method TEXT NOT NULL,
        outcome TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (conversation_id) REFERENCES conversation (id) ON DELETE CASCADE,
        FOREIGN KEY (reservation_id) REFERENCES reservation (id) ON DELETE SET NULL
    ) STRICT""",
    "CREATE INDEX verification_conversation_id ON verification (conversation_id)",
    """CREATE INDEX verification_channel_address_created_at ON verification (channel, address, created_at)""",
    """CREATE TABLE task_event (
        id INTEGER NOT NULL PRIMARY KEY,
        task_id INTEGER NOT NULL,
        staff_id INTEGER,
        action TEXT NOT NULL,
        status TEXT NOT NULL,
        text TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (task_id) REFERENCES task (id) ON DELETE CASCADE,
        FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE SET NULL
    ) STRICT""",
    "CREATE INDEX task_event_task_id_id ON task_event (task_id, id)",
    """CREATE TABLE notice (
        id INTEGER NOT NULL PRIMARY KEY,
        conversation_id INTEGER NOT NULL,
        task_id INTEGER NOT NULL,
        text TEXT NOT NULL,
        state TEXT NOT NULL,
        due_at INTEGER NOT NULL,
        message_id INTEGER,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (conversation_id) REFERENCES conversation (id) ON DELETE CASCADE,
        FOREIGN KEY (task_id) REFERENCES task (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX notice_task_id ON notice (task_id)",
    "CREATE INDEX notice_state_due_at ON notice (state, due_at)",
    "CREATE INDEX notice_conversation_id_state ON notice (conversation_id, state)",
    """CREATE TABLE open_question (
        id INTEGER NOT NULL PRIMARY KEY,
        conversation_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        proposals TEXT NOT NULL,
        expires_at INTEGER NOT NULL,
        settled_at INTEGER,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (conversation_id) REFERENCES conversation (id) ON DELETE CASCADE
    ) STRICT""",
    """CREATE INDEX open_question_conversation_id_settled_at
    ON open_question (conversation_id, settled_at)""",
    "CREATE INDEX outbox_unsent_expires_at ON outbox (expires_at) WHERE state = 'queued'",
)


def up(migrator: object, db: object) -> None:
    for statement in STATEMENTS:
        sql.run(statement)
    for guest_id, name in sql.rows("SELECT id, first_name || ' ' || last_name FROM guest"):
        for word in dict.fromkeys(names.words(name)):
            sql.insert("guest_word", guest_id=guest_id, word=word)
