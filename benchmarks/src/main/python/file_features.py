"""Baseline (0:40), peak and charge of every waveform of a run, from file to file, in blocks that a cache holds.

    python3 file_features.py npy|wavedump SAMPLES PEAK_FROM PEAK_TO CHARGE_FROM CHARGE_TO OUT FILE...

The numpy row of `./sluice bench --files`: a .npy file of waveforms, or a WaveDump file for each channel (tags of 8 ns that
turn at 31 bits, 2 ns a sample), merged by time. OUT is a .npy file of rows as `./sluice run --target features` writes them.
"""

import sys

import numpy as np

BLOCK_BYTES = 2000 * 1632
BASELINE = 40
ROWS = np.dtype("<i8, <i8, <i4, <i4, <f4, <f4, <f4")
ROWS.names = ("time", "endtime", "board", "channel", "peak", "charge", "baseline")


def features(wave, rows, peak, charge):
    """Fills in the features, with the formulas that a numpy user would write; blocks of 2000 records of 800 samples are the fastest."""
    step = max(1, BLOCK_BYTES // (2 * wave.shape[1]))
    for first in range(0, len(wave), step):
        block, out = wave[first : first + step], rows[first : first + step]
        baseline = block[:, :BASELINE].mean(axis=1, dtype="f8")
        out["baseline"] = baseline
        out["peak"] = block[:, slice(*peak)].max(axis=1).astype("i4") - block[:, slice(*peak)].min(axis=1)
        out["charge"] = (charge[1] - charge[0]) * baseline - block[:, slice(*charge)].sum(axis=1, dtype="i8")


def of_npy(file, peak, charge):
    """Rows of a .npy file."""
    data = np.load(file, mmap_mode="r")
    rows = np.empty(len(data), ROWS)
    for name in ("time", "endtime", "board", "channel"):
        rows[name] = data[name]
    features(data["wave"], rows, peak, charge)
    return rows


def of_wavedump(files, samples, peak, charge):
    """Rows of one file for each channel, in order of time."""
    event = np.dtype([("header", "<u4", 6), ("wave", "<i2", samples)])
    parts = []
    for file in files:
        data = np.memmap(file, event, "r")
        rows = np.empty(len(data), ROWS)
        tags = (data["header"][:, 5] & 0x7FFFFFFF).astype("i8")
        turns = np.concatenate([[0], np.cumsum(np.diff(tags) < 0)])
        rows["time"] = 8 * (tags + (turns << 31))
        rows["endtime"] = rows["time"] + 2 * samples
        rows["board"] = data["header"][:, 1]
        rows["channel"] = data["header"][:, 3]
        features(data["wave"], rows, peak, charge)
        parts.append(rows)
    rows = np.concatenate(parts)
    return rows[np.argsort(rows["time"], kind="stable")]


def main(form, samples, peak_from, peak_to, charge_from, charge_to, out, *files):
    peak, charge = (int(peak_from), int(peak_to)), (int(charge_from), int(charge_to))
    rows = of_npy(files[0], peak, charge) if form == "npy" else of_wavedump(files, int(samples), peak, charge)
    np.save(out, rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
