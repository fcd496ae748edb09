"""What the database itself refuses: changes of what is appended, gaps, and rows of cases that are not the reader's.

Statements for each dialect, used by the migrations. Row-level security is PostgreSQL's; an office on SQLite has one
process that reads the file, and the same rule stands in the code for both.
"""

from collections.abc import Iterator
from typing import Final

from seatrial.journal.schema import APPEND_ONLY, BY_CASE

READER: Final = "seatrial_reader"
"""Role of PostgreSQL under which requests of people are read."""
WRITER: Final = "seatrial_office"
"""Role under which the office appends; it may change no event."""
_CHANGEABLE: Final = (
    *("participant", "case_now", "answered", "regime", "account", "token", "person_key", "publication"),
)


def sqlite() -> Iterator[str]:
    """Triggers of SQLite."""
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table}: nothing is changed or removed'); END"
            )
    yield (
        "CREATE TRIGGER event_next BEFORE INSERT ON event WHEN "
        "NEW.seq IS NOT (SELECT COALESCE(MAX(seq) + 1, 0) FROM event) OR "
        "NEW.number IS NOT (SELECT COALESCE(MAX(number) + 1, 0) FROM event WHERE case_id = NEW.case_id) OR "
        "NEW.previous IS NOT COALESCE((SELECT digest FROM event WHERE case_id = NEW.case_id "
        f"ORDER BY number DESC LIMIT 1), '{'0' * 64}') "
        "BEGIN SELECT RAISE(ABORT, 'event: does not follow the one before'); END"
    )


def postgresql() -> Iterator[str]:
    """Triggers, roles and row-level security of PostgreSQL."""
    yield (
        "CREATE FUNCTION seatrial_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '%: nothing is changed or removed', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        yield (
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION seatrial_kept()"
        )
        yield (
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION seatrial_kept()"
        )
    yield (
        "CREATE FUNCTION seatrial_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NEW.seq IS DISTINCT FROM (SELECT COALESCE(MAX(seq) + 1, 0) FROM event) "
        "OR NEW.number IS DISTINCT FROM (SELECT COALESCE(MAX(number) + 1, 0) FROM event WHERE case_id = NEW.case_id) "
        "OR NEW.previous IS DISTINCT FROM COALESCE((SELECT digest FROM event WHERE case_id = NEW.case_id "
        f"ORDER BY number DESC LIMIT 1), '{'0' * 64}') "
        "THEN RAISE EXCEPTION 'event: does not follow the one before'; END IF; RETURN NEW; END $$"
    )
    yield "CREATE TRIGGER event_next BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION seatrial_next()"
    yield from _roles()
    yield from _security()


def _roles() -> Iterator[str]:
    for role in (READER, WRITER):
        # Roles belong to the whole cluster: another office in it may have made them.
        yield (
            f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
        yield f"DO $$ BEGIN EXECUTE format('GRANT {role} TO %I', current_user); END $$"
    readable = (*BY_CASE, "participant", "regime", "publication")
    yield f"GRANT SELECT ON {', '.join(readable)} TO {READER}"
    yield f"GRANT SELECT, INSERT ON {', '.join(APPEND_ONLY)} TO {WRITER}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(_CHANGEABLE)} TO {WRITER}"


def _security() -> Iterator[str]:
    # The owner's view of participants, so that the policy on them does not ask itself.
    yield (
        "CREATE FUNCTION seatrial_may_read(asked text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER "
        "SET search_path FROM CURRENT AS $$ SELECT COALESCE(bool_and(recused = 0), false) FROM participant "
        "WHERE case_id = asked AND person = current_setting('seatrial.person', true) $$"
    )
    for table in (*BY_CASE, "participant"):
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        also = " OR current_setting('seatrial.registrar', true) = 'yes'" if table == "case_now" else ""
        yield (
            f"CREATE POLICY {table}_of_participants ON {table} FOR SELECT TO {READER} "
            f"USING (seatrial_may_read(case_id){also})"
        )
        yield f"CREATE POLICY {table}_of_the_office ON {table} TO {WRITER} USING (true) WITH CHECK (true)"


def undone(dialect: str) -> Iterator[str]:
    """What takes the functions away after their tables; roles stay, since others may use them."""
    if dialect == "postgresql":
        yield "DROP FUNCTION seatrial_may_read(text)"
        yield "DROP FUNCTION seatrial_next()"
        yield "DROP FUNCTION seatrial_kept()"
