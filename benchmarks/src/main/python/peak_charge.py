"""What numpy takes for the peak (40:90) and charge (60:400) of 800-sample records: ns per record, best of 20 passes.

    python3 benchmarks/src/main/python/peak_charge.py
"""

import time

import numpy as np

SAMPLES = 800


def features(records):
    """The contract's formulas, vectorised as a numpy user would."""
    wave = records["wave"]
    peak = (wave[:, 40:90].max(axis=1).astype("i4") - wave[:, 40:90].min(axis=1)).astype("f4")
    sums = wave[:, 60:400].sum(axis=1, dtype="f8" if wave.dtype.kind == "f" else "i8")
    return peak, (340 * records["baseline"] - sums).astype("f4")


def nanoseconds(sample_type, size):
    """Least time per record of records that take `size` bytes together."""
    record = np.dtype({"names": ["baseline", "wave"], "formats": ["f8", (sample_type, SAMPLES)], "offsets": [8, 32]})
    records = np.zeros(size // record.itemsize, record)
    records["wave"] = np.random.default_rng(1).normal(14_000, 20, (1, SAMPLES)).astype(sample_type)
    records["baseline"] = 14_000.5
    times = []
    for _ in range(20):
        begin = time.perf_counter_ns()
        features(records)
        times.append(time.perf_counter_ns() - begin)
    return min(times) / len(records)


if __name__ == "__main__":
    print("numpy", np.__version__)
    for sample_type in ("<i2", "<u2", "<f4"):
        for place, size in (("L2", 256 << 10), ("DRAM", 1 << 28)):
            print(f"{sample_type} {place}: {nanoseconds(sample_type, size):.0f} ns/record")
