"""What Jack learns by: drafts held against what staff sent, golden answers, settled contradictions."""

from jack.db import sql

STATEMENTS = (
    """CREATE TABLE knowledge_accord (
        key TEXT NOT NULL PRIMARY KEY,
        staff_id INTEGER,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE SET NULL
    ) STRICT""",
    """CREATE TABLE shadow (
        id INTEGER NOT NULL PRIMARY KEY,
        conversation_id INTEGER NOT NULL,
        question_id INTEGER NOT NULL,
        draft_id INTEGER,
        topic TEXT NOT NULL,
        text TEXT NOT NULL,
        language TEXT NOT NULL,
        outcome TEXT,
        reply_id INTEGER,
        staff_id INTEGER,
        agrees INTEGER,
        likeness REAL,
        created_at INTEGER NOT NULL,
        settled_at INTEGER,
        judged_at INTEGER,
        FOREIGN KEY (conversation_id) REFERENCES conversation (id) ON DELETE CASCADE,
        FOREIGN KEY (question_id) REFERENCES message (id) ON DELETE CASCADE,
        FOREIGN KEY (draft_id) REFERENCES message (id) ON DELETE CASCADE,
        FOREIGN KEY (reply_id) REFERENCES message (id) ON DELETE CASCADE,
        FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE SET NULL
    ) STRICT""",
    "CREATE INDEX shadow_question_id ON shadow (question_id)",
    "CREATE INDEX shadow_draft_id ON shadow (draft_id)",
    "CREATE INDEX shadow_reply_id ON shadow (reply_id)",
    "CREATE INDEX shadow_conversation_id_settled_at ON shadow (conversation_id, settled_at)",
    "CREATE INDEX shadow_topic_judged_at ON shadow (topic, judged_at)",
    """CREATE TABLE golden (
        id INTEGER NOT NULL PRIMARY KEY,
        question TEXT NOT NULL,
        language TEXT,
        expected TEXT NOT NULL,
        message_id INTEGER,
        staff_id INTEGER,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        FOREIGN KEY (message_id) REFERENCES message (id) ON DELETE CASCADE,
        FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE SET NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX golden_message_id ON golden (message_id)",
    """CREATE TABLE golden_run (
        id INTEGER NOT NULL PRIMARY KEY,
        reason TEXT NOT NULL,
        staff_id INTEGER,
        total INTEGER NOT NULL,
        failure TEXT,
        started_at INTEGER NOT NULL,
        finished_at INTEGER,
        FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE SET NULL
    ) STRICT""",
    """CREATE TABLE golden_result (
        id INTEGER NOT NULL PRIMARY KEY,
        run_id INTEGER NOT NULL,
        golden_id INTEGER NOT NULL,
        verdict TEXT NOT NULL,
        data TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (run_id) REFERENCES golden_run (id) ON DELETE CASCADE,
        FOREIGN KEY (golden_id) REFERENCES golden (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE UNIQUE INDEX golden_result_run_id_golden_id ON golden_result (run_id, golden_id)",
    "CREATE INDEX golden_result_golden_id ON golden_result (golden_id)",
)


def up(migrator: object, db: object) -> None:
    for statement in STATEMENTS:
        sql.run(statement)
