# guide_features.py
import numpy
import sluice

FEATURES = numpy.dtype([("time", "<i8"), ("peak", "<f4"), ("charge", "<f4")])

def features(waveforms):
    out = numpy.zeros(len(waveforms), FEATURES)
    out["time"] = waveforms["time"]
    return sluice.features(waveforms, peak_range=(40, 90), charge_range=(60, 400), out=out)
