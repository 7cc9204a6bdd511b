/// Plans and scalar loops of the features of one waveform; no API.
///
/// Plans also hold the steps that both loops share, such as evaluating a charge and storing it. `Scalar…` are the
/// reference, bit for bit. No bounds, no lifetime: a kernel has checked.
package dev.sluice.kernels.internal.feature;
