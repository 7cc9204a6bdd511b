"""What a whole run takes, from files in the page cache to a file of features: ./sluice run, numpy, and plain C.

    python3 benchmarks/src/main/python/whole_runs.py [--records 1000000] [--turns 3] [--folder FOLDER]

Makes a .npy file of simulated waveforms of 800 samples and a WaveDump run of four channels with the same samples, in a
folder of its own (3.3 GB for a million records) that is removed at the end. Takes turns, checks that all three compute
the same, and prints the least times and the most memory of each. Needs numpy; without a C compiler the rows of C are left out.
"""

import argparse
import multiprocessing
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import numpy as np

HOME = pathlib.Path(__file__).resolve().parents[4]
CHANNELS = 4
EVENT = np.dtype([("header", "<u4", 6), ("wave", "<i2", 800)])
ROWS = np.dtype([("baseline", "<f4"), ("peak", "<f4"), ("charge", "<f4")])


def features(wave):
    """The formulas of the features, as a numpy user would write them; blocks of 2000 records are the fastest."""
    rows = np.empty(len(wave), ROWS)
    for first in range(0, len(wave), 2000):
        block, out = wave[first : first + 2000], rows[first : first + 2000]
        baseline = block[:, :40].mean(axis=1, dtype="f8")
        out["baseline"] = baseline
        out["peak"] = block[:, 40:90].max(axis=1).astype("i4") - block[:, 40:90].min(axis=1)
        out["charge"] = 340 * baseline - block[:, 60:400].sum(axis=1, dtype="i8")
    return rows


def by_numpy(source, out):
    """What the numpy rows of the table run, in a process of their own."""
    if source.is_file():
        np.save(out, features(np.load(source, mmap_mode="r")["wave"]))
        return
    files = sorted(source.glob("wave*.dat"))
    np.save(out, np.concatenate([features(np.memmap(file, EVENT, "r")["wave"]) for file in files]))


def make(folder, records):
    """The two inputs."""
    npy, run = folder / "waves.npy", folder / "run"
    sluice = [HOME / "sluice", "run", "--quiet", "--target", "st_waveforms_stream", "--profile", "none"]
    subprocess.run([*sluice, "--sim-records", str(records), "--out", npy], check=True)
    data = np.load(npy, mmap_mode="r")
    run.mkdir()
    events = records // CHANNELS
    for channel in range(CHANNELS):
        file = np.zeros(events, EVENT)
        file["header"][:, 0] = EVENT.itemsize
        file["header"][:, 3] = channel
        file["header"][:, 4] = np.arange(events)
        file["header"][:, 5] = 1000 + 500 * np.arange(events)
        file["wave"] = data["wave"][channel * events : (channel + 1) * events]
        file.tofile(run / f"wave{channel}.dat")


def layout(source):
    """What C is told: bytes before the first record, of a record, and before its samples."""
    if source.is_dir():
        return 0, EVENT.itemsize, EVENT.fields["wave"][1]
    data = np.load(source, mmap_mode="r")
    return source.stat().st_size - data.nbytes, data.dtype.itemsize, data.dtype.fields["wave"][1]


def aside(work, *words):
    """Calls in a process of its own: Linux counts the memory of this one as that of the commands it starts."""
    process = multiprocessing.get_context("fork").Process(target=work, args=words)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(process.exitcode)


def timed(command):
    """Seconds, seconds of CPU, and peak memory in MB of a command, the pages of files that it maps included."""
    begin = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command])
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    if status:
        sys.exit(f"failed: {command}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1 << 10 if sys.platform == "linux" else 1 << 20)


def check(folder):
    """Stops unless all three computed the same, bit for bit."""
    sluice = np.load(folder / "sluice.npy")
    others = {"numpy": np.load(folder / "numpy.npy")}
    if c := sorted(folder.glob("c*.bin")):
        others["C"] = np.concatenate([np.fromfile(out, ROWS) for out in c])
    for name, rows in others.items():
        for field in ROWS.names:
            if not np.array_equal(np.sort(rows[field]), np.sort(sluice[field])):
                sys.exit(f"{name}: {field} differs from that of ./sluice run")


def compare(name, source, folder, turns):
    """Prints a line of the table for each way."""
    files = [source] if source.is_file() else sorted(source.glob("wave*.dat"))
    size = sum(file.stat().st_size for file in files) / 1e9
    model = [] if source.is_file() else ["--set", "model=V1730"]
    sluice = [HOME / "sluice", "run", source, *model, "--quiet", "--profile", "none", "--out", folder / "sluice.npy"]
    commands = {
        "`./sluice run`": sluice,
        "numpy": [sys.executable, __file__, "--numpy", source, folder / "numpy.npy"],
    }
    if (folder / "whole_run").exists():
        words = " ".join(map(str, layout(source)))
        calls = [f"{folder}/whole_run {file} {folder}/c{i}.bin {words}" for i, file in enumerate(files)]
        commands["plain C"] = ["sh", "-c", " && ".join(calls)]
    taken = {label: [] for label in commands}
    for _ in range(turns):
        for label, command in commands.items():
            taken[label].append(timed(command))
    aside(check, folder)
    for label, figures in taken.items():
        seconds, cpu = min(f[0] for f in figures), min(f[1] for f in figures)
        memory = max(f[2] for f in figures)
        print(f"| {name}, {size:.1f} GB | {label} | {seconds:.2f} | {cpu:.2f} | {size / seconds:.1f} | {memory:.0f} |")
    for old in folder.glob("c*.bin"):
        old.unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--folder", type=pathlib.Path, help="where the files go (default: the usual temporary folder)")
    parser.add_argument("--numpy", nargs=2, type=pathlib.Path, help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.numpy:
        by_numpy(*words.numpy)
        return
    folder = pathlib.Path(tempfile.mkdtemp(dir=words.folder))
    try:
        aside(make, folder, words.records)
        compiler = os.environ.get("CC", "cc")
        source = HOME / "benchmarks/src/main/c/whole_run.c"
        if shutil.which(compiler):
            flags = ["-O3", "-march=native", "-ffp-contract=off"]
            subprocess.run([compiler, *flags, "-o", folder / "whole_run", source], check=True)
        print("| input | by | s | CPU s | GB/s | MB of memory |\n|---|---|---|---|---|---|")
        compare("`.npy`", folder / "waves.npy", folder, words.turns)
        compare("WaveDump", folder / "run", folder, words.turns)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
