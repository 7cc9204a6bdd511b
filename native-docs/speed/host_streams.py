#!/usr/bin/env python3
"""How fast C and Python read a stream, beside a program in Java that reads the same one.

    python3 native-docs/speed/host_streams.py [FILE.npy] [--target NAME] [--workers N] [--rounds N] [--passes N]

Without a file it makes one of 200,000 simulated waveforms. Each program streams it `passes` times and gives the fastest; they run
in turns, and the median over the rounds counts. Python reads chunks with copy=False, and copies them in another row. Needs a checkout
that is built (mvn -DskipTests package), cc, numpy and a JDK 25.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "engine/host/python"))

from sluice._jvm import _FIXED, find_jars, find_jdk  # noqa: E402  # they look where hosts do


def stream(passes, copy, words):
    """What a row of Python runs, in a process of its own."""
    import sluice

    least = float("inf")
    for _ in range(passes):
        begin = time.perf_counter()
        with sluice.stream(words[0], words[1], copy=copy, workers=int(words[2])) as chunks:
            records = sum(len(chunk) for chunk in chunks)
        least = min(least, time.perf_counter() - begin)
    print(records, least)


def run(command):
    outcome = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "SLUICE_HOME": str(HOME)})
    if outcome.returncode:
        sys.exit(f"{command[0]} failed: {outcome.stdout}{outcome.stderr}")
    records, seconds = outcome.stdout.split()
    return int(records), float(seconds)


def compile_hosts(folder, path):
    program = f"{folder}/host_streams"
    here = Path(__file__).parent
    subprocess.run(["cc", "-O2", "-std=c99", f"-I{HOME}/native-docs/include", here / "host_streams.c", "-o", program, "-ldl", "-lpthread"], check=True)
    java = find_jdk(HOME) / "bin"
    subprocess.run([java / "javac", "-cp", path, "-d", folder, here / "HostStreams.java"], check=True)
    return program, [java / "java", *_FIXED, "-Xmx256m", "-XX:+UseSerialGC", "-cp", f"{folder}:{path}", "HostStreams"]


def main():
    options = argparse.ArgumentParser(description="C and Python beside Java, streaming")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--passes", type=int, default=5)
    options.add_argument("--workers", type=int, default=1)
    options.add_argument("--target", default="features")
    options.add_argument("file", nargs="?", help="a .npy file; none: one that is made and removed")
    options.add_argument("--python", nargs=2, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.python:
        stream(int(chosen.python[0]), chosen.python[1] == "copy", (chosen.file, chosen.target, chosen.workers))
        return
    path = ":".join(map(str, find_jars(HOME)[1]))
    with tempfile.TemporaryDirectory() as folder:
        file = chosen.file
        if file is None:
            file = f"{folder}/waves.npy"
            subprocess.run(
                [HOME / "sluice", "run", "--quiet", "--sim-records", "200000", "--target", "st_waveforms_stream", "--out", file], check=True
            )
        program, java = compile_hosts(folder, path)
        passes = str(chosen.passes)
        words = [passes, "--target", chosen.target, "--workers", str(chosen.workers), file]
        python = [sys.executable, __file__, "--target", chosen.target, "--workers", str(chosen.workers), file, "--python", passes]
        commands = {"Java": [*java, *words], "C": [program, *words], "Python": [*python, "lend"], "Python, copied": [*python, "copy"]}
        taken = {name: [] for name in commands}
        for _ in range(chosen.rounds):
            for name, command in commands.items():
                taken[name].append(run(command))
    records = {count for rounds in taken.values() for count, _ in rounds}
    if len(records) != 1:
        sys.exit(f"they read different numbers of records: {sorted(records)}")
    base = statistics.median(seconds for _, seconds in taken["Java"])
    print(f"load {os.getloadavg()[0]:.1f}, {records.pop()} records, {chosen.rounds} rounds of {passes} passes")
    for name, rounds in taken.items():
        seconds = sorted(each for _, each in rounds)
        middle = statistics.median(seconds)
        print(f"{name:15} {middle:7.3f} s ({seconds[0]:.3f} to {seconds[-1]:.3f})  of Java's speed {base / middle:.2f}")


if __name__ == "__main__":
    main()
