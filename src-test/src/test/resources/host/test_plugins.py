"""Plugins in Python, in a process of its own: run by HostPythonTest with unittest."""

import gc
import os
import subprocess
import sys
import threading
import unittest

import numpy as np

import sluice

HEIGHT = np.dtype([("time", "<i8"), ("height", "<f4")])
PULSES = np.dtype([("time", "<i8"), ("height", "<i4")])


def heights_of(waves, baseline=slice(0, 40)):
    out = np.zeros(len(waves), HEIGHT)
    out["time"] = waves["time"]
    out["height"] = waves["wave"][:, baseline].astype("<f8").mean(axis=1) - waves["wave"].min(axis=1)
    return out


@sluice.plugin("heights", HEIGHT, instantaneous=True, options={"baseline": (0, 40)}, version="3", one_per_record=True)
def heights(waves, baseline):
    """The height of every waveform."""
    return heights_of(waves, baseline)


def plain(function=None, **how):
    """A plugin "mine" of pulses."""
    return sluice.plugin("mine", PULSES, instantaneous=True, **how)(function or (lambda waves: None))


def times(waves, height=0):
    out = np.zeros(len(waves), PULSES)
    out["time"] = waves["time"]
    out["height"] = height
    return out


def run(mine, records=2000, target="mine", **how):
    return sluice.run(None, target, plugins=[mine], sim_records=records, sim_seed=3, **how)


class Results(unittest.TestCase):
    def setUp(self):
        self.waves = sluice.run(None, "st_waveforms_stream", sim_records=2000, sim_seed=3)

    def test_a_function_is_a_plugin_of_the_graph(self):
        for chunk in (37, 5000):
            found = run(heights, target="heights", chunk_records=chunk)
            np.testing.assert_array_equal(found, heights_of(self.waves))

    def test_options_are_set_by_name(self):
        found = run(heights, target="heights", options={"baseline": (10, 30)})
        np.testing.assert_array_equal(found, heights_of(self.waves, slice(10, 30)))
        with self.assertRaisesRegex(sluice.ArgumentError, "baseline"):
            run(heights, target="heights", options={"baseline": "up"})
        seen = []

        def look(waves, **options):
            seen.append(options)

        defaults = {"flag": True, "number": 5, "real": 0.5, "text": "abc", "samples": slice(3, 9), "choice": ["fast", "exact"]}
        run(plain(look, options=defaults), records=10)
        expected = {"flag": True, "number": 5, "real": 0.5, "text": "abc", "samples": slice(3, 9), "choice": "fast"}
        self.assertEqual(expected, seen[-1])
        run(plain(look, options=defaults), records=10, options={"flag": False, "number": -7, "choice": "exact"})
        self.assertEqual({**expected, "flag": False, "number": -7, "choice": "exact"}, seen[-1])

    def test_it_sees_its_halo_and_what_it_returns_for_it_is_left_out(self):
        def near(waves, window):
            found = times(waves)
            found["height"] = np.searchsorted(waves["time"], waves["time"] + window, "right") - np.arange(len(waves))
            return found

        later = self.waves["time"]
        expected = np.searchsorted(later, later + 40000, "right") - np.arange(len(later))
        found = run(plain(near, halo=(0, 40000), options={"window": 40000}), chunk_records=37)
        np.testing.assert_array_equal(found["height"], expected)

    def test_what_remembers_has_a_state_and_its_chunks_in_order(self):
        def count(state, waves):
            state["seen"] = state.get("seen", 0) + len(waves)
            return times(waves, state["seen"])

        mine = plain(count, state=dict, in_order=True)
        for _ in range(2):  # each run begins anew
            found = run(mine, chunk_records=100)
            self.assertEqual(list(range(100, 2001, 100)), sorted(set(found["height"])))

    def test_a_silence_makes_a_new_state(self):
        def count(state, waves):
            found = times(waves)
            for place in range(len(waves)):
                found["height"][place] = len(state)
                state.append(0)
            return found

        expected, latest = np.zeros(2000, int), self.waves["endtime"][0]
        for i in range(1, 2000):
            expected[i] = 0 if self.waves["time"][i] - latest > 20000 else expected[i - 1] + 1
            latest = max(latest, self.waves["endtime"][i])
        found = run(plain(count, state=list, in_order=True, reset_after=20000), chunk_records=37)
        np.testing.assert_array_equal(found["height"], expected)

    def test_several_outputs_and_inputs(self):
        @sluice.plugin({"left": PULSES, "right": PULSES}, instantaneous=True)
        def parts(waves):
            return {"left": times(waves, 1), "right": times(waves[::2], 2)}

        @sluice.plugin("sums", PULSES, ["left", "right"], instantaneous=True)
        def sums(left, right, chunk):
            assert chunk.start <= (left["time"][0] if len(left) else chunk.start) < chunk.end
            return times(left, len(left) + len(right))

        found = sluice.run(None, "sums", plugins=[parts, sums], sim_records=100, sim_seed=3, chunk_records=100)
        self.assertEqual({150}, set(found["height"]))

    def test_live_records_pass_a_plugin(self):
        mine = sluice.plugin("mine", PULSES, "pulses", instantaneous=True)(lambda pulses: pulses[pulses["height"] > 1])
        with sluice.live("pulses", PULSES, "mine", instantaneous=True, plugins=[mine]) as live:
            live.push(np.array([(1, 1), (2, 2), (3, 3)], PULSES), 0, 10)
            np.testing.assert_array_equal(live.streams[0].next(timeout=30).records["height"], [2, 3])
            live.finish()
            self.assertIsNone(live.streams[0].next(timeout=30))

    def test_sessions_have_plugins_of_their_own(self):
        first, second = plain(lambda waves: times(waves, 1)), plain(lambda waves: times(waves, 2))
        with sluice.stream(None, "mine", plugins=[first], sim_records=1000, chunk_records=100) as one:
            with sluice.stream(None, "mine", plugins=[second], sim_records=1000, chunk_records=100) as two:
                for a, b in zip(one, two):
                    self.assertEqual(({1}, {2}), (set(a["height"]), set(b["height"])))
        with self.assertRaisesRegex(sluice.ArgumentError, "no plugin provides 'mine'"):
            sluice.run(None, "mine", sim_records=10)

    def test_calls_from_several_sessions_at_once(self):
        failures = []

        def work():
            try:
                for _ in range(3):
                    np.testing.assert_array_equal(run(heights, target="heights", chunk_records=200), heights_of(self.waves))
            except BaseException as failure:
                failures.append(failure)

        threads = [threading.Thread(target=work) for _ in range(4)]
        [thread.start() for thread in threads]
        [thread.join(120) for thread in threads]
        self.assertEqual([], failures)


