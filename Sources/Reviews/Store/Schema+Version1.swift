extension Schema {
  /// Times are UTC milliseconds since 1970; days are days since 1970-01-01 on the learner's wall
  /// calendar, beginning at four in the morning.
  ///
  /// `log` is the truth and `cards` is computed from it. A row of the log keeps the card as it
  /// was before and after, so that an answer is also its own undo; a row of `undos` takes an
  /// answer back without touching it.
  static let version1 = """
    PRAGMA application_id = 0x50415245;

    CREATE TABLE schedulers (
      id INTEGER PRIMARY KEY,
      version TEXT NOT NULL,
      weights TEXT NOT NULL CHECK (json_valid(weights) AND json_array_length(weights) = 21),
      desired_retention REAL NOT NULL CHECK (desired_retention > 0 AND desired_retention < 1),
      learning_steps TEXT NOT NULL CHECK (json_valid(learning_steps)),
      relearning_steps TEXT NOT NULL CHECK (json_valid(relearning_steps)),
      maximum_interval INTEGER NOT NULL CHECK (maximum_interval >= 1),
      fuzz INTEGER NOT NULL CHECK (fuzz IN (0, 1)),
      UNIQUE (version, weights, desired_retention, learning_steps, relearning_steps,
        maximum_interval, fuzz)
    ) STRICT;

    CREATE TABLE cards (
      id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
      course TEXT NOT NULL,
      lesson TEXT NOT NULL,
      revision TEXT NOT NULL,
      answer_revision TEXT,
      pending_answer_revision TEXT,
      plan_days INTEGER CHECK (plan_days >= 0),
      added_ms INTEGER NOT NULL,
      introduced_ms INTEGER,
      state INTEGER NOT NULL DEFAULT 1 CHECK (state IN (1, 2, 3)),
      step INTEGER DEFAULT 0 CHECK (step >= 0),
      stability REAL CHECK (stability >= 0.001),
      difficulty REAL CHECK (difficulty BETWEEN 1 AND 10),
      due_ms INTEGER,
      due_day INTEGER,
      answered_ms INTEGER,
      answered_day INTEGER,
      reviews INTEGER NOT NULL DEFAULT 0 CHECK (reviews >= 0),
      lapses INTEGER NOT NULL DEFAULT 0 CHECK (lapses BETWEEN 0 AND reviews),
      sooner_day INTEGER,
      buried_until_day INTEGER,
      suspended INTEGER NOT NULL DEFAULT 0 CHECK (suspended IN (0, 1)),
      orphaned INTEGER NOT NULL DEFAULT 0 CHECK (orphaned IN (0, 1)),
      CHECK ((state = 2) = (step IS NULL)),
      CHECK (state = 1 OR stability IS NOT NULL),
      CHECK ((stability IS NULL) = (difficulty IS NULL)),
      CHECK ((stability IS NULL) = (answered_ms IS NULL)),
      CHECK ((stability IS NULL) = (answered_day IS NULL)),
      CHECK ((stability IS NULL) = (reviews = 0)),
      CHECK ((introduced_ms IS NULL) = (due_ms IS NULL)),
      CHECK ((introduced_ms IS NULL) = (due_day IS NULL))
    ) STRICT;
    CREATE INDEX cards_by_lesson ON cards (lesson);

    CREATE TABLE log (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
      kind TEXT NOT NULL CHECK (kind IN ('answer', 'reset')),
      card TEXT NOT NULL REFERENCES cards (id),
      time_ms INTEGER NOT NULL,
      zone TEXT NOT NULL CHECK (zone <> ''),
      day INTEGER NOT NULL,
      grade INTEGER CHECK (grade BETWEEN 1 AND 4),
      elapsed_days INTEGER CHECK (elapsed_days >= 0),
      scheduler INTEGER REFERENCES schedulers (id),
      duration_ms INTEGER CHECK (duration_ms >= 0),
      typed TEXT,
      correct INTEGER CHECK (correct IN (0, 1)),
      before TEXT NOT NULL CHECK (json_valid(before)),
      after TEXT NOT NULL CHECK (json_valid(after)),
      CHECK ((kind = 'answer') = (grade IS NOT NULL)),
      CHECK ((kind = 'answer') = (elapsed_days IS NOT NULL)),
      CHECK ((kind = 'answer') = (scheduler IS NOT NULL))
    ) STRICT;
    CREATE INDEX log_by_card ON log (card, seq);
    CREATE INDEX log_by_day ON log (day);

    CREATE TABLE undos (
      log INTEGER PRIMARY KEY REFERENCES log (seq),
      time_ms INTEGER NOT NULL,
      zone TEXT NOT NULL CHECK (zone <> '')
    ) STRICT;

    CREATE VIEW kept_log AS
      SELECT * FROM log WHERE NOT EXISTS (SELECT 1 FROM undos WHERE undos.log = log.seq);

    CREATE TRIGGER log_keeps_rows BEFORE UPDATE ON log
      BEGIN SELECT RAISE(ABORT, 'the log of answers is append-only'); END;
    CREATE TRIGGER log_loses_no_row BEFORE DELETE ON log
      BEGIN SELECT RAISE(ABORT, 'the log of answers is append-only'); END;
    -- INSERT OR REPLACE deletes without asking the triggers for deletion.
    CREATE TRIGGER log_replaces_no_row BEFORE INSERT ON log
      WHEN EXISTS (SELECT 1 FROM log WHERE seq = NEW.seq OR uuid = NEW.uuid)
      BEGIN SELECT RAISE(ABORT, 'the log of answers is append-only'); END;
    CREATE TRIGGER undos_keep_rows BEFORE UPDATE ON undos
      BEGIN SELECT RAISE(ABORT, 'the log of undone answers is append-only'); END;
    CREATE TRIGGER undos_lose_no_row BEFORE DELETE ON undos
      BEGIN SELECT RAISE(ABORT, 'the log of undone answers is append-only'); END;
    CREATE TRIGGER undos_replace_no_row BEFORE INSERT ON undos
      WHEN EXISTS (SELECT 1 FROM undos WHERE log = NEW.log)
      BEGIN SELECT RAISE(ABORT, 'the log of undone answers is append-only'); END;
    CREATE TRIGGER schedulers_keep_rows BEFORE UPDATE ON schedulers
      BEGIN SELECT RAISE(ABORT, 'schedulers that answers refer to stay as they are'); END;

    CREATE TABLE progress (
      lesson TEXT NOT NULL CHECK (lesson <> ''),
      step TEXT NOT NULL,
      finished_ms INTEGER NOT NULL,
      PRIMARY KEY (lesson, step)
    ) STRICT;

    CREATE TABLE attempts (
      id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
      exercise TEXT NOT NULL CHECK (exercise <> ''),
      time_ms INTEGER NOT NULL,
      outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'failed', 'undecided')),
      points REAL NOT NULL CHECK (points >= 0),
      maximum_points REAL NOT NULL CHECK (maximum_points >= points),
      verdict TEXT NOT NULL CHECK (json_valid(verdict)),
      source TEXT NOT NULL,
      course TEXT NOT NULL,
      program_version TEXT NOT NULL,
      submitted INTEGER NOT NULL CHECK (submitted IN (0, 1))
    ) STRICT;
    CREATE INDEX attempts_by_exercise ON attempts (exercise, time_ms);
    CREATE TRIGGER attempts_keep_rows BEFORE UPDATE ON attempts
      BEGIN SELECT RAISE(ABORT, 'the history of attempts is append-only'); END;
    CREATE TRIGGER attempts_lose_no_row BEFORE DELETE ON attempts
      BEGIN SELECT RAISE(ABORT, 'the history of attempts is append-only'); END;

    CREATE TABLE hints (
      exercise TEXT NOT NULL PRIMARY KEY CHECK (exercise <> ''),
      shown INTEGER NOT NULL DEFAULT 0 CHECK (shown >= 0),
      solution_requests INTEGER NOT NULL DEFAULT 0 CHECK (solution_requests >= 0)
    ) STRICT;

    CREATE TABLE settings (
      key TEXT NOT NULL PRIMARY KEY CHECK (key <> ''),
      value TEXT NOT NULL
    ) STRICT;
    """
}
