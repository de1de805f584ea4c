-- How answers came about: what happened to a session beside them, and every
-- visit to an item. None of it leaves the machine.

-- duration counts milliseconds; it is below 0 only for a clock that was set
-- back. answered is the number of items that had an answer then. late events
-- came after the closing: they change no result, and no seal covers them.
CREATE TABLE event (
  session_id TEXT    NOT NULL REFERENCES session (id),
  number     INTEGER NOT NULL CHECK (number > 0),
  kind       TEXT    NOT NULL CHECK (kind <> ''),
  at         INTEGER NOT NULL,
  duration   INTEGER NOT NULL,
  step       TEXT    NOT NULL,
  answered   INTEGER NOT NULL CHECK (answered >= 0),
  late       INTEGER NOT NULL CHECK (late IN (0, 1)),
  PRIMARY KEY (session_id, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER event_in_turn BEFORE INSERT ON event
WHEN NEW.number <> 1 + (SELECT count(*) FROM event WHERE session_id = NEW.session_id)
BEGIN SELECT RAISE(ABORT, 'events follow each other'); END;

CREATE TRIGGER event_late BEFORE INSERT ON event
WHEN NEW.late <> (SELECT state IN ('finalised', 'abandoned') FROM session WHERE id = NEW.session_id)
BEGIN SELECT RAISE(ABORT, 'late is what comes after the closing'); END;

CREATE TRIGGER event_keeps BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'an event never changes'); END;

CREATE TRIGGER event_stays BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'an event never goes'); END;

-- A visit grows until the item is left; shown_at names it.
CREATE TABLE visit (
  session_id      TEXT    NOT NULL REFERENCES session (id),
  item_id         TEXT    NOT NULL,
  shown_at        INTEGER NOT NULL,
  first_action_ms INTEGER NOT NULL CHECK (first_action_ms >= 0),
  total_ms        INTEGER NOT NULL CHECK (total_ms >= 0),
  changes         INTEGER NOT NULL CHECK (changes >= 0),
  means           TEXT    NOT NULL,
  focus_losses    INTEGER NOT NULL CHECK (focus_losses >= 0),
  PRIMARY KEY (session_id, item_id, shown_at)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER visit_late BEFORE INSERT ON visit
WHEN (SELECT state FROM session WHERE id = NEW.session_id) IN ('finalised', 'abandoned')
BEGIN SELECT RAISE(ABORT, 'the session is closed'); END;

CREATE TRIGGER visit_closed BEFORE UPDATE ON visit
WHEN (SELECT state FROM session WHERE id = NEW.session_id) IN ('finalised', 'abandoned')
BEGIN SELECT RAISE(ABORT, 'the session is closed'); END;

CREATE TRIGGER visit_stays BEFORE DELETE ON visit
BEGIN SELECT RAISE(ABORT, 'a visit never goes'); END;

-- When the session was last heard of, beside its answers and events.
ALTER TABLE session ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;
