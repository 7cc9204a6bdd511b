#!/usr/bin/env python3
"""Times calls from Python and C into the engine: python3 native-docs/speed/host_speed.py [--c] [--strax] [--records N].

Prints the least of many short rounds of each, so that what else the machine does counts least; the load is printed too. Calls that take
long are timed by the clock of their thread: both sides compute in the thread that calls. With --c it compiles
host_calls.c by cc and runs it in a JVM, against the same kernel called from Java. Needs numpy and the jars (mvn -DskipTests package);
strax is timed where it is installed.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
if (HERE.parents[1] / "engine/host/python/sluice").is_dir():
    sys.path.insert(0, str(HERE.parents[1] / "engine/host/python"))

import sluice  # noqa: E402
from sluice import _jvm, kernels, strax  # noqa: E402


def least(call, seconds=1.0, calls=1):
    """Nanoseconds of one call: the least of rounds of `calls`, as many as `seconds` have room for."""
    clock = time.thread_time_ns if calls == 1 else time.perf_counter_ns
    best, end = float("inf"), time.perf_counter() + seconds
    rounds = 0
    while rounds < 5 or time.perf_counter() < end:
        start = clock()
        for _ in range(calls):
            call()
        best, rounds = min(best, (clock() - start) / calls), rounds + 1
    return best


def say(what, nanoseconds, limit=None, other=None, name=""):
    line = f"{what:46}{nanoseconds / 1000:12.3f} us"
    if limit is not None:
        line += f"   limit {limit / 1000:g}"
    if other is not None:
        line += f"   {name} {other / 1000:12.1f} us: {other / nanoseconds:.1f} times"
    print(line, flush=True)


def calls():
    """What a call costs by itself."""
    wave = np.full((1, 800), 8000, "<i2")
    out = np.zeros(1, [("peak", "<f4"), ("charge", "<f4")])
    prepared = kernels.prepare(sluice.features, wave, out=out)
    for call in (sluice.nop, lambda: sluice.features(wave, out=out), prepared):
        least(call, 2, 1000)  # until the engine has compiled it
    say("empty call", least(sluice.nop, 2, 100), 500)
    say("features of one record, two arrays", least(lambda: sluice.features(wave, out=out), 2, 100), 4000)
    say("the same, prepared", least(prepared, 2, 100), 1000)


def against_numpy():
    waves = (8000 + np.random.default_rng(1).integers(-9, 9, (2000, 800))).astype("<i2")
    out = np.zeros(2000, [("peak", "<f4"), ("charge", "<f4"), ("baseline", "<f4")])

    def by_numpy():
        out["peak"] = waves[:, 40:90].max(axis=1) - waves[:, 40:90].min(axis=1)
        out["baseline"] = baseline = waves[:, :40].mean(axis=1)
        out["charge"] = (baseline[:, np.newaxis] - waves[:, 60:400]).sum(axis=1)

    least(lambda: sluice.features(waves, out=out), 3, 10)
    ours = least(lambda: sluice.features(waves, out=out), 3)
    kept = out.copy()
    theirs = least(by_numpy, 3)
    np.testing.assert_allclose(kept["charge"], out["charge"], rtol=1e-6)
    say("features of 2000 records of 800 samples", ours, None, theirs, "numpy")


def raw_records(count):
    """Fragments of noise of 494 channels, one in three with a pulse, in order of time."""
    random = np.random.default_rng(1)
    raw = np.zeros(count, strax.raw_record_dtype())
    raw["time"] = np.sort(random.integers(0, 40 * count, count)) * 10
    raw["length"], raw["pulse_length"], raw["dt"] = 110, 110, 10
    raw["channel"] = random.integers(0, 494, count)
    raw["data"] = 16000 + np.round(random.normal(0, 3, (count, 110)))
    pulses = np.flatnonzero(random.integers(0, 3, count) == 0)
    raw["data"][pulses, 50:70] -= (200 * np.exp(-np.arange(20) / 5)).astype("<i2")
    return raw


def pulses(functions, raw):
    """From raw records to records and hits."""
    records = functions.raw_to_records(raw)
    functions.zero_out_of_bounds(records)
    functions.baseline(records)
    functions.integrate(records)
    hits = functions.find_hits(records, min_amplitude=15)
    return functions.cut_outside_hits(records, hits, left_extension=3, right_extension=20), functions.sort_by_time(hits)


def chain(functions, raw, to_pe, dtype):
    """What straxen does from raw records to peaks."""
    records = functions.raw_to_records(raw)
    functions.zero_out_of_bounds(records)
    functions.baseline(records)
    functions.integrate(records)
    hits = functions.find_hits(records, min_amplitude=15)
    records = functions.cut_outside_hits(records, hits, left_extension=3, right_extension=20)
    hits = functions.sort_by_time(functions.find_hits(records, min_amplitude=15))
    peaks = functions.find_peaks(hits, to_pe, gap_threshold=350, left_extension=30, right_extension=200, result_dtype=dtype)
    functions.sum_waveform(peaks, hits, records, functions.record_links(records), to_pe)
    functions.compute_properties(peaks)
    return records, hits, peaks


def against_strax(count):
    try:
        import strax as real
    except ImportError as missing:
        print(f"strax is not timed: {missing}")
        return
    raw, to_pe, dtype = raw_records(count), np.full(494, 0.01), np.dtype(real.peak_dtype(n_channels=494))
    ours, theirs = chain(strax, raw, to_pe, dtype), chain(real, raw, to_pe, dtype)
    for one, other in zip(ours, theirs):
        assert one.tobytes() == other.tobytes(), "results differ"
    print(f"strax {real.__version__}, {count} raw records, {len(ours[1])} hits, {len(ours[2])} peaks, equal bytes")
    records, hits, _ = ours
    done = real.raw_to_records(raw)
    real.baseline(done)
    found = real.find_hits(done)
    peaks = real.find_peaks(hits, to_pe, gap_threshold=350, left_extension=30, right_extension=200, result_dtype=dtype)
    links = real.record_links(records)
    summed = peaks.copy()
    real.sum_waveform(summed, hits, records, links, to_pe)
    steps = {
        "raw_to_records": lambda f: f.raw_to_records(raw),
        "zero_out_of_bounds": lambda f: f.zero_out_of_bounds(records),
        "baseline": lambda f: f.baseline(done),
        "integrate": lambda f: f.integrate(records),
        "find_hits": lambda f: f.find_hits(done, min_amplitude=15),
        "cut_outside_hits": lambda f: f.cut_outside_hits(done, found),
        "record_links": lambda f: f.record_links(records),
        "sort_by_time": lambda f: f.sort_by_time(hits),
        "find_peaks": lambda f: f.find_peaks(hits, to_pe, gap_threshold=350, left_extension=30, right_extension=200, result_dtype=dtype),
        "sum_waveform": lambda f: f.sum_waveform(peaks.copy(), hits, records, links, to_pe),
        "compute_properties": lambda f: f.compute_properties(summed),
    }
    for name, step in steps.items():
        start = raw_records(count) if name == "baseline" else None
        if start is not None:
            fresh = real.raw_to_records(start)
            done["data"] = fresh["data"]
        least(lambda: step(strax), 2)  # until the engine has compiled it
        say(f"strax.{name}", least(lambda: step(strax), 1.5), None, least(lambda: step(real), 1.5), "strax")
    done["data"] = real.raw_to_records(raw)["data"]
    least(lambda: chain(strax, raw, to_pe, dtype), 4)
    first = least(lambda: pulses(strax, raw), 3), least(lambda: pulses(real, raw), 3)
    say("raw_to_records to cut_outside_hits", first[0], None, first[1], "strax")
    whole = least(lambda: chain(strax, raw, to_pe, dtype), 4), least(lambda: chain(real, raw, to_pe, dtype), 4)
    say("the chain, raw records to peaks", whole[0], None, whole[1], "strax")


def from_c():
    """The loops of host_calls.c in a JVM, beside the kernel called from Java."""
    home, jars = _jvm.find_jars()
    java = _jvm.find_jdk(home) / "bin" / "java"
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "libhost_calls.so"
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, HERE / "host_calls.c"], check=True)
        flags = [flag for flag in _jvm._FIXED if flag not in ("-Xrs", "-Xlog:disable")]
        path = ":".join(map(str, jars))
        subprocess.run([java, *flags, "-XX:+UseSerialGC", "-cp", path, HERE / "HostSpeed.java", library], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--c", action="store_true", help="calls from C too; needs cc")
    parser.add_argument("--strax", action="store_true", help="strax's functions only")
    parser.add_argument("--records", type=int, default=100_000, help="raw records for strax's functions")
    chosen = parser.parse_args()
    print(f"Python {platform.python_version()}, numpy {np.__version__}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    if not chosen.strax:
        calls()
        against_numpy()
    against_strax(chosen.records)
    if chosen.c:
        from_c()
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
