-- The log of acts: a leaf that stays for ever, hashed into a Merkle tree, and a
-- body that can be erased with the person whom it is about.

-- digest commits to the body with its salt. hashes are those of the tree that
-- belong to this entry, 32 bytes each: its own, then those of the subtrees that
-- it completes.
CREATE TABLE audit (
  number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
  at     INTEGER NOT NULL,
  act    TEXT    NOT NULL CHECK (act <> ''),
  actor  TEXT    NOT NULL CHECK (actor <> ''),
  digest BLOB    NOT NULL CHECK (length(digest) = 32),
  hashes BLOB    NOT NULL CHECK (length(hashes) > 0 AND length(hashes) % 32 = 0)
) STRICT;

CREATE TRIGGER audit_in_turn BEFORE INSERT ON audit
WHEN NEW.number <> 1 + coalesce((SELECT max(number) FROM audit), 0)
BEGIN SELECT RAISE(ABORT, 'entries follow each other'); END;

CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END;

CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'an entry never goes'); END;

-- body is a JSON object of codes and names of fields.
CREATE TABLE audit_body (
  number         INTEGER NOT NULL PRIMARY KEY REFERENCES audit (number),
  salt           BLOB    NOT NULL CHECK (length(salt) = 16),
  session_id     TEXT    REFERENCES session (id),
  participant_id TEXT    REFERENCES participant (id),
  body           TEXT    NOT NULL CHECK (json_valid(body))
) STRICT;

CREATE INDEX audit_body_by_participant ON audit_body (participant_id, number) WHERE participant_id IS NOT NULL;

CREATE TRIGGER audit_body_keeps BEFORE UPDATE ON audit_body
BEGIN SELECT RAISE(ABORT, 'what an entry says never changes'); END;

-- Heads of the log, signed while the keys were there.
CREATE TABLE audit_checkpoint (
  number INTEGER NOT NULL PRIMARY KEY REFERENCES audit (number),
  note   TEXT    NOT NULL
) STRICT;

CREATE TRIGGER audit_checkpoint_keeps BEFORE UPDATE ON audit_checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint never changes'); END;

CREATE TRIGGER audit_checkpoint_stays BEFORE DELETE ON audit_checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint never goes'); END;
