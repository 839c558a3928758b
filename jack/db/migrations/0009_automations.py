"""Automations: rules with their versions, what they plan, what changed, calls to others, rooms."""

from jack.db import sql

STATEMENTS = (
    """CREATE TABLE automation_rule (
        id INTEGER NOT NULL PRIMARY KEY,
        key TEXT NOT NULL,
        name TEXT NOT NULL,
        definition TEXT NOT NULL,
        version INTEGER NOT NULL,
        is_enabled INTEGER NOT NULL DEFAULT 0,
        enabled_at INTEGER,
        scheduled_at INTEGER,
        is_shipped INTEGER NOT NULL DEFAULT 0,
        removed_at INTEGER,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX automation_rule_key ON automation_rule (key)",
    """CREATE TABLE automation_version (
        id INTEGER NOT NULL PRIMARY KEY,
        rule_id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        name TEXT NOT NULL,
        definition TEXT NOT NULL,
        actor TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (rule_id) REFERENCES automation_rule (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE UNIQUE INDEX automation_version_rule_id_version"
    " ON automation_version (rule_id, version)",
    """CREATE TABLE automation_run (
        id INTEGER NOT NULL PRIMARY KEY,
        rule_id INTEGER NOT NULL,
        subject TEXT NOT NULL,
        subject_id INTEGER NOT NULL,
        occurrence TEXT NOT NULL,
        reservation_id INTEGER,
        guest_id INTEGER,
        conversation_id INTEGER,
        base_due_at INTEGER NOT NULL,
        due_at INTEGER NOT NULL,
        state TEXT NOT NULL,
        reason TEXT,
        detail TEXT NOT NULL,
        is_late INTEGER NOT NULL DEFAULT 0,
        attempts INTEGER NOT NULL DEFAULT 0,
        holder TEXT,
        lease_until INTEGER,
        outcomes TEXT,
        facts TEXT,
        message_id INTEGER,
        created_at INTEGER NOT NULL,
        finished_at INTEGER,
        FOREIGN KEY (rule_id) REFERENCES automation_rule (id) ON DELETE CASCADE,
        FOREIGN KEY (reservation_id) REFERENCES reservation (id) ON DELETE CASCADE,
        FOREIGN KEY (guest_id) REFERENCES guest (id) ON DELETE CASCADE,
        FOREIGN KEY (conversation_id) REFERENCES conversation (id) ON DELETE SET NULL,
        FOREIGN KEY (message_id) REFERENCES message (id) ON DELETE SET NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX automation_run_rule_id_subject_subject_id_occurrence"
    " ON automation_run (rule_id, subject, subject_id, occurrence)",
    "CREATE INDEX automation_run_reservation_id ON automation_run (reservation_id)",
    "CREATE INDEX automation_run_guest_id ON automation_run (guest_id)",
    "CREATE INDEX automation_run_conversation_id ON automation_run (conversation_id)",
    "CREATE INDEX automation_run_message_id ON automation_run (message_id)",
    "CREATE INDEX automation_run_state_due_at ON automation_run (state, due_at)",
    "CREATE INDEX automation_run_rule_id_state_due_at ON automation_run (rule_id, state, due_at)",
    """CREATE TABLE automation_change (
        id INTEGER NOT NULL PRIMARY KEY,
        kind TEXT NOT NULL,
        subject_id INTEGER NOT NULL,
        data TEXT,
        at INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE automation_call (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        run_id INTEGER NOT NULL,
        url TEXT NOT NULL,
        body TEXT NOT NULL,
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        next_at INTEGER NOT NULL,
        status INTEGER,
        error TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        FOREIGN KEY (run_id) REFERENCES automation_run (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX automation_call_run_id ON automation_call (run_id)",
    "CREATE INDEX automation_call_state_next_at ON automation_call (state, next_at)",
    """CREATE TABLE room_state (
        number TEXT NOT NULL PRIMARY KEY,
        state TEXT NOT NULL,
        changed_at INTEGER NOT NULL,
        seen_at INTEGER NOT NULL
    ) STRICT""",
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


def up(migrator: object, db: object) -> None:
    for statement in STATEMENTS:
        sql.run(statement)
