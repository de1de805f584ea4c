-- People can be erased, and their results kept without them. What must never
-- change still cannot, but for the rows of one person whose id stands in
-- released, and only until the end of that transaction: the row refers to one
-- that never exists, so a commit with it fails.

CREATE TABLE nowhere (id INTEGER NOT NULL PRIMARY KEY CHECK (0)) STRICT;

CREATE TABLE released (
  participant_id TEXT    NOT NULL PRIMARY KEY,
  until          INTEGER NOT NULL DEFAULT 1 REFERENCES nowhere (id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TRIGGER participant_stays BEFORE DELETE ON participant
WHEN NOT EXISTS (SELECT 1 FROM released r WHERE r.participant_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'a participant never goes'); END;

DROP TRIGGER participant_code_stays;
CREATE TRIGGER participant_code_stays BEFORE DELETE ON participant_code
WHEN NOT EXISTS (SELECT 1 FROM released r WHERE r.participant_id = OLD.participant_id)
BEGIN SELECT RAISE(ABORT, 'a code is given once'); END;

DROP TRIGGER session_closed;
CREATE TRIGGER session_closed BEFORE UPDATE ON session
WHEN OLD.state IN ('finalised', 'abandoned') AND NOT EXISTS (SELECT 1 FROM released r WHERE r.participant_id = OLD.participant_id)
BEGIN SELECT RAISE(ABORT, 'the session is closed'); END;

DROP TRIGGER session_pinned;
CREATE TRIGGER session_pinned BEFORE UPDATE OF id, participant_id, instrument_id, instrument_version,
  instrument_hash, norm_version, norm_hash, seed, total, created_at ON session
WHEN NOT EXISTS (SELECT 1 FROM released r WHERE r.participant_id = OLD.participant_id)
BEGIN SELECT RAISE(ABORT, 'what a session pinned never changes'); END;

DROP TRIGGER session_stays;
CREATE TRIGGER session_stays BEFORE DELETE ON session
WHEN NOT EXISTS (SELECT 1 FROM released r WHERE r.participant_id = OLD.participant_id)
BEGIN SELECT RAISE(ABORT, 'a session never goes'); END;

DROP TRIGGER response_keeps;
CREATE TRIGGER response_keeps BEFORE UPDATE ON response
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a response never changes'); END;

DROP TRIGGER response_stays;
CREATE TRIGGER response_stays BEFORE DELETE ON response
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a response never goes'); END;

DROP TRIGGER result_keeps;
CREATE TRIGGER result_keeps BEFORE UPDATE ON result
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a result never changes'); END;

DROP TRIGGER result_stays;
CREATE TRIGGER result_stays BEFORE DELETE ON result
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a result never goes'); END;

DROP TRIGGER norm_choice_keeps;
CREATE TRIGGER norm_choice_keeps BEFORE UPDATE ON norm_choice
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a choice never changes'); END;

DROP TRIGGER norm_choice_stays;
CREATE TRIGGER norm_choice_stays BEFORE DELETE ON norm_choice
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a choice never goes'); END;

DROP TRIGGER consent_keeps;
CREATE TRIGGER consent_keeps BEFORE UPDATE ON consent
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a basis never changes'); END;

DROP TRIGGER consent_stays;
CREATE TRIGGER consent_stays BEFORE DELETE ON consent
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a basis never goes'); END;

DROP TRIGGER event_keeps;
CREATE TRIGGER event_keeps BEFORE UPDATE ON event
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'an event never changes'); END;

DROP TRIGGER event_stays;
CREATE TRIGGER event_stays BEFORE DELETE ON event
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'an event never goes'); END;

DROP TRIGGER arranged_later_keeps;
CREATE TRIGGER arranged_later_keeps BEFORE UPDATE ON arranged_later
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'what was arranged never changes'); END;

DROP TRIGGER arranged_later_stays;
CREATE TRIGGER arranged_later_stays BEFORE DELETE ON arranged_later
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'what was arranged never goes'); END;

DROP TRIGGER practice_closed;
CREATE TRIGGER practice_closed BEFORE UPDATE ON practice
WHEN (SELECT state FROM session WHERE id = NEW.session_id) IN ('finalised', 'abandoned')
  AND NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'the session is closed'); END;

DROP TRIGGER practice_stays;
CREATE TRIGGER practice_stays BEFORE DELETE ON practice
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'how the practice went never goes'); END;

DROP TRIGGER visit_closed;
CREATE TRIGGER visit_closed BEFORE UPDATE ON visit
WHEN (SELECT state FROM session WHERE id = NEW.session_id) IN ('finalised', 'abandoned')
  AND NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'the session is closed'); END;

DROP TRIGGER visit_stays;
CREATE TRIGGER visit_stays BEFORE DELETE ON visit
WHEN NOT EXISTS (SELECT 1 FROM session s JOIN released r ON r.participant_id = s.participant_id WHERE s.id = OLD.session_id)
BEGIN SELECT RAISE(ABORT, 'a visit never goes'); END;

-- What the log says of a person can go with the person; its entry stays.
CREATE TRIGGER audit_body_stays BEFORE DELETE ON audit_body
WHEN NOT EXISTS (SELECT 1 FROM released r WHERE r.participant_id = OLD.participant_id)
BEGIN SELECT RAISE(ABORT, 'what an entry says never goes'); END;
