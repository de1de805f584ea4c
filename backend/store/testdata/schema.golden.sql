CREATE INDEX participant_by_activity ON participant (active_at DESC, id DESC, search);

CREATE INDEX session_by_creation ON session (created_at DESC, id DESC);

CREATE INDEX session_by_participant ON session (participant_id, created_at DESC, id DESC);

CREATE INDEX session_running ON session (id) WHERE state = 'running';

CREATE TABLE counter (
  name  TEXT    NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE norm_choice (
  session_id TEXT    NOT NULL REFERENCES session (id),
  revision   INTEGER NOT NULL CHECK (revision > 0),
  norm_group TEXT    NOT NULL,
  chosen_at  INTEGER NOT NULL,
  PRIMARY KEY (session_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE participant (
  id         TEXT    NOT NULL PRIMARY KEY,
  code       TEXT    NOT NULL,
  name       TEXT    NOT NULL,
  search     TEXT    NOT NULL, -- name and code, case folded
  respondent TEXT    NOT NULL CHECK (json_valid(respondent)),
  created_at INTEGER NOT NULL,
  active_at  INTEGER NOT NULL  -- last change of the person or a session, for the list
) STRICT;

CREATE TABLE participant_code (
  code           TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
  participant_id TEXT NOT NULL REFERENCES participant (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE response (
  session_id  TEXT    NOT NULL REFERENCES session (id),
  item_id     TEXT    NOT NULL,
  revision    INTEGER NOT NULL CHECK (revision > 0),
  value       TEXT    NOT NULL CHECK (json_valid(value)),
  language    TEXT    NOT NULL,
  process     TEXT    NOT NULL CHECK (json_valid(process)),
  answered_at INTEGER NOT NULL,
  PRIMARY KEY (session_id, item_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE result (
  session_id TEXT NOT NULL PRIMARY KEY REFERENCES session (id),
  result     BLOB NOT NULL, -- JSON, deflated
  respondent TEXT NOT NULL CHECK (json_valid(respondent)),
  seal       TEXT NOT NULL  -- content hash over session, responses and this row
) STRICT;

CREATE TABLE session (
  id                 TEXT    NOT NULL PRIMARY KEY,
  participant_id     TEXT    NOT NULL REFERENCES participant (id),
  instrument_id      TEXT    NOT NULL,
  instrument_version TEXT    NOT NULL,
  instrument_hash    TEXT    NOT NULL,
  norm_version       TEXT    NOT NULL,
  norm_hash          TEXT    NOT NULL,
  language           TEXT    NOT NULL,
  state              TEXT    NOT NULL CHECK (state IN ('prepared', 'running', 'paused', 'finalised', 'abandoned')),
  seed               TEXT    NOT NULL,
  step               TEXT    NOT NULL,
  total              INTEGER NOT NULL CHECK (total > 0),
  created_at         INTEGER NOT NULL,
  started_at         INTEGER NOT NULL,
  finalised_at       INTEGER NOT NULL CHECK ((finalised_at > 0) = (state = 'finalised'))
) STRICT;

CREATE TABLE setting (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER norm_choice_early BEFORE INSERT ON norm_choice
WHEN (SELECT state FROM session WHERE id = NEW.session_id) <> 'finalised'
BEGIN SELECT RAISE(ABORT, 'there is no result yet'); END;

CREATE TRIGGER norm_choice_in_turn BEFORE INSERT ON norm_choice
WHEN NEW.revision <> 1 + (SELECT count(*) FROM norm_choice WHERE session_id = NEW.session_id)
BEGIN SELECT RAISE(ABORT, 'revisions follow each other'); END;

CREATE TRIGGER norm_choice_keeps BEFORE UPDATE ON norm_choice
BEGIN SELECT RAISE(ABORT, 'a choice never changes'); END;

CREATE TRIGGER norm_choice_stays BEFORE DELETE ON norm_choice
BEGIN SELECT RAISE(ABORT, 'a choice never goes'); END;

CREATE TRIGGER participant_code_keeps BEFORE UPDATE ON participant_code
BEGIN SELECT RAISE(ABORT, 'a code is given once'); END;

CREATE TRIGGER participant_code_stays BEFORE DELETE ON participant_code
BEGIN SELECT RAISE(ABORT, 'a code is given once'); END;

CREATE TRIGGER participant_counted AFTER INSERT ON participant
BEGIN UPDATE counter SET value = value + 1 WHERE name = 'participant'; END;

CREATE TRIGGER participant_uncounted AFTER DELETE ON participant
BEGIN UPDATE counter SET value = value - 1 WHERE name = 'participant'; END;

CREATE TRIGGER response_keeps BEFORE UPDATE ON response
BEGIN SELECT RAISE(ABORT, 'a response never changes'); END;

CREATE TRIGGER response_late BEFORE INSERT ON response
WHEN (SELECT state FROM session WHERE id = NEW.session_id) IN ('finalised', 'abandoned')
BEGIN SELECT RAISE(ABORT, 'the session is closed'); END;

CREATE TRIGGER response_stays BEFORE DELETE ON response
BEGIN SELECT RAISE(ABORT, 'a response never goes'); END;

CREATE TRIGGER result_keeps BEFORE UPDATE ON result
BEGIN SELECT RAISE(ABORT, 'a result never changes'); END;

CREATE TRIGGER result_stays BEFORE DELETE ON result
BEGIN SELECT RAISE(ABORT, 'a result never goes'); END;

CREATE TRIGGER session_closed BEFORE UPDATE ON session
WHEN OLD.state IN ('finalised', 'abandoned')
BEGIN SELECT RAISE(ABORT, 'the session is closed'); END;

CREATE TRIGGER session_pinned BEFORE UPDATE OF id, participant_id, instrument_id, instrument_version,
  instrument_hash, norm_version, norm_hash, seed, total, created_at ON session
BEGIN SELECT RAISE(ABORT, 'what a session pinned never changes'); END;

CREATE TRIGGER session_stays BEFORE DELETE ON session
BEGIN SELECT RAISE(ABORT, 'a session never goes'); END;

-- user_version 2
