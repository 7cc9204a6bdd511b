"""Features of a run, chunk by chunk and as one array: python3 stream.py [INPUT...]"""

import sys

import sluice

inputs = sys.argv[1:] or None
settings = {"workers": 2} if inputs else {"workers": 2, "sim_records": 10_000}

with sluice.stream(inputs, "features", options={"charge_range": (60, 300)}, **settings) as chunks:
    for chunk in chunks:
        print(f"[{chunk.start}, {chunk.end}) {len(chunk)} records, charge {chunk['charge'].sum(dtype='f8'):.0f}")

features = sluice.run(inputs, "features", **settings)
print(f"{len(features)} records, the greatest peak is {features['peak'].max():.0f} ADC counts")
