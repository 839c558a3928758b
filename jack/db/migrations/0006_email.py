"""E-mail: how far mailboxes were read, the thread of every mail, and addresses that take none."""

from jack.db import sql

STATEMENTS = (
    """CREATE TABLE mailbox (
        id INTEGER NOT NULL PRIMARY KEY,
        account TEXT NOT NULL,
        folder TEXT NOT NULL,
        uid_validity INTEGER,
        last_uid INTEGER,
        baseline_at INTEGER,
        fetched_at INTEGER,
        failed_at INTEGER,
        failure TEXT NOT NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX mailbox_account_folder ON mailbox (account, folder)",
    """CREATE TABLE mail (
        id INTEGER NOT NULL PRIMARY KEY,
        message_id TEXT NOT NULL,
        is_ours INTEGER NOT NULL,
        conversation_id INTEGER,
        outbox_id INTEGER,
        address TEXT NOT NULL,
        subject TEXT NOT NULL,
        thread TEXT NOT NULL,
        verdict TEXT,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (conversation_id) REFERENCES conversation (id) ON DELETE CASCADE,
        FOREIGN KEY (outbox_id) REFERENCES outbox (id) ON DELETE SET NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX mail_message_id_is_ours ON mail (message_id, is_ours)",
    "CREATE INDEX mail_conversation_id ON mail (conversation_id)",
    "CREATE INDEX mail_outbox_id ON mail (outbox_id)",
    """CREATE TABLE bounced_address (
        id INTEGER NOT NULL PRIMARY KEY,
        address TEXT NOT NULL,
        reason TEXT NOT NULL,
        created_at INTEGER NOT NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX bounced_address_address ON bounced_address (address)",
)


def up(migrator: object, db: object) -> None:
    for statement in STATEMENTS:
        sql.run(statement)
