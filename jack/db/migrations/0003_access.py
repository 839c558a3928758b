"""Sessions of the web page, API tokens, second factors, duty, templates, and answers kept to repeat."""

from jack.db import sql

STATEMENTS = (
    "ALTER TABLE session ADD COLUMN kind TEXT NOT NULL DEFAULT 'token'",
    "ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE session ADD COLUMN seen_at INTEGER",
    """CREATE TABLE api_token (
        id INTEGER NOT NULL PRIMARY KEY,
        staff_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        token_hash TEXT NOT NULL,
        hint TEXT NOT NULL,
        scopes TEXT NOT NULL,
        expires_at INTEGER,
        used_at INTEGER,
        revoked_at INTEGER,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX api_token_staff_id ON api_token (staff_id)",
    "CREATE UNIQUE INDEX api_token_token_hash ON api_token (token_hash)",
    """CREATE TABLE totp (
        staff_id INTEGER NOT NULL PRIMARY KEY,
        secret TEXT NOT NULL,
        confirmed_at INTEGER,
        last_step INTEGER,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE CASCADE
    ) STRICT""",
    """CREATE TABLE recovery_code (
        id INTEGER NOT NULL PRIMARY KEY,
        staff_id INTEGER NOT NULL,
        code_hash TEXT NOT NULL,
        used_at INTEGER,
        FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE CASCADE
    ) STRICT""",
    """CREATE UNIQUE INDEX recovery_code_staff_id_code_hash
    ON recovery_code (staff_id, code_hash)""",
    """CREATE TABLE duty (
        staff_id INTEGER NOT NULL PRIMARY KEY,
        switch TEXT NOT NULL,
        hours TEXT NOT NULL,
        updated_at INTEGER NOT NULL,
        FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE CASCADE
    ) STRICT""",
    """CREATE TABLE canned_reply (
        id INTEGER NOT NULL PRIMARY KEY,
        shortcut TEXT NOT NULL,
        language TEXT NOT NULL,
        text TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
    ) STRICT""",
    """CREATE UNIQUE INDEX canned_reply_shortcut_language ON canned_reply (shortcut, language)""",
    """CREATE TABLE message_template (
        id INTEGER NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        channel TEXT NOT NULL,
        language TEXT NOT NULL,
        body TEXT NOT NULL,
        status TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
    ) STRICT""",
    """CREATE UNIQUE INDEX message_template_name_channel_language
    ON message_template (name, channel, language)""",
    """CREATE TABLE repeatable (
        id INTEGER NOT NULL PRIMARY KEY,
        staff_id INTEGER NOT NULL,
        key TEXT NOT NULL,
        request_hash TEXT NOT NULL,
        status INTEGER,
        answer BLOB,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE UNIQUE INDEX repeatable_staff_id_key ON repeatable (staff_id, key)",
    "CREATE INDEX repeatable_created_at ON repeatable (created_at)",
    "CREATE INDEX audit_actor_id ON audit (actor, id)",
    "CREATE INDEX audit_subject_id ON audit (subject, id)",
)


def up(migrator: object, db: object) -> None:
    for statement in STATEMENTS:
        sql.run(statement)
