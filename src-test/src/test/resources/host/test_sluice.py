"""The Python package, in a process of its own: run by HostPythonTest with unittest."""

import os
import subprocess
import sys
import tempfile
import threading
import unittest
import warnings

import numpy as np

import sluice

PULSES = np.dtype([("time", "<i8"), ("dt", "<i4"), ("length", "<i4"), ("channel", "<i2"), ("wave", "<i2", (100,))])


def python(code, **variables):
    """The outcome of a program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **variables}, capture_output=True, text=True, timeout=120, check=False
    )


class Runs(unittest.TestCase):
    def test_a_run_is_one_array(self):
        features = sluice.run(None, "features", sim_records=3000, options={"charge_range": (60, 300)})
        self.assertEqual(3000, len(features))
        self.assertTrue((np.diff(features["time"]) >= 0).all())

    def test_chunks_tile_the_run(self):
        end, records = None, 0
        with sluice.stream(None, "features", sim_records=3000, chunk_records=700) as chunks:
            for chunk in chunks:
                self.assertIn(end, (None, chunk.start))
                self.assertEqual(records, chunk.first_index)
                end, records = chunk.end, records + len(chunk)
            self.assertEqual(3000, chunks.summary["records"])
        self.assertEqual(3000, records)

    def test_copied_chunks_live_on(self):
        kept = [chunk.records for chunk in sluice.stream(None, "features", sim_records=2000, chunk_records=500)]
        np.testing.assert_array_equal(np.concatenate(kept), sluice.run(None, "features", sim_records=2000))

    def test_lent_chunks_are_refused_after_the_next(self):
        with sluice.stream(None, "features", sim_records=2000, chunk_records=500, copy=False) as chunks:
            first = chunks.next()
            mean = first["charge"].mean()
            kept = first["charge"].copy()
            with self.assertRaises(ValueError):
                first["charge"][0] = 1
            second = chunks.next()
            self.assertEqual((mean, 500), (kept.mean(), len(first)))
            for use in (lambda: first["time"], lambda: first.records, lambda: np.asarray(first)):
                with self.assertRaisesRegex(sluice.HandleError, "copy"):
                    use()
            del second

    def test_arrays_that_are_held_are_never_shown_other_data(self):
        with sluice.stream(None, "features", sim_records=2000, chunk_records=500, copy=False) as chunks:
            for hold in (lambda c: c["charge"], lambda c: c.records[3:5], lambda c: c.records[0], lambda c: memoryview(c.records)):
                held = hold(chunks.next())
                with self.assertRaisesRegex(sluice.HandleError, "still held"):
                    chunks.next()
                del held
            held = None
        stream = sluice.stream(None, "features", sim_records=2000, copy=False)
        charge = stream.next()["charge"]
        expected = charge.copy()
        stream.close()
        np.testing.assert_array_equal(expected, charge)

    def test_a_loop_over_lent_chunks_needs_no_care(self):
        total = 0
        for chunk in sluice.stream(None, "features", sim_records=2000, chunk_records=500, copy=False):
            total += chunk["charge"].sum()
        self.assertEqual(sluice.run(None, "features", sim_records=2000)["charge"].sum(dtype="f8").round(-3), np.float64(total).round(-3))

    def test_streams_that_nobody_reads_are_named(self):
        one, other = sluice.streams(None, ["features", "baseline"], sim_records=500_000, chunk_records=100)
        with self.assertRaisesRegex(sluice.SluiceError, "baseline"):
            for chunk in one:
                self.assertGreater(len(chunk), 0)
        one.close()
        other.close()

    def test_what_has_to_be_noted_is_warned_of(self):
        with self.assertWarnsRegex(UserWarning, "peak_range|charge_range"):
            sluice.run(None, "features", sim_records=1000, options={"charge_range": (5000, 6000), "peak_range": (5000, 6000)})

    def test_what_was_lost_is_warned_of_with_its_cause(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "waves.npy")
            waves = sluice.run(None, "st_waveforms_stream", sim_records=400)
            for place in range(20, 340, 20):
                waves["time"][place] = 0  # before the one in front of it
            np.save(file, waves)
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                kept = sluice.run(file, "features", on_error="skip")
        self.assertEqual(400 - 16, len(kept))
        lost = [str(warning.message) for warning in caught if str(warning.message).startswith("lost ")]
        self.assertEqual(6, len(lost), lost)
        self.assertRegex(lost[0], r"^lost \[0, \d+\): 1 record was left out: record 20 of .*time=0")
        self.assertRegex(lost[5], "^lost 11 more intervals")

    def test_what_is_no_dict_of_options_is_named(self):
        with self.assertRaisesRegex(sluice.ArgumentError, "dict"):
            sluice.stream(None, "features", options=["charge_range=60:300"], sim_records=10)

    def test_the_version_is_known(self):
        self.assertTrue(sluice.__version__)

    def test_several_targets_are_computed_in_one_pass(self):
        features, baselines = sluice.streams(None, ["features", "baseline"], sim_records=1000, chunk_records=250)
        for one, other in zip(features, baselines):
            self.assertEqual((one.start, one.end, len(one)), (other.start, other.end, len(other)))

    def test_a_range_of_time_is_that_of_the_run(self):
        everything = sluice.run(None, "features", sim_records=2000)
        some = sluice.run(None, "features", (3_000_000, 6_000_000), sim_records=2000)
        wanted = (everything["time"] >= 3_000_000) & (everything["time"] < 6_000_000)
        np.testing.assert_array_equal(everything[wanted], some)

    def test_refusals_are_those_of_the_command_line(self):
        cases = [
            (dict(inputs="/nowhere.npy", target="features"), "/nowhere.npy"),
            (dict(inputs=None, target="featurs"), "features"),
            (dict(inputs=None, target="features", options={"chrge_range": 1}), "charge_range"),
            (dict(inputs=None, target="features", wrkers=2), "--workers"),
            (dict(inputs=None, target=["features", "baseline"]), "streams"),
            (dict(inputs="a\0b", target="features"), "NUL"),
            (dict(inputs=np.zeros(3), target="features"), "arrays"),
            (dict(inputs=None, target="features", out="x.npy"), "out"),
        ]
        for arguments, words in cases:
            with self.assertRaisesRegex(sluice.ArgumentError, words):
                sluice.stream(**arguments)

    def test_a_closed_stream_is_refused(self):
        stream = sluice.stream(None, "features", sim_records="endless")
        self.assertGreater(len(stream.next()), 0)
        stream.close()
        stream.close()
        with self.assertRaisesRegex(sluice.HandleError, "closed"):
            stream.next()

    def test_a_damaged_file_is_an_input_error(self):
        path = os.path.join(os.getcwd(), "damaged.npy")
        try:
            with open(path, "wb") as file:
                file.write(b"\x93NUMPY\x01\x00\x10")
            with self.assertRaisesRegex((sluice.InputError, sluice.ArgumentError), "damaged.npy"):
                sluice.run(path, "features")
        finally:
            os.remove(path)


class LiveInput(unittest.TestCase):
    def blocks(self, live, count):
        for block in range(count):
            records = np.zeros(64, PULSES)
            records["time"] = 64_000 * block + 1000 * np.arange(64)
            records["dt"], records["length"], records["wave"] = 2, 100, 8000
            live.push(records, 64_000 * block, 64_000 * (block + 1))

    def open(self, **settings):
        return sluice.live(
            "st_waveforms_stream", PULSES, "features", {"peak_range": "0:100", "charge_range": "0:100"}, **settings
        )

    def test_what_is_published_comes_out(self):
        with self.open() as live:
            thread = threading.Thread(target=lambda: (self.blocks(live, 50), live.finish()))
            thread.start()
            self.assertEqual(3200, sum(len(chunk) for chunk in live.streams[0]))
            thread.join()

    def test_pushed_records_are_copied(self):
        records = np.zeros(5, PULSES)
        records["time"], records["dt"], records["length"] = np.arange(5), 2, 100
        with self.open() as live:
            live.push(records, 0, 10)
            records["time"] = -1
            live.lost(10, 20, "the cable")
            live.push(records[:0], 20, 30)
            live.finish()
            first, second = live.streams[0]
            self.assertEqual([0, 1, 2, 3, 4], list(first["time"]))
            self.assertEqual((0, 1, 10), (len(second), second.losses, second.lost))

    def test_a_publisher_that_fails_fails_its_readers(self):
        with self.assertRaises(ZeroDivisionError), self.open() as live:
            stream = live.streams[0]
            self.blocks(live, 1)
            seen = []

            def read():
                try:
                    seen.extend(len(chunk) for chunk in stream)
                except sluice.RunError as failure:
                    seen.append(str(failure))

            thread = threading.Thread(target=read)
            thread.start()
            try:
                1 / 0
            finally:
                live.fail("ZeroDivisionError: in the digitiser")
                thread.join()
                self.assertEqual(64, seen[0])
                self.assertIn("in the digitiser", seen[1])

    def test_only_the_type_that_was_named_is_published(self):
        with self.open() as live:
            swapped = np.zeros(2, [(name, PULSES[name]) for name in ("dt", "time", "length", "channel", "wave")])
            for records in (swapped, np.zeros(4), np.zeros((2, 2), PULSES)):
                with self.assertRaisesRegex(sluice.ArgumentError, "one dimension"):
                    live.push(records, 0, 10)
            with self.assertRaisesRegex(sluice.ArgumentError, "int64"):
                live.push(np.zeros(0, PULSES), 0, 2**64 + 100)
            live.finish()

    def test_a_closed_input_is_refused(self):
        live = self.open()
        live.close()
        live.close()
        with self.assertRaisesRegex(sluice.HandleError, "closed"):
            live.push(np.zeros(0, PULSES), 0, 10)

    def test_a_wait_has_a_limit(self):
        with self.open() as live, self.assertRaises(TimeoutError):
            live.streams[0].next(timeout=0.01)

    def test_a_claim_is_filled_in_place(self):
        with self.open() as live:
            for block in range(20):
                claim = live.claim(64)
                self.assertEqual(64, len(claim))
                claim["time"] = 64_000 * block + 1000 * np.arange(64)
                claim["dt"], claim["length"] = 2, 100
                claim["wave"][:] = 8000
                claim["wave"][:, 40:50] -= np.int16(block)
                claim.publish(64_000 * block, 64_000 * (block + 1))
                for use in (lambda c=claim: c["time"], lambda c=claim: c.records, lambda c=claim: c.publish(0, 1)):
                    with self.assertRaisesRegex(sluice.HandleError, "published"):
                        use()
                chunk = live.streams[0].next()
                self.assertEqual([block] * 64, list(chunk["peak"]))
            live.finish()
            self.assertIsNone(live.streams[0].next())

    def test_no_array_writes_into_published_records(self):
        with self.open() as live:
            claim = live.claim(2)
            wave = claim["wave"]
            claim["time"], claim["dt"], claim["length"] = [0, 5], 2, 100
            with self.assertRaisesRegex(sluice.HandleError, "still held"):
                claim.publish(0, 10)
            with self.assertRaisesRegex(sluice.HandleError, "still held"):
                live.claim(2)
            del wave
            claim = live.claim(2)
            claim["time"], claim["dt"], claim["length"] = [0, 5], 2, 100
            with self.assertRaisesRegex(sluice.ArgumentError, "time=5|outside|beyond"):
                claim.publish(0, 5)
            claim.publish(0, 10)
            held = live.claim(3).records
            live.finish()
        held["time"] = 7  # the memory is there as long as the array
        self.assertEqual([7, 7, 7], list(held["time"]))

    def test_an_exception_discards_a_claim(self):
        with self.open() as live:
            with self.assertRaises(ZeroDivisionError), live.claim(5) as claim:
                claim["time"] = 1 / 0
            with self.assertRaisesRegex(sluice.HandleError, "discarded"):
                claim["time"]
            seen = []
            thread = threading.Thread(target=lambda: seen.append(self.blocks(live, 1)))
            thread.start()
            thread.join()
            self.assertEqual([None], seen)
            live.finish()

    def test_what_is_refused_leaves_the_input_open_for_other_threads(self):
        with self.open() as live:
            self.blocks(live, 1)
            with self.assertRaisesRegex(sluice.ArgumentError, "a hole .*Live.lost"):
                live.push(np.zeros(0, PULSES), 70_000, 80_000)
            with self.assertRaisesRegex(sluice.ArgumentError, "an overlap"):
                live.push(np.zeros(0, PULSES), 0, 80_000)
            failed = []

            def push():
                try:
                    live.push(np.zeros(0, PULSES), 64_000, 65_000)
                except sluice.SluiceError as refused:
                    failed.append(refused)

            thread = threading.Thread(target=push)
            thread.start()
            thread.join()
            self.assertEqual([], failed)
            live.finish()
            with self.assertRaisesRegex(sluice.SluiceError, "Live.finish"):
                live.push(np.zeros(0, PULSES), 65_000, 66_000)

    def test_a_push_has_a_limit(self):
        with self.open(chunk_records=64) as live:
            with self.assertRaisesRegex(TimeoutError, "room"):
                for block in range(100_000):
                    live.push(np.zeros(0, PULSES), block, block + 1, timeout=0.05)
            self.assertGreater(block, 1)
            self.assertEqual((0, 1), (live.streams[0].next().start, live.streams[0].next().start))
            live.push(np.zeros(0, PULSES), block, block + 1, timeout=30)
            self.assertEqual("running", live.streams[0].summary["state"])
            self.assertIn("wait_share", live.streams[0].statistics["stages"][0])

    def test_threads_publish_to_several_pipelines_at_once(self):
        totals, failed = {}, []

        def publish(live, by_claim):
            try:
                for block in range(100):
                    records = live.claim(64) if by_claim else np.zeros(64, PULSES)
                    records["time"] = 64_000 * block + 1000 * np.arange(64)
                    records["dt"], records["length"] = 2, 100
                    records["wave"][:, 50] = block
                    if by_claim:
                        records.publish(64_000 * block, 64_000 * (block + 1))
                    else:
                        live.push(records, 64_000 * block, 64_000 * (block + 1))
                live.finish()
            except BaseException as failure:
                failed.append(failure)

        def read(number, live):
            totals[number] = sum(float(chunk["peak"].sum()) for chunk in live.streams[0])

        inputs = [self.open(workers=1) for _ in range(4)]
        threads = [threading.Thread(target=publish, args=(live, number % 2)) for number, live in enumerate(inputs)]
        threads += [threading.Thread(target=read, args=each) for each in enumerate(inputs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for live in inputs:
            live.close()
        self.assertEqual([], failed)
        self.assertEqual({number: 64.0 * sum(range(100)) for number in range(4)}, totals)

    def test_overflow_is_checked(self):
        with self.assertRaisesRegex(sluice.ArgumentError, "drop-oldest"):
            self.open(overflow="sometimes")


class Processes(unittest.TestCase):
    def test_a_fork_is_an_error_with_a_sentence(self):
        sluice.start()
        pid = os.fork()
        if pid == 0:
            try:
                sluice.features(np.zeros((1, 800), "<i2"))
            except sluice.SluiceError as refused:
                os._exit(7 if "spawn" in str(refused) else 1)
            os._exit(2)
        self.assertEqual(7, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

    def test_a_thread_of_a_small_stack_is_refused(self):
        outcome = python(
            "import threading, sluice, numpy as np\nsluice.start()\nthreading.stack_size(64 << 10)\n"
            "def call():\n    try:\n        sluice.features(np.zeros((10, 800), '<i2'))\n"
            "    except sluice.SluiceError as e:\n        print(e)\n"
            "thread = threading.Thread(target=call)\nthread.start()\nthread.join()\n"
            "threading.stack_size(0)\nthread = threading.Thread(target=call)\nthread.start()\nthread.join()"
        )
        self.assertEqual((0, ""), (outcome.returncode, outcome.stderr))
        self.assertRegex(outcome.stdout, "^this thread has a stack of 65536 bytes.*threading.stack_size.*\n$")

    def test_objects_of_before_a_fork_do_nothing_after_it(self):
        stream = sluice.stream(None, "features", sim_records="endless")
        stream.next()
        pid = os.fork()
        if pid == 0:
            try:
                stream.close()
                stream.next()
            except sluice.SluiceError as refused:
                os._exit(7 if "spawn" in str(refused) else 1)
            os._exit(2)
        self.assertEqual(7, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        stream.close()

    def test_faulthandler_may_be_switched_on_while_kernels_run(self):
        code = (
            "import faulthandler, threading, numpy as np, sluice\n"
            "waves = np.zeros((2000, 800), '<i2')\nsluice.features(waves)\nfaulthandler.enable()\n"
            "def compute():\n    for _ in range(300):\n        sluice.features(waves)\n"
            "threads = [threading.Thread(target=compute) for _ in range(2)]\n"
            "[t.start() for t in threads]\n[t.join() for t in threads]\nprint('alive')"
        )
        outcome = python(code)
        self.assertEqual((0, "alive\n", ""), (outcome.returncode, outcome.stdout, outcome.stderr))

    def test_faulthandler_and_the_jvm_live_together(self):
        for first, last in (("faulthandler.enable()", ""), ("", "faulthandler.enable()"), ("faulthandler.enable()", "faulthandler.disable()")):
            code = (
                f"import faulthandler, sluice\n{first}\nsluice.start()\n{last}\n"
                "print(len(sluice.run(None, 'features', sim_records=20000)))"
            )
            outcome = python(code)
            self.assertEqual((0, "20000\n", ""), (outcome.returncode, outcome.stdout, outcome.stderr))

    def test_ctrl_c_ends_a_wait(self):
        code = (
            "import signal, threading, sluice, numpy as np, os, time\n"
            # What a shell starts in the background ignores SIGINT, and Python leaves it so.
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            "live = sluice.live('p', np.dtype([('time', '<i8')]), 'p', instantaneous=True)\n"
            "threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()\n"
            "try:\n    live.streams[0].next()\nexcept KeyboardInterrupt:\n    print('interrupted')\n"
        )
        outcome = python(code)
        self.assertEqual((0, "interrupted\n"), (outcome.returncode, outcome.stdout), outcome.stderr)

    def test_ctrl_c_ends_a_push(self):
        code = (
            "import signal, threading, sluice, numpy as np, os, time\n"
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            "live = sluice.live('p', np.dtype([('time', '<i8')]), 'p', instantaneous=True)\n"
            "end = 0\n"
            # Once the ring is full: no push has returned for a while.
            "def interrupt():\n    last = 0\n    while end < 2 or end != last:\n        last = end\n        time.sleep(2)\n"
            "    os.kill(os.getpid(), signal.SIGINT)\n"
            "threading.Thread(target=interrupt).start()\n"
            "try:\n    while True:\n        live.push(np.array([(end,)], live.dtype), end, end + 1)\n        end += 1\n"
            "except KeyboardInterrupt:\n    live.streams[0].next(); live.streams[0].next()\n"
            "live.push(np.array([(end,)], live.dtype), end, end + 1)\nlive.finish()\n"
            "print(end > 1, sum(len(c) for c in live.streams[0]) == end - 1)"
        )
        outcome = python(code)
        self.assertEqual((0, "True True\n"), (outcome.returncode, outcome.stdout), outcome.stderr)

    def test_a_program_that_forgets_everything_ends(self):
        code = "import sluice\ns = sluice.stream(None, 'features', sim_records='endless')\nprint(len(s.next()) > 0)"
        outcome = python(code)
        self.assertEqual((0, "True\n", ""), (outcome.returncode, outcome.stdout, outcome.stderr))

    def test_missing_parts_are_named(self):
        outcome = python("import sluice\nsluice.start()", SLUICE_HOME="/nowhere")
        self.assertIn("/nowhere", outcome.stderr)
        outcome = python("import sluice\nsluice.start(jdk='/nowhere')")
        self.assertIn("/nowhere", outcome.stderr)
        outcome = python("import sluice\nsluice.start(options=['-Xmx1g'])")
        self.assertIn("heap='1g'", outcome.stderr)

    def test_a_jvm_that_does_not_start_is_an_error(self):
        outcome = python(
            "import sluice\ntry:\n    sluice.start(options=['-Xss1k'])\nexcept sluice.SluiceError as e:\n    print(e)"
        )
        self.assertRegex(outcome.stdout, "^the JVM of .* stack size .* anew\n$")
        self.assertEqual("", outcome.stderr)

    def test_stop_is_for_good(self):
        outcome = python(
            "import sluice\nsluice.start()\nsluice.stop()\nsluice.stop()\n"
            "try:\n    sluice.run(None, 'features', sim_records=10)\nexcept sluice.SluiceError as e:\n    print(e)"
        )
        self.assertIn("stopped", outcome.stdout)


if __name__ == "__main__":
    unittest.main()
