/// Waveforms as loops read them: where samples lie, which are valid, which polarity and baseline; no API.
///
/// Used by the loops of all rooms that read samples. `ScalarSamples` has the sums and extremes of one record in the
/// order that vectors keep too. No bounds, no lifetime: a kernel has checked.
package dev.sluice.kernels.internal.wave;
