"""What staff need to work: notes, what they have seen, search, gaps in the knowledge, web push."""

from jack.db import sql, words

STATEMENTS = (
    """CREATE TABLE conversation_note (
        id INTEGER NOT NULL PRIMARY KEY,
        conversation_id INTEGER NOT NULL,
        staff_id INTEGER,
        text TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (conversation_id) REFERENCES conversation (id) ON DELETE CASCADE,
        FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE SET NULL
    ) STRICT""",
    """CREATE INDEX conversation_note_conversation_id_created_at
    ON conversation_note (conversation_id, created_at)""",
    """CREATE TABLE conversation_seen (
        id INTEGER NOT NULL PRIMARY KEY,
        conversation_id INTEGER NOT NULL,
        staff_id INTEGER NOT NULL,
        message_id INTEGER NOT NULL,
        FOREIGN KEY (conversation_id) REFERENCES conversation (id) ON DELETE CASCADE,
        FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE CASCADE
    ) STRICT""",
    """CREATE UNIQUE INDEX conversation_seen_conversation_id_staff_id
    ON conversation_seen (conversation_id, staff_id)""",
    """CREATE TABLE knowledge_gap (
        id INTEGER NOT NULL PRIMARY KEY,
        message_id INTEGER NOT NULL,
        conversation_id INTEGER NOT NULL,
        state TEXT NOT NULL,
        entry_id INTEGER,
        settled_by INTEGER,
        settled_at INTEGER,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (message_id) REFERENCES message (id) ON DELETE CASCADE,
        FOREIGN KEY (conversation_id) REFERENCES conversation (id) ON DELETE CASCADE,
        FOREIGN KEY (entry_id) REFERENCES knowledge_entry (id) ON DELETE SET NULL,
        FOREIGN KEY (settled_by) REFERENCES staff (id) ON DELETE SET NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX knowledge_gap_message_id ON knowledge_gap (message_id)",
    "CREATE INDEX knowledge_gap_conversation_id ON knowledge_gap (conversation_id)",
    "CREATE INDEX knowledge_gap_state_id ON knowledge_gap (state, id)",
    """CREATE TABLE knowledge_proposal (
        id INTEGER NOT NULL PRIMARY KEY,
        gap_id INTEGER NOT NULL,
        reply_id INTEGER NOT NULL,
        state TEXT NOT NULL,
        entry_id INTEGER,
        decided_by INTEGER,
        decided_at INTEGER,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (gap_id) REFERENCES knowledge_gap (id) ON DELETE CASCADE,
        FOREIGN KEY (reply_id) REFERENCES message (id) ON DELETE CASCADE,
        FOREIGN KEY (entry_id) REFERENCES knowledge_entry (id) ON DELETE SET NULL,
        FOREIGN KEY (decided_by) REFERENCES staff (id) ON DELETE SET NULL
    ) STRICT""",
    "CREATE INDEX knowledge_proposal_gap_id ON knowledge_proposal (gap_id)",
    "CREATE INDEX knowledge_proposal_state_id ON knowledge_proposal (state, id)",
    """CREATE TABLE push_subscription (
        id INTEGER NOT NULL PRIMARY KEY,
        staff_id INTEGER NOT NULL,
        endpoint TEXT NOT NULL,
        p256dh TEXT NOT NULL,
        auth TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        sent_at INTEGER,
        FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX push_subscription_staff_id ON push_subscription (staff_id)",
    "CREATE UNIQUE INDEX push_subscription_endpoint ON push_subscription (endpoint)",
    """CREATE TABLE alert (
        id INTEGER NOT NULL PRIMARY KEY,
        kind TEXT NOT NULL,
        subject INTEGER NOT NULL,
        place TEXT NOT NULL,
        staff_id INTEGER,
        priority TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE CASCADE
    ) STRICT""",
    """CREATE TABLE push (
        id INTEGER NOT NULL PRIMARY KEY,
        subscription_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        subject INTEGER NOT NULL,
        priority TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        next_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (subscription_id) REFERENCES push_subscription (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX push_subscription_id ON push (subscription_id)",
    "CREATE INDEX push_next_at ON push (next_at)",
    "CREATE INDEX message_draft ON message (conversation_id) WHERE delivery = 'draft'",
    "CREATE INDEX message_created_at ON message (created_at)",
    "CREATE INDEX escalation_open ON escalation (conversation_id) WHERE acknowledged_at IS NULL",
    "CREATE INDEX escalation_created_at ON escalation (created_at)",
    "CREATE INDEX task_created_at ON task (created_at)",
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


def up(migrator: object, db: object) -> None:
    for statement in STATEMENTS:
        sql.run(statement)
    for message_id, text in sql.rows("SELECT id, text FROM message WHERE text != ''"):
        sql.insert("message_words", rowid=message_id, text=words.searchable(text))
    sql.run(
        "INSERT INTO guest_words (rowid, name, contact) SELECT id, first_name || ' ' || last_name,"
        " coalesce(phone, '') || ' ' || coalesce(email, '') FROM guest"
    )
