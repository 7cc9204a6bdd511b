/// Hits: stretches of samples over a threshold, found in records, ordered and merged.
///
/// [dev.sluice.kernels.hit.FindHitsKernel] finds the hits of strax' records,
/// [dev.sluice.kernels.hit.ThresholdHitsKernel] those of any waveforms, with edges and integral.
/// [dev.sluice.kernels.hit.MergeHitsKernel] merges neighbours of one channel. How many hits there are is not known
/// before: a call writes as many as there is room for, and returns where it stopped, so that the caller goes on there.
package dev.sluice.kernels.hit;