class Failures(unittest.TestCase):
    def test_an_exception_fails_the_run_with_type_message_and_line(self):
        def breaks(waves):
            raise KeyError("the crystal")

        with self.assertRaises(sluice.RunError) as caught:
            run(plain(breaks))
        self.assertRegex(
            str(caught.exception),
            r"mine failed in run simulation on chunk 0 of mine over \[.*\): KeyError: 'the crystal' \(test_plugins.py:\d+ in breaks\)$",
        )
        self.assertIsInstance(caught.exception.__cause__, KeyError)
        self.assertEqual(2000, len(run(heights, target="heights")))

    def test_it_loses_the_chunk_under_skip(self):
        def sometimes(waves, chunk):
            if waves["time"][0] > 5_000_000:
                raise ValueError("too late")
            return times(waves)

        with sluice.stream(None, "mine", plugins=[plain(sometimes)], sim_records=2000, on_error="skip", chunk_records=100) as stream:
            count = sum(len(chunk) for chunk in stream)
            self.assertIn("too late", str(stream.summary))
        self.assertTrue(0 < count < 2000)

    def test_what_it_returns_is_checked(self):
        cases = (
            (lambda waves: waves["time"], "declared as"),
            (lambda waves: np.zeros((2, 2), PULSES), "one dimension"),
            (lambda waves: 5, "declared as"),
            (lambda waves: {"other": times(waves)}, "provides mine"),
            (lambda waves: times(waves)[::-1], "time"),
            (lambda waves, more: None, "TypeError"),
        )
        for function, words in cases:
            with self.assertRaisesRegex(sluice.RunError, words):
                run(plain(function), records=100)

    def test_its_input_cannot_be_written(self):
        def write(waves):
            waves["time"] = 0

        def unlock(waves):
            waves.flags.writeable = True

        for function in (write, unlock):
            with self.assertRaisesRegex(sluice.RunError, "ValueError"):
                run(plain(function), records=100)

    def test_its_input_cannot_be_kept(self):
        kept = []
        with self.assertRaisesRegex(sluice.RunError, "has kept an array of its input"):
            run(plain(lambda waves: kept.append(waves["time"])))
        kept.clear()
        found = run(plain(lambda waves: kept.append(waves["time"].copy())))
        self.assertEqual((0, 2000), (len(found), sum(map(len, kept))))

    def test_a_view_of_the_input_may_be_returned(self):
        mine = sluice.plugin("mine", sluice.run(None, "st_waveforms_stream", sim_records=1).dtype)(lambda waves: waves[:1])
        self.assertEqual(10, len(run(mine, records=100, chunk_records=10)))

    def test_what_is_declared_wrongly_is_refused_with_a_sentence(self):
        cases = (
            (lambda: sluice.plugin("mine")(len), "dtype of mine is missing"),
            (lambda: sluice.plugin("mine", "<i4")(len), "no fields"),
            (lambda: sluice.plugin("my type", PULSES)(len), "not a name"),
            (lambda: sluice.plugin("mine", PULSES, options={"a": None})(len), "option a=None"),
            (lambda: sluice.plugin("mine", PULSES, reset_after=5)(len), "in_order=True"),
            (lambda: sluice.plugin("mine", PULSES)(5), "no function"),
            (lambda: run(sluice.plugin("mine", PULSES)(len)), "'mine'|mine"),
            (lambda: run(sluice.plugin("features", PULSES, instantaneous=True)(len)), "Features"),
            (lambda: run(5), "no plugin"),
            (lambda: sluice.run(None, "mine", plugins=[plain(), plain()]), "registered"),
        )
        for function, words in cases:
            with self.assertRaisesRegex(sluice.ArgumentError, words):
                function()

    def test_a_stream_that_dies_inside_of_a_plugin_is_closed_elsewhere(self):
        held = [sluice.stream(None, "features", sim_records="endless")]

        def forget(waves):
            held.clear()
            gc.collect()

        run(plain(forget), records=100)
        self.assertEqual([], held)

    def test_waiting_inside_of_a_plugin_is_refused(self):
        def wait(waves):
            sluice.run(None, "features", sim_records=10)

        with self.assertRaisesRegex(sluice.RunError, "from inside of a plugin"):
            run(plain(wait), records=100)

    def test_a_stream_is_closed_while_its_plugin_runs(self):
        started = threading.Event()

        def forever(waves):
            started.set()
            while True:
                pass

        stream = sluice.stream(None, "mine", plugins=[plain(forever)], sim_records="endless")
        self.assertTrue(started.wait(60))
        stream.close()
        for _ in range(5):
            with sluice.stream(None, "heights", plugins=[heights], sim_records="endless", chunk_records=50) as chunks:
                self.assertGreater(len(chunks.next()), 0)


