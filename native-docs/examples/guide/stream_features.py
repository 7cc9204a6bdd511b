# stream_features.py
import numpy
import sluice
from guide_features import features

results = []
with sluice.stream("a.npy", "st_waveforms_stream", chunk_records=500) as stream:
    for chunk in stream:
        results.append(features(chunk.records))
        print(f"features_stream [{chunk.start}, {chunk.end}) {len(chunk)} records")
numpy.save("python-1.npy", numpy.concatenate(results))
