/// Plans and scalar loops of the filters; no API.
///
/// A `FilterLoop` filters records one by one, from samples in float64 scratch memory to float32 results. `Scalar…` are
/// the reference: the order of every sum is theirs, and vectors keep it. No bounds, no lifetime: a kernel has checked.
package dev.sluice.kernels.internal.filter;
