-- What was arranged for a participant and recorded after the session was
-- finalised: every revision, the last one counts. What was sealed stays as it is.

CREATE TABLE arranged_later (
  session_id     TEXT    NOT NULL REFERENCES session (id),
  revision       INTEGER NOT NULL CHECK (revision > 0),
  accommodations TEXT    NOT NULL CHECK (json_valid(accommodations)),
  at             INTEGER NOT NULL CHECK (at > 0),
  PRIMARY KEY (session_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER arranged_later_early BEFORE INSERT ON arranged_later
WHEN (SELECT state FROM session WHERE id = NEW.session_id) <> 'finalised'
BEGIN SELECT RAISE(ABORT, 'the session is not finalised'); END;

CREATE TRIGGER arranged_later_keeps BEFORE UPDATE ON arranged_later
BEGIN SELECT RAISE(ABORT, 'what was arranged never changes'); END;

CREATE TRIGGER arranged_later_stays BEFORE DELETE ON arranged_later
BEGIN SELECT RAISE(ABORT, 'what was arranged never goes'); END;
