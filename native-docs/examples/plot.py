"""Plots the charges of a run, and its largest pulse, to plot.png: python3 plot.py [INPUT...]; needs matplotlib."""

import sys

import matplotlib

matplotlib.use("Agg")  # a file, no window
import matplotlib.pyplot as plt
import numpy as np

import sluice

inputs = sys.argv[1:] or None
settings = {} if inputs else {"sim_records": 20_000}

# Two targets in one pass; of the waveforms only the largest pulse is kept.
charges, largest, height = [], None, -1.0
features, waveforms = sluice.streams(inputs, ["features", "st_waveforms_stream"], **settings)
with features, waveforms:
    for feature, waveform in zip(features, waveforms):
        charges.append(feature["charge"])
        if len(feature) and feature["peak"].max() > height:
            height = feature["peak"].max()
            largest = waveform.records[feature["peak"].argmax()]

figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
charge = np.concatenate(charges)
left.hist(charge[np.isfinite(charge)], bins=200, histtype="step")
left.set(xlabel="charge (ADC counts × samples)", ylabel="pulses", yscale="log", title=f"{len(charge)} pulses")
right.plot(largest["wave"][: largest["length"]])
right.set(xlabel="sample", ylabel="ADC counts", title=f"the largest: {height:.0f} ADC counts, channel {largest['channel']}")
figure.savefig("plot.png", dpi=100)
print(f"plot.png: {len(charge)} charges, the largest pulse has {height:.0f} ADC counts")
