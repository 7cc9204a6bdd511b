# merge_streams.py
import numpy
import sluice
from guide_features import features

stream1 = sluice.stream("a.npy", "st_waveforms_stream")
stream2 = sluice.stream("b.npy", "st_waveforms_stream")
results = numpy.concatenate([features(chunk.records) for chunk in sluice.merge([stream1, stream2])])
numpy.save("python-3.npy", results)
print(len(results), "features")
