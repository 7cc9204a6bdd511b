"""5 GB of waveforms pass a loop in Python that computes their features. Argument: copy or lent.

Prints the gigabytes, the megabytes of memory that the process had at most, the features, and the sum of their charges.
"""

import sys

import sluice

passed = count = 0
total = 0.0
with sluice.stream(None, "st_waveforms_stream", sim_records=3_100_000, workers=1, copy=sys.argv[1] == "copy") as waveforms:
    for chunk in waveforms:
        features = sluice.features(chunk.records)
        passed += chunk.records.nbytes
        count += len(features)
        total += features["charge"].sum(dtype="f8")
with open("/proc/self/status") as status:
    most = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(f"{passed / 1e9:.2f} {most / 1000:.0f} {count} {total:.0f}")
