"""What models were asked and what that cost, and messages in another language."""

from jack.db import sql

STATEMENTS = (
    """CREATE TABLE model_call (
        id INTEGER NOT NULL PRIMARY KEY,
        at INTEGER NOT NULL,
        provider TEXT NOT NULL,
        model TEXT NOT NULL,
        purpose TEXT NOT NULL,
        conversation_id INTEGER,
        input_tokens INTEGER NOT NULL,
        output_tokens INTEGER NOT NULL,
        cache_read_tokens INTEGER NOT NULL,
        cache_write_tokens INTEGER NOT NULL,
        cost_micro_usd INTEGER NOT NULL,
        FOREIGN KEY (conversation_id) REFERENCES conversation (id) ON DELETE SET NULL
    ) STRICT""",
    "CREATE INDEX model_call_at ON model_call (at)",
    "CREATE INDEX model_call_conversation_id ON model_call (conversation_id)",
    """CREATE TABLE translation (
        id INTEGER NOT NULL PRIMARY KEY,
        message_id INTEGER NOT NULL,
        language TEXT NOT NULL,
        text TEXT NOT NULL,
        is_original INTEGER DEFAULT 0 NOT NULL,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (message_id) REFERENCES message (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE UNIQUE INDEX translation_message_id_language ON translation (message_id, language)",
)


def up(migrator: object, db: object) -> None:
    for statement in STATEMENTS:
        sql.run(statement)
