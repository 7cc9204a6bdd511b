/// What several channels saw together: coincidences of hits, peaks, their sum waveforms and properties.
///
/// [dev.sluice.kernels.event.CoincidenceKernel] groups hits in time. [dev.sluice.kernels.event.FindPeaksKernel],
/// [dev.sluice.kernels.event.SumWaveformKernel] and [dev.sluice.kernels.event.PeakPropertiesKernel] are the peak
/// building of strax (`strax.processing.peak_building`, `peak_properties`), to be run in that order over peaks of
/// [dev.sluice.kernels.event.PeakLayout]; [dev.sluice.kernels.event.NumberedHitSum] is the sum for hits that number
/// the records of a run. Input is sorted by time; what is out of order is refused with its index.
/// Times are in ns, areas in PE. Kernels are immutable, take scratch memory from their caller, and allocate nothing.
package dev.sluice.kernels.event;
