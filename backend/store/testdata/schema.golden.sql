CREATE INDEX audit_body_by_participant ON audit_body (participant_id, number) WHERE participant_id IS NOT NULL;

CREATE INDEX participant_by_activity ON participant (active_at DESC, id DESC);

CREATE INDEX participant_demonstration ON participant (id) WHERE demonstration = 1;

CREATE INDEX session_by_creation ON session (created_at DESC, id DESC);

CREATE INDEX session_by_participant ON session (participant_id, created_at DESC, id DESC);

CREATE INDEX session_running ON session (id) WHERE state = 'running';

CREATE TABLE arranged_later (
  session_id     TEXT    NOT NULL REFERENCES session (id),
  revision       INTEGER NOT NULL CHECK (revision > 0),
  accommodations TEXT    NOT NULL CHECK (json_valid(accommodations)),
  at             INTEGER NOT NULL CHECK (at > 0),
  PRIMARY KEY (session_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
  at     INTEGER NOT NULL,
  act    TEXT    NOT NULL CHECK (act <> ''),
  actor  TEXT    NOT NULL CHECK (actor <> ''),
  digest BLOB    NOT NULL CHECK (length(digest) = 32),
  hashes BLOB    NOT NULL CHECK (length(hashes) > 0 AND length(hashes) % 32 = 0)
) STRICT;

CREATE TABLE audit_body (
  number         INTEGER NOT NULL PRIMARY KEY REFERENCES audit (number),
  salt           BLOB    NOT NULL CHECK (length(salt) = 16),
  session_id     TEXT    REFERENCES session (id),
  participant_id TEXT    REFERENCES participant (id),
  body           TEXT    NOT NULL CHECK (json_valid(body))
) STRICT;

CREATE TABLE audit_checkpoint (
  number INTEGER NOT NULL PRIMARY KEY REFERENCES audit (number),
  note   TEXT    NOT NULL
) STRICT;

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

CREATE TABLE counter (
  name  TEXT    NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE norm_choice (
  session_id TEXT    NOT NULL REFERENCES session (id),
  revision   INTEGER NOT NULL CHECK (revision > 0),
  norm_group TEXT    NOT NULL,
  chosen_at  INTEGER NOT NULL,
  PRIMARY KEY (session_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (
  version  INTEGER NOT NULL CHECK (version > 0),
  language TEXT    NOT NULL,
  words    TEXT    NOT NULL CHECK (json_valid(words)),
  hash     TEXT    NOT NULL,
  made_at  INTEGER NOT NULL,
  PRIMARY KEY (version, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE nowhere (id INTEGER NOT NULL PRIMARY KEY CHECK (0)) STRICT;

CREATE TABLE participant (
  id         TEXT    NOT NULL PRIMARY KEY,
  code       TEXT    NOT NULL,
  name       TEXT    NOT NULL,
  respondent TEXT    NOT NULL CHECK (json_valid(respondent)),
  created_at INTEGER NOT NULL,
  active_at  INTEGER NOT NULL  -- last change of the person or a session, for the list
, demonstration INTEGER NOT NULL DEFAULT 0 CHECK (demonstration IN (0, 1)), anonymous INTEGER NOT NULL DEFAULT 0 CHECK (anonymous IN (0, 1))) STRICT;

CREATE TABLE participant_code (
  code           TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
  participant_id TEXT NOT NULL REFERENCES participant (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE practice (
  session_id TEXT    NOT NULL REFERENCES session (id),
  type       TEXT    NOT NULL,
  tries      INTEGER NOT NULL CHECK (tries > 0),
  reversed   INTEGER NOT NULL CHECK (reversed IN (0, 1)),
  at         INTEGER NOT NULL,
  PRIMARY KEY (session_id, type)
) STRICT, WITHOUT ROWID;

CREATE TABLE released (
  participant_id TEXT    NOT NULL PRIMARY KEY,
  until          INTEGER NOT NULL DEFAULT 1 REFERENCES nowhere (id) DEFERRABLE INITIALLY DEFERRED
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
, accommodations TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(accommodations)), reason TEXT NOT NULL DEFAULT '', seen_at INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE setting (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE withdrawal (
  session_id TEXT    NOT NULL REFERENCES session (id),
  revision   INTEGER NOT NULL CHECK (revision > 0),
  withdrawn  INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  date       TEXT    NOT NULL,
  at         INTEGER NOT NULL CHECK (at > 0),
  PRIMARY KEY (session_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER arranged_later_early BEFORE INSERT ON arranged_later
WHEN (SELECT state FROM session WHERE id = NEW.session_id) <> 'finalised'
BEGIN SELECT RAISE(ABORT, 'the session is not finalised'); END;

CREATE TRIGGER arranged_later_keeps BEFORE UPDATE ON arranged_later
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'what was arranged never changes'); END;

CREATE TRIGGER arranged_later_stays BEFORE DELETE ON arranged_later
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'what was arranged never goes'); END;

CREATE TRIGGER audit_body_keeps BEFORE UPDATE ON audit_body
BEGIN SELECT RAISE(ABORT, 'what an entry says never changes'); END;

CREATE TRIGGER audit_body_stays BEFORE DELETE ON audit_body
WHEN NOT EXISTS (SELECT 1 FROM released r WHERE r.participant_id = OLD.participant_id)
BEGIN SELECT RAISE(ABORT, 'what an entry says never goes'); END;

CREATE TRIGGER audit_checkpoint_keeps BEFORE UPDATE ON audit_checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint never changes'); END;

CREATE TRIGGER audit_checkpoint_stays BEFORE DELETE ON audit_checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint never goes'); END;

CREATE TRIGGER audit_in_turn BEFORE INSERT ON audit
WHEN NEW.number <> 1 + coalesce((SELECT max(number) FROM audit), 0)
BEGIN SELECT RAISE(ABORT, 'entries follow each other'); END;

CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END;

CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'an entry never goes'); END;

CREATE TRIGGER consent_fixed BEFORE INSERT ON consent
WHEN EXISTS (SELECT 1 FROM response WHERE session_id = NEW.session_id)
  AND EXISTS (SELECT 1 FROM consent WHERE session_id = NEW.session_id)
BEGIN SELECT RAISE(ABORT, 'answers stand on this basis'); END;

CREATE TRIGGER consent_given BEFORE INSERT ON consent
WHEN EXISTS (SELECT 1 FROM consent WHERE session_id = NEW.session_id AND basis = 'consent')
BEGIN SELECT RAISE(ABORT, 'the participant has agreed'); END;

CREATE TRIGGER consent_in_turn BEFORE INSERT ON consent
WHEN NEW.revision <> 1 + (SELECT count(*) FROM consent WHERE session_id = NEW.session_id)
BEGIN SELECT RAISE(ABORT, 'revisions follow each other'); END;

CREATE TRIGGER consent_keeps BEFORE UPDATE ON consent
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a basis never changes'); END;

CREATE TRIGGER consent_late BEFORE INSERT ON consent
WHEN (SELECT state FROM session WHERE id = NEW.session_id) IN ('finalised', 'abandoned')
BEGIN SELECT RAISE(ABORT, 'the session is closed'); END;

CREATE TRIGGER consent_stays BEFORE DELETE ON consent
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a basis never goes'); END;

CREATE TRIGGER event_in_turn BEFORE INSERT ON event
WHEN NEW.number <> 1 + (SELECT count(*) FROM event WHERE session_id = NEW.session_id)
BEGIN SELECT RAISE(ABORT, 'events follow each other'); END;

CREATE TRIGGER event_keeps BEFORE UPDATE ON event
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'an event never changes'); END;

CREATE TRIGGER event_late BEFORE INSERT ON event
WHEN NEW.late <> (SELECT state IN ('finalised', 'abandoned') FROM session WHERE id = NEW.session_id)
BEGIN SELECT RAISE(ABORT, 'late is what comes after the closing'); END;

CREATE TRIGGER event_stays BEFORE DELETE ON event
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'an event never goes'); END;

CREATE TRIGGER norm_choice_early BEFORE INSERT ON norm_choice
WHEN (SELECT state FROM session WHERE id = NEW.session_id) <> 'finalised'
BEGIN SELECT RAISE(ABORT, 'there is no result yet'); END;

CREATE TRIGGER norm_choice_in_turn BEFORE INSERT ON norm_choice
WHEN NEW.revision <> 1 + (SELECT count(*) FROM norm_choice WHERE session_id = NEW.session_id)
BEGIN SELECT RAISE(ABORT, 'revisions follow each other'); END;

CREATE TRIGGER norm_choice_keeps BEFORE UPDATE ON norm_choice
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a choice never changes'); END;

CREATE TRIGGER norm_choice_stays BEFORE DELETE ON norm_choice
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a choice never goes'); END;

CREATE TRIGGER notice_keeps BEFORE UPDATE ON notice
BEGIN SELECT RAISE(ABORT, 'a notice never changes'); END;

CREATE TRIGGER notice_stays BEFORE DELETE ON notice
BEGIN SELECT RAISE(ABORT, 'a notice never goes'); END;

CREATE TRIGGER participant_code_keeps BEFORE UPDATE ON participant_code
BEGIN SELECT RAISE(ABORT, 'a code is given once'); END;

CREATE TRIGGER participant_code_stays BEFORE DELETE ON participant_code
WHEN NOT EXISTS (SELECT 1 FROM released r WHERE r.participant_id = OLD.participant_id)
BEGIN SELECT RAISE(ABORT, 'a code is given once'); END;

CREATE TRIGGER participant_counted AFTER INSERT ON participant
BEGIN UPDATE counter SET value = value + 1 WHERE name = 'participant'; END;

CREATE TRIGGER participant_real BEFORE UPDATE OF demonstration ON participant
WHEN NEW.demonstration <> OLD.demonstration
BEGIN SELECT RAISE(ABORT, 'nobody becomes or ceases to be a demonstration'); END;

CREATE TRIGGER participant_stays BEFORE DELETE ON participant
WHEN NOT EXISTS (SELECT 1 FROM released r WHERE r.participant_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'a participant never goes'); END;

CREATE TRIGGER participant_uncounted AFTER DELETE ON participant
BEGIN UPDATE counter SET value = value - 1 WHERE name = 'participant'; END;

CREATE TRIGGER practice_closed BEFORE UPDATE ON practice
WHEN (SELECT state FROM session WHERE id = NEW.session_id) IN ('finalised', 'abandoned')
  AND NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'the session is closed'); END;

CREATE TRIGGER practice_late BEFORE INSERT ON practice
WHEN (SELECT state FROM session WHERE id = NEW.session_id) IN ('finalised', 'abandoned')
BEGIN SELECT RAISE(ABORT, 'the session is closed'); END;

CREATE TRIGGER practice_stays BEFORE DELETE ON practice
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'how the practice went never goes'); END;

CREATE TRIGGER response_keeps BEFORE UPDATE ON response
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a response never changes'); END;

CREATE TRIGGER response_late BEFORE INSERT ON response
WHEN (SELECT state FROM session WHERE id = NEW.session_id) IN ('finalised', 'abandoned')
BEGIN SELECT RAISE(ABORT, 'the session is closed'); END;

CREATE TRIGGER response_needs_basis BEFORE INSERT ON response
WHEN coalesce((SELECT basis FROM consent WHERE session_id = NEW.session_id ORDER BY revision DESC LIMIT 1), '')
  NOT IN ('consent', 'paper', 'guardian', 'legal_duty')
BEGIN SELECT RAISE(ABORT, 'no basis to take an answer'); END;

CREATE TRIGGER response_stays BEFORE DELETE ON response
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a response never goes'); END;

CREATE TRIGGER result_keeps BEFORE UPDATE ON result
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a result never changes'); END;

CREATE TRIGGER result_stays BEFORE DELETE ON result
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a result never goes'); END;

CREATE TRIGGER session_closed BEFORE UPDATE ON session
WHEN OLD.state IN ('finalised', 'abandoned') AND NOT EXISTS (SELECT 1 FROM released r WHERE r.participant_id = OLD.participant_id)
BEGIN SELECT RAISE(ABORT, 'the session is closed'); END;

CREATE TRIGGER session_pinned BEFORE UPDATE OF id, participant_id, instrument_id, instrument_version,
  instrument_hash, norm_version, norm_hash, seed, total, created_at ON session
WHEN NOT EXISTS (SELECT 1 FROM released r WHERE r.participant_id = OLD.participant_id)
BEGIN SELECT RAISE(ABORT, 'what a session pinned never changes'); END;

CREATE TRIGGER session_stays BEFORE DELETE ON session
WHEN NOT EXISTS (SELECT 1 FROM released r WHERE r.participant_id = OLD.participant_id)
BEGIN SELECT RAISE(ABORT, 'a session never goes'); END;

CREATE TRIGGER visit_closed BEFORE UPDATE ON visit
WHEN (SELECT state FROM session WHERE id = NEW.session_id) IN ('finalised', 'abandoned')
  AND NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'the session is closed'); END;

CREATE TRIGGER visit_late BEFORE INSERT ON visit
WHEN (SELECT state FROM session WHERE id = NEW.session_id) IN ('finalised', 'abandoned')
BEGIN SELECT RAISE(ABORT, 'the session is closed'); END;

CREATE TRIGGER visit_stays BEFORE DELETE ON visit
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a visit never goes'); END;

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

-- user_version 11
