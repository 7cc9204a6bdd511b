# time_filter.py
import numpy
import sluice
from guide_features import features

with sluice.stream("a.npy", "st_waveforms_stream", time_range=(1_000_000, 2_000_000)) as stream:
    results = numpy.concatenate([features(chunk.records) for chunk in stream])
numpy.save("python-2.npy", results)
print(len(results), "features")
