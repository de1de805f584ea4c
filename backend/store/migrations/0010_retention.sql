-- Who stands for results without a person is nobody whose data come due.

ALTER TABLE participant ADD COLUMN anonymous INTEGER NOT NULL DEFAULT 0 CHECK (anonymous IN (0, 1));
