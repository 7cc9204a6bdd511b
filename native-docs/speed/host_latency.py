#!/usr/bin/env python3
"""How long a batch takes from when it is due to the callback of a host in C, beside the reader of a program in Java.

    python3 native-docs/speed/host_latency.py [--rounds N] [--seconds S] [--rate R] [--sleep] [--balanced] [--pin A,B]

Both publish 64 records at a time and take their features: native-docs/examples/digitiser.c, and HostLatency.java beside this
file. They run in turns, so that both meet the same machine; the median over the rounds counts. A machine needs two cores that
are free. Needs a checkout that is built (mvn -DskipTests package), cc, numpy and a JDK 25.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "engine/host/python"))

from sluice._jvm import _FIXED, find_jars, find_jdk  # noqa: E402  # they look where hosts do


def delays(command):
    """p50 and p99 of a run, in microseconds."""
    outcome = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "SLUICE_HOME": str(HOME)})
    found = re.search(r"p99 ([\d.]+) us .*p50 ([\d.]+) us", outcome.stdout)
    if outcome.returncode or not found:
        sys.exit(f"{command[0]} failed: {outcome.stdout}{outcome.stderr}")
    return float(found.group(2)), float(found.group(1))


def main():
    options = argparse.ArgumentParser(description="C and Java, from publication to callback")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=3)
    options.add_argument("--rate", type=float, default=100_000, help="records per second")
    options.add_argument("--sleep", action="store_true", help="the digitisers sleep until a batch is due")
    options.add_argument("--balanced", action="store_true", help="threads of the engine sleep while they wait")
    options.add_argument("--pin", metavar="A,B", help="CPUs of the digitisers and of the readers")
    chosen = options.parse_args()
    path = ":".join(map(str, find_jars(HOME)[1]))
    pins = [chosen.pin] if chosen.pin else []
    policy = "balanced" if chosen.balanced else "low-latency"
    with tempfile.TemporaryDirectory() as folder:
        program = f"{folder}/digitiser"
        source = HOME / "native-docs/examples/digitiser.c"
        flags = ["-O2", "-std=c99", f"-I{HOME}/native-docs/include"]
        subprocess.run(["cc", *flags, source, "-o", program, "-ldl", "-lpthread"], check=True)
        java = find_jdk(HOME) / "bin"
        subprocess.run([java / "javac", "-cp", path, "-d", folder, Path(__file__).with_name("HostLatency.java")], check=True)
        size = [str(chosen.seconds), str(chosen.rate)]
        commands = {
            "java": [java / "java", *_FIXED, "-Xmx256m", "-XX:+UseSerialGC", "-cp", f"{folder}:{path}", "HostLatency", *size, policy]
            + ["sleep" if chosen.sleep else "spin", *pins],
            "c": [program, "--seconds", size[0], "--rate", size[1]]
            + ([] if chosen.sleep else ["--spin"]) + (["--balanced"] if chosen.balanced else []) + (["--pin", *pins] if pins else []),
        }  # fmt: skip
        found = {name: [] for name in commands}
        for number in range(chosen.rounds):
            for name, command in commands.items():
                found[name].append(delays(command))
                p50, p99 = found[name][-1]
                print(f"round {number + 1}  {name:4}  p50 {p50:9.2f} us  p99 {p99:9.2f} us", flush=True)
    for index, name in enumerate(("p50", "p99 (median of windows of 10 ms)")):
        java_us, c_us = (statistics.median(each[index] for each in found[which]) for which in ("java", "c"))
        print(f"{name}: Java {java_us:.2f} us, C {c_us:.2f} us, C/Java {c_us / java_us:.2f}")


if __name__ == "__main__":
    main()
