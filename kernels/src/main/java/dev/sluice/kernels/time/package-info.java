/// The order of records in time, and which intervals touch or contain which.
///
/// [dev.sluice.kernels.time.TimeSortKernel] sorts records of any size stably, [dev.sluice.kernels.time.TimeBounds]
/// reads their earliest start and latest end, [dev.sluice.kernels.time.TouchingWindowsKernel] and
/// [dev.sluice.kernels.time.FullyContainedKernel] compare two sorted lists. Times are int64 of any unit; an interval is
/// half open. Sums stop at the limits of int64 ([dev.sluice.kernels.time.TimeSums]), they never wrap.
package dev.sluice.kernels.time;
