/// Numbers of one waveform: baseline and rms, peak and charge, height, area and extremes, the shape of the pulse.
///
/// Each kernel writes its results where a `Results` value says, in ADC counts, samples, or their product. A window
/// without samples gives what [dev.sluice.kernels.EmptyWindow] says. Integer samples are summed exactly, floats in
/// float64 in a fixed order, so that no result depends on the machine. Kernels are immutable and safe from any thread;
/// they allocate nothing per call and fail before they write anything.
package dev.sluice.kernels.feature;
