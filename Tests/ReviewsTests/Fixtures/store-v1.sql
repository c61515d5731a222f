PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('v1');
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
INSERT INTO schedulers VALUES(1,'FSRS-6','[0.212,1.2931,2.3065,8.2956,6.4133,0.8334,3.0194,0.001,1.8722,0.1666,0.796,1.4835,0.0614,0.2629,1.6483,0.6014,1.8729,0.5425,0.0912,0.0658,0.1542]',0.9000000000000000222,'[60.0,600.0]','[600.0]',36500,0);
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
INSERT INTO cards VALUES('a1','pare','a','1',NULL,NULL,NULL,1735732800000,1735732800000,2,NULL,8.2956000000000003069,1.0,1736395200000,20097,1735732800000,20089,1,0,NULL,NULL,0,0);
INSERT INTO cards VALUES('a2','pare','a','1',NULL,NULL,NULL,1735732800000,1735732800000,1,1,2.3065000000000002167,2.1181039704590158834,1735733400000,20089,1735732800000,20089,1,0,NULL,NULL,0,0);
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
INSERT INTO log VALUES(1,'BA578DA7-C78D-4897-AAF3-5F0E617BE061','answer','a1',1735732800000,'GMT',20089,4,0,1,NULL,NULL,NULL,'{"due_day":20089,"due_ms":1735732800000,"introduced_ms":1735732800000,"lapses":0,"reviews":0,"state":1,"step":0}','{"answered_day":20089,"answered_ms":1735732800000,"difficulty":1,"due_day":20097,"due_ms":1736395200000,"introduced_ms":1735732800000,"lapses":0,"reviews":1,"stability":8.2956,"state":2}');
INSERT INTO log VALUES(2,'C9F2B37E-78F7-452E-B835-D6B1AE50B9AA','answer','a2',1735732800000,'GMT',20089,3,0,1,NULL,NULL,NULL,'{"due_day":20089,"due_ms":1735732800000,"introduced_ms":1735732800000,"lapses":0,"reviews":0,"state":1,"step":0}','{"answered_day":20089,"answered_ms":1735732800000,"difficulty":2.118103970459016,"due_day":20089,"due_ms":1735733400000,"introduced_ms":1735732800000,"lapses":0,"reviews":1,"stability":2.3065,"state":1,"step":1}');
INSERT INTO log VALUES(3,'12B116C7-5B19-46A8-B282-39F27EB0BE0F','answer','a2',1735819200000,'GMT',20090,1,1,1,NULL,NULL,NULL,'{"answered_day":20089,"answered_ms":1735732800000,"difficulty":2.118103970459016,"due_day":20089,"due_ms":1735733400000,"introduced_ms":1735732800000,"lapses":0,"reviews":1,"stability":2.3065,"state":1,"step":1}','{"answered_day":20090,"answered_ms":1735819200000,"difficulty":7.394502741279718,"due_day":20090,"due_ms":1735819260000,"introduced_ms":1735732800000,"lapses":0,"reviews":2,"stability":0.5712991793450282,"state":1,"step":0}');
CREATE TABLE undos (
  log INTEGER PRIMARY KEY REFERENCES log (seq),
  time_ms INTEGER NOT NULL,
  zone TEXT NOT NULL CHECK (zone <> '')
) STRICT;
INSERT INTO undos VALUES(3,1735819200000,'GMT');
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
CREATE TABLE hints (
  exercise TEXT NOT NULL PRIMARY KEY CHECK (exercise <> ''),
  shown INTEGER NOT NULL DEFAULT 0 CHECK (shown >= 0),
  solution_requests INTEGER NOT NULL DEFAULT 0 CHECK (solution_requests >= 0)
) STRICT;
CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY CHECK (key <> ''),
  value TEXT NOT NULL
) STRICT;
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('log',3);
CREATE INDEX cards_by_lesson ON cards (lesson);
CREATE INDEX log_by_card ON log (card, seq);
CREATE INDEX log_by_day ON log (day);
CREATE VIEW kept_log AS
  SELECT * FROM log WHERE NOT EXISTS (SELECT 1 FROM undos WHERE undos.log = log.seq);
CREATE TRIGGER log_keeps_rows BEFORE UPDATE ON log
  BEGIN SELECT RAISE(ABORT, 'the log of answers is append-only'); END;
CREATE TRIGGER log_loses_no_row BEFORE DELETE ON log
  BEGIN SELECT RAISE(ABORT, 'the log of answers is append-only'); END;
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
CREATE INDEX attempts_by_exercise ON attempts (exercise, time_ms);
CREATE TRIGGER attempts_keep_rows BEFORE UPDATE ON attempts
  BEGIN SELECT RAISE(ABORT, 'the history of attempts is append-only'); END;
CREATE TRIGGER attempts_lose_no_row BEFORE DELETE ON attempts
  BEGIN SELECT RAISE(ABORT, 'the history of attempts is append-only'); END;
COMMIT;
