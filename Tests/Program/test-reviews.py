#!/usr/bin/env python3
"""Questions are kept, asked again when they are due, and never lost."""
import json
import random
import signal
import sqlite3
import threading
import unittest

from harness import ROOT, Conversation, ProgramTest, lesson, plain_answer, words

START = "2026-05-04T18:00:00Z"
NEXT_DAY = "2026-05-05T18:00:00Z"
DAY_AFTER = "2026-05-06T18:00:00Z"

QUESTIONS = lesson().questions()
KEPT = "Kept as"


def answers(count=None, right=True):
    """A line for each question of the lesson."""
    return "".join(
        plain_answer(kind, answer, right) + "\n" for _, kind, answer in QUESTIONS[:count])


class Quiz(ProgramTest):
    def quiz(self, input, **more):
        done = self.home.run("quiz", "inference", "--plain", input=input, **more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def kept(self):
        return [card for card, in self.home.query("SELECT card FROM kept_log ORDER BY seq")]

    def assert_verified(self):
        done = self.home.run("memory", "verify")
        self.assert_ends(done, 0, "every card agrees with its history")

    def test_a_quiz_from_a_pipe_keeps_each_answer(self):
        done = self.quiz(answers())
        self.assertEqual(self.kept(), [id for id, _, _ in QUESTIONS])
        self.assertEqual(done.stdout.count(KEPT), len(QUESTIONS))
        self.assertNotIn("\x1b", done.stdout)
        self.assertIn(f"{len(QUESTIONS)} answered", done.stdout)
        self.assert_verified()

    def test_a_quiz_tells_the_right_answer_and_why(self):
        done = self.quiz("?\n[9.0]\n")
        self.assertIn("Not yet.", done.stdout)
        self.assertIn("You answered: [9.0]", done.stdout)
        self.assertIn("Divide by 255 and nothing else", words(done.stdout))
        self.assertIn("[0.0, 1.0]", done.stdout)
        self.assertIn("Only afterwards does the 0 become a Float", words(done.stdout))

    def test_what_is_typed_is_kept_as_it_was_typed(self):
        self.quiz("?\n[0.0, 1.0]\n")
        rows = self.home.query("SELECT typed, correct, grade FROM log ORDER BY seq")
        self.assertEqual(rows, [("?", 0, 1), ("[0.0, 1.0]", 1, 3)])

    def test_a_line_that_is_no_answer_is_explained_and_counts_as_not_known(self):
        done = self.quiz("seven\n\n1\n")
        self.assertIn('no choice "seven"', done.stdout)
        self.assertEqual(len(self.kept()), 3)

    def test_the_same_line_without_end_comes_to_an_end(self):
        done = self.quiz("1\n" * 1000)
        self.assertEqual(len(self.kept()), len(QUESTIONS))
        self.assertIn(f"{len(QUESTIONS)} answered", done.stdout)

    def test_the_end_of_the_input_stops_the_quiz_with_nothing_lost(self):
        done = self.quiz(answers(5))
        self.assertEqual(len(self.kept()), 5)
        self.assertIn("5 answered", done.stdout)
        self.assert_verified()

    def test_an_answer_without_a_newline_at_the_end_of_the_input_counts(self):
        self.quiz("?")
        self.assertEqual(len(self.kept()), 1)

    def test_q_stops_and_u_takes_back_in_a_pipe(self):
        self.quiz("?\n?\n:u\n:q\n?\n")
        self.assertEqual(self.kept(), [QUESTIONS[0][0]])
        self.assertEqual(self.home.query("SELECT count(*) FROM log"), [(2,)])

    def test_no_input_asks_for_nothing(self):
        done = self.home.run("quiz", "inference", "--no-input", input=answers())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.kept(), [])

    # What is due

    def due(self, now):
        listing = self.home.json("review", PARE_NOW=now)
        self.assertEqual(listing["schema"], "pare.review/1")
        return [question["id"] for question in listing["due"]]

    def review(self, now, right):
        """Answers what is due, each question by its kind; answers the cards that were asked."""
        before = self.home.query("SELECT coalesce(max(seq), 0) FROM log")[0][0]
        lines = {id: plain_answer(kind, answer, right(id)) for id, kind, answer in QUESTIONS}
        due = self.due(now)
        input = "".join(lines[id] + "\n" for id in due) + "?\n" * 10
        done = self.home.run("review", "--plain", input=input, PARE_NOW=now)
        self.assertEqual(done.returncode, 0, done.stderr)
        return due, [
            card for card, in
            self.home.query("SELECT card FROM log WHERE seq > ? ORDER BY seq", before)]

    def test_a_day_later_review_asks_exactly_what_is_due(self):
        self.quiz(answers(12), PARE_NOW=START)
        self.assertEqual(self.due(START), [])
        due, asked = self.review(NEXT_DAY, right=lambda _: True)
        self.assertEqual(sorted(due), sorted(id for id, _, _ in QUESTIONS[:12]))
        self.assertEqual(asked, due)
        self.assertEqual(self.due(NEXT_DAY), [])
        again = [card for card, in self.home.query(
            "SELECT card FROM log WHERE grade = 1 AND seq > 12")]
        self.assertTrue(0 < len(again) < 12, "some were right and some were not")
        # What was right twice stays away for more than a day; what was forgotten on either day,
        # and nothing else, is back.
        shaky = [card for card, in self.home.query(
            "SELECT card FROM log WHERE grade = 1 AND seq <= 12")]
        self.assertTrue(0 < len(shaky) < 12, "some were right on the first day and some were not")
        due, asked = self.review(DAY_AFTER, right=lambda _: True)
        self.assertEqual(set(due), set(again) | set(shaky))
        self.assertLess(len(due), 12)
        self.assertEqual(asked, due)
        self.assert_verified()

    def test_status_says_how_many_are_due_and_writes_nothing(self):
        self.assert_ends(self.home.run("status", "--short"), 1)
        self.assertFalse(self.home.store.parent.exists(), "a question made a store")
        self.quiz(answers(3), PARE_NOW=START)
        before = self.home.store.read_bytes()
        done = self.home.run("status", "--short", PARE_NOW=NEXT_DAY)
        self.assert_ends(done, 0)
        self.assertEqual(done.stdout, "3\n")
        self.assert_ends(self.home.run("status", "--short", PARE_NOW=START), 1)
        self.assertEqual(self.home.store.read_bytes(), before)

    def test_pare_alone_says_that_reviews_are_due_and_names_the_command(self):
        self.quiz(answers(3), PARE_NOW=START)
        done = self.home.run(PARE_NOW=NEXT_DAY)
        self.assert_ends(done, 0, "3 questions due now", "pare review")

    def test_review_with_nothing_due_says_when_the_next_comes(self):
        self.assert_ends(self.home.run("review"), 0, "Nothing is due", "pare quiz")
        self.quiz(answers(1), PARE_NOW=START)
        self.assert_ends(
            self.home.run("review", PARE_NOW=START), 0, "Nothing is due. The next question comes in")

    def test_a_clock_that_went_back_is_said_and_harms_nothing(self):
        self.quiz(answers(2), PARE_NOW=NEXT_DAY)
        done = self.quiz(answers(1), PARE_NOW=START)
        self.assertIn("clock stands earlier", words(done.stdout))
        self.assert_verified()

    # Undo

    def test_undo_takes_back_several_answers_across_restarts(self):
        self.quiz(answers(5))
        asked = [id for id, _, _ in QUESTIONS[:5]]
        for left in (4, 3, 2, 1, 0):
            done = self.home.run("memory", "undo")
            self.assert_ends(done, 0, "Taken back: the answer to", asked[left])
            self.assertEqual(self.kept(), asked[:left])
            self.assert_verified()
        self.assert_ends(self.home.run("memory", "undo"), 0, "no answer to take back")
        self.assertEqual(
            self.home.query("SELECT count(*) FROM log"), [(5,)], "the log is append-only")

    def test_an_answer_after_an_undo_counts_from_the_state_before(self):
        self.quiz("?\n", PARE_NOW=START)
        self.home.run("memory", "undo", PARE_NOW=START)
        self.quiz(answers(2), PARE_NOW=START)
        states = self.home.query("SELECT reviews FROM cards WHERE reviews > 0")
        self.assertEqual(states, [(1,), (1,)])
        self.assert_verified()

    # Trouble

    def test_what_was_acknowledged_survives_kill_9(self):
        randomness = random.Random(20260504)
        before = 0
        for attempt in range(15):
            process = self.home.start("quiz", "inference", "--plain")
            talk = Conversation(process)
            told = randomness.randrange(0, 8)
            for index in range(told):
                talk.say(plain_answer(*QUESTIONS[index][1:]))
                self.assertTrue(talk.wait(KEPT, times=index + 1), talk.seen)
            # Then the kill: before the next answer, with it, or somewhere in its feedback.
            moment = randomness.randrange(3)
            if moment > 0:
                talk.say(plain_answer(*QUESTIONS[told][1:]))
            if moment > 1:
                for _ in range(randomness.randrange(1, 40)):
                    talk.read(randomness.randrange(1, 16))
            process.send_signal(signal.SIGKILL)
            talk.rest()
            talk.end()
            acknowledged = talk.seen.count(KEPT)
            with self.subTest(attempt=attempt, told=told, moment=moment):
                self.assertGreaterEqual(acknowledged, told)
                rows = self.home.query("SELECT card FROM log WHERE seq > ? ORDER BY seq", before)
                cards = [card for card, in rows]
                # The last answer is there or it is not; all before it are there once, in order.
                self.assertIn(len(cards), (acknowledged, acknowledged + 1))
                self.assertEqual(cards, [id for id, _, _ in QUESTIONS[:len(cards)]])
                before += len(cards)
                self.assert_verified()
        self.assertEqual(
            self.home.query("SELECT count(*), count(DISTINCT uuid) FROM log"), [(before, before)])

    def test_two_quizzes_at_once_lose_no_answer(self):
        done = {}

        def take(name):
            done[name] = self.home.run("quiz", "inference", "--plain", input=answers())

        threads = [threading.Thread(target=take, args=[name]) for name in ("one", "two")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for name, result in done.items():
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual(result.stdout.count(KEPT), len(QUESTIONS), name)
        rows = self.home.query("SELECT card, count(*) FROM kept_log GROUP BY card")
        self.assertEqual(dict(rows), {id: 2 for id, _, _ in QUESTIONS})
        self.assert_verified()

    def test_two_reviews_at_once_lose_no_answer(self):
        self.quiz(answers(10), PARE_NOW=START)
        lines = {id: plain_answer(kind, answer) for id, kind, answer in QUESTIONS}
        due = self.due(NEXT_DAY)
        talks = [
            Conversation(self.home.start("review", "--plain", PARE_NOW=NEXT_DAY)) for _ in range(2)]
        for number, card in enumerate(due, 1):
            # Both ask before either is answered: a review that began later would have less to ask.
            for talk in talks:
                self.assertTrue(talk.wait(f"Question {number} of"), talk.seen)
            for talk in talks:
                talk.say(lines[card])
        for talk in talks:
            talk.process.stdin.close()
            talk.rest()
            self.assertEqual(talk.seen.count(KEPT), len(due))
            talk.process.wait(timeout=20)
            self.assertEqual(talk.process.returncode, 0)
            talk.process.stdout.close()
            talk.process.stderr.close()
        rows = self.home.query("SELECT card, count(*) FROM kept_log WHERE seq > 10 GROUP BY card")
        self.assertEqual(dict(rows), {card: 2 for card in due})
        self.assert_verified()

    def test_readers_read_while_a_quiz_waits_for_an_answer(self):
        self.quiz(answers(1), PARE_NOW=START)
        talk = Conversation(self.home.start("quiz", "inference", "--plain"))
        self.assertTrue(talk.wait("Question 1 of"))
        self.assert_ends(self.home.run("status", "--short", PARE_NOW=NEXT_DAY), 0)
        self.assert_ends(self.home.run("list"), 0)
        talk.process.stdin.close()
        talk.rest()
        talk.process.wait(timeout=20)
        talk.process.stdout.close()
        talk.process.stderr.close()

    def test_repair_mends_a_state_that_disagrees_with_its_history(self):
        self.quiz(answers(3))
        database = sqlite3.connect(self.home.store)
        database.execute("UPDATE cards SET stability = stability + 1 WHERE reviews > 0")
        database.commit()
        database.close()
        done = self.home.run("memory", "verify")
        self.assert_ends(done, 65, QUESTIONS[0][0], "pare memory repair")
        self.assert_ends(self.home.run("memory", "repair"), 0, "Computed anew", QUESTIONS[0][0])
        self.assert_verified()


class Replay(ProgramTest):
    VECTORS = ROOT / "Tests" / "ReviewsTests" / "Fixtures" / "fsrs6_vectors.json"

    def test_replay_agrees_with_the_reference_on_every_sequence(self):
        done = self.home.run("memory", "replay", self.VECTORS)
        self.assertEqual(done.returncode, 0, done.stderr)
        answer = json.loads(done.stdout)
        self.assertEqual(answer["schema"], "pare.replay/1")
        expected = json.loads(self.VECTORS.read_text())["sequences"]
        self.assertEqual(len(expected), 256)
        self.assertEqual([s["id"] for s in answer["sequences"]], [s["id"] for s in expected])
        for ours, reference in zip(answer["sequences"], expected):
            self.assertEqual(len(ours["steps"]), len(reference["steps"]))
            for index, (step, right) in enumerate(zip(ours["steps"], reference["steps"])):
                place = f"sequence {reference['id']}, step {index}"
                for field in ("state", "step", "interval_s", "due"):
                    self.assertEqual(step[field], right[field], f"{place}: {field}")
                for field in ("stability", "difficulty"):
                    self.assertLessEqual(
                        abs(step[field] - right[field]), 1e-12 * abs(right[field]),
                        f"{place}: {field}")

    def test_replay_reads_standard_input(self):
        done = self.home.run("memory", "replay", "-", input=self.VECTORS.read_text())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(json.loads(done.stdout)["sequences"]), 256)

    def test_replay_names_what_is_wrong_with_its_file(self):
        self.assert_ends(self.home.run("memory", "replay", "none.json"), 66, "none.json")
        self.assert_ends(self.home.run("memory", "replay", "-", input="{"), 65)
        document = json.loads(self.VECTORS.read_text())
        document["sequences"] = document["sequences"][:2]
        document["sequences"][1]["steps"][0]["rating"] = 7
        done = self.home.run("memory", "replay", "-", input=json.dumps(document))
        self.assert_ends(done, 65, "rating", str(document["sequences"][1]["id"]))


if __name__ == "__main__":
    unittest.main()
