-- On what basis a session takes answers, the notices that participants were
-- told, how their practice went, and what was arranged for them.

CREATE TABLE notice (
  version  INTEGER NOT NULL CHECK (version > 0),
  language TEXT    NOT NULL,
  words    TEXT    NOT NULL CHECK (json_valid(words)),
  hash     TEXT    NOT NULL,
  made_at  INTEGER NOT NULL,
  PRIMARY KEY (version, language)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER notice_keeps BEFORE UPDATE ON notice
BEGIN SELECT RAISE(ABORT, 'a notice never changes'); END;

CREATE TRIGGER notice_stays BEFORE DELETE ON notice
BEGIN SELECT RAISE(ABORT, 'a notice never goes'); END;

-- Every revision; the last one counts. '' takes back what the counsellor recorded.
CREATE TABLE consent (
  session_id TEXT    NOT NULL REFERENCES session (id),
  revision   INTEGER NOT NULL CHECK (revision > 0),
  basis      TEXT    NOT NULL CHECK (basis IN ('', 'consent', 'declined', 'paper', 'guardian', 'legal_duty')),
  notice     INTEGER NOT NULL,
  hash       TEXT    NOT NULL,
  language   TEXT    NOT NULL,
  purposes   TEXT    NOT NULL,
  date       TEXT    NOT NULL CHECK ((date <> '') = (basis IN ('paper', 'guardian'))),
  at         INTEGER NOT NULL,
  PRIMARY KEY (session_id, revision),
  FOREIGN KEY (notice, language) REFERENCES notice (version, language)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER consent_in_turn BEFORE INSERT ON consent
WHEN NEW.revision <> 1 + (SELECT count(*) FROM consent WHERE session_id = NEW.session_id)
BEGIN SELECT RAISE(ABORT, 'revisions follow each other'); END;

CREATE TRIGGER consent_late BEFORE INSERT ON consent
WHEN (SELECT state FROM session WHERE id = NEW.session_id) IN ('finalised', 'abandoned')
BEGIN SELECT RAISE(ABORT, 'the session is closed'); END;

CREATE TRIGGER consent_given BEFORE INSERT ON consent
WHEN EXISTS (SELECT 1 FROM consent WHERE session_id = NEW.session_id AND basis = 'consent')
BEGIN SELECT RAISE(ABORT, 'the participant has agreed'); END;

-- A session that was begun before bases were stored may still get one.
CREATE TRIGGER consent_fixed BEFORE INSERT ON consent
WHEN EXISTS (SELECT 1 FROM response WHERE session_id = NEW.session_id)
  AND EXISTS (SELECT 1 FROM consent WHERE session_id = NEW.session_id)
BEGIN SELECT RAISE(ABORT, 'answers stand on this basis'); END;

CREATE TRIGGER consent_keeps BEFORE UPDATE ON consent
BEGIN SELECT RAISE(ABORT, 'a basis never changes'); END;

CREATE TRIGGER consent_stays BEFORE DELETE ON consent
BEGIN SELECT RAISE(ABORT, 'a basis never goes'); END;

CREATE TRIGGER response_needs_basis BEFORE INSERT ON response
WHEN coalesce((SELECT basis FROM consent WHERE session_id = NEW.session_id ORDER BY revision DESC LIMIT 1), '')
  NOT IN ('consent', 'paper', 'guardian', 'legal_duty')
BEGIN SELECT RAISE(ABORT, 'no basis to take an answer'); END;

CREATE TABLE practice (
  session_id TEXT    NOT NULL REFERENCES session (id),
  type       TEXT    NOT NULL,
  tries      INTEGER NOT NULL CHECK (tries > 0),
  reversed   INTEGER NOT NULL CHECK (reversed IN (0, 1)),
  at         INTEGER NOT NULL,
  PRIMARY KEY (session_id, type)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER practice_late BEFORE INSERT ON practice
WHEN (SELECT state FROM session WHERE id = NEW.session_id) IN ('finalised', 'abandoned')
BEGIN SELECT RAISE(ABORT, 'the session is closed'); END;

CREATE TRIGGER practice_closed BEFORE UPDATE ON practice
WHEN (SELECT state FROM session WHERE id = NEW.session_id) IN ('finalised', 'abandoned')
BEGIN SELECT RAISE(ABORT, 'the session is closed'); END;

CREATE TRIGGER practice_stays BEFORE DELETE ON practice
BEGIN SELECT RAISE(ABORT, 'how the practice went never goes'); END;

ALTER TABLE session ADD COLUMN accommodations TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(accommodations));
ALTER TABLE session ADD COLUMN reason TEXT NOT NULL DEFAULT '';
