-- A participant takes the consent back: every revision, the last one counts. 0
-- takes a mistaken entry back. What was sealed stays as it is.

CREATE TABLE withdrawal (
  session_id TEXT    NOT NULL REFERENCES session (id),
  revision   INTEGER NOT NULL CHECK (revision > 0),
  withdrawn  INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  date       TEXT    NOT NULL,
  at         INTEGER NOT NULL CHECK (at > 0),
  PRIMARY KEY (session_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER withdrawal_in_turn BEFORE INSERT ON withdrawal
WHEN NEW.revision <> 1 + (SELECT count(*) FROM withdrawal WHERE session_id = NEW.session_id)
  OR NEW.withdrawn = coalesce((SELECT withdrawn FROM withdrawal WHERE session_id = NEW.session_id ORDER BY revision DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'withdrawing and taking back follow each other'); END;

CREATE TRIGGER withdrawal_keeps BEFORE UPDATE ON withdrawal
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a withdrawal never changes'); END;

CREATE TRIGGER withdrawal_stays BEFORE DELETE ON withdrawal
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a withdrawal never goes'); END;
