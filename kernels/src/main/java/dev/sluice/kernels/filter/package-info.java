/// Filters of waveforms: finite impulse responses, moving average, Savitzky-Golay, Butterworth, pole-zero correction
/// and the trapezoid.
///
/// A [dev.sluice.kernels.filter.Filter] is a formula with its parameters, checked and immutable;
/// [dev.sluice.kernels.filter.FilterKernel] applies one to every record by itself, and
/// [dev.sluice.kernels.filter.FragmentFirKernel] a finite one to pulses that go on in the next record. Samples are
/// int16, uint16 or float32; sums are formed in float64 in an order that each filter documents, results are float32 in
/// the unit of the samples unless a filter says otherwise. [dev.sluice.kernels.filter.FilterEdges] says what lies
/// beyond the ends of a record.
package dev.sluice.kernels.filter;
