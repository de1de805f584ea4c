-- The counsellor's choices of a norm group for one result: every revision,
-- '' follows the rule. They change no result; the last one counts for reading.

CREATE TABLE norm_choice (
  session_id TEXT    NOT NULL REFERENCES session (id),
  revision   INTEGER NOT NULL CHECK (revision > 0),
  norm_group TEXT    NOT NULL,
  chosen_at  INTEGER NOT NULL,
  PRIMARY KEY (session_id, revision)
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
