-- People who do not exist, made to show what the program does.

ALTER TABLE participant ADD COLUMN demonstration INTEGER NOT NULL DEFAULT 0 CHECK (demonstration IN (0, 1));
CREATE INDEX participant_demonstration ON participant (id) WHERE demonstration = 1;

CREATE TRIGGER participant_real BEFORE UPDATE OF demonstration ON participant
WHEN NEW.demonstration <> OLD.demonstration
BEGIN SELECT RAISE(ABORT, 'nobody becomes or ceases to be a demonstration'); END;