class _Ending(unittest.TestCase):
    """Programs that end while a plugin runs."""

    BEGIN = (
        "import os, signal, sys, threading, time, numpy as np, sluice\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "T = [('time', '<i8')]\n"
        "started = threading.Event()\n"
        "@sluice.plugin('mine', T, instantaneous=True)\n"
        "def mine(waves):\n    started.set()\n    {body}\n"
        "stream = sluice.stream(None, 'mine', plugins=[mine], sim_records='endless', chunk_records=100)\n"
    )
    BODIES = ("while True: pass", "time.sleep(100)", "return None")

    def end(self, body, rest):
        return subprocess.run(
            [sys.executable, "-c", self.BEGIN.format(body=body) + rest],
            env=os.environ,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )


class Endings(_Ending):
    """By themselves, or by an exception."""

    def test_a_program_ends_while_its_plugin_runs(self):
        for body in self.BODIES:
            outcome = self.end(body, "started.wait(30)\nprint('end')")
            self.assertEqual((0, "end\n", ""), (outcome.returncode, outcome.stdout, outcome.stderr), body)

    def test_an_exception_of_the_program_is_its_own(self):
        for body in self.BODIES[:1]:
            outcome = self.end(body, "started.wait(30)\nraise RuntimeError('of the program')")
            self.assertEqual(1, outcome.returncode, body + outcome.stderr)
            self.assertTrue(outcome.stderr.endswith("RuntimeError: of the program\n"), outcome.stderr)


class Interruptions(_Ending):
    """By Ctrl-C, or by a stop of the engine."""

    def test_ctrl_c_ends_a_wait_for_a_plugin(self):
        rest = (
            "def press():\n    started.wait(30)\n    os.kill(os.getpid(), signal.SIGINT)\n"
            "threading.Thread(target=press).start()\n"
            "try:\n    while True: stream.next()\nexcept KeyboardInterrupt:\n    print('interrupted')\n"
        )
        for body in self.BODIES:
            outcome = self.end(body, rest)
            self.assertEqual((0, "interrupted\n", ""), (outcome.returncode, outcome.stdout, outcome.stderr), body)

    def test_stop_ends_what_runs(self):
        for body in ("while True: pass", "return None"):
            outcome = self.end(body, "started.wait(30)\nsluice.stop(5)\nprint('stopped')")
            self.assertEqual((0, "stopped\n", ""), (outcome.returncode, outcome.stdout, outcome.stderr), body)


if __name__ == "__main__":
    unittest.main()
