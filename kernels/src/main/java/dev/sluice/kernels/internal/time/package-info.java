/// Plans and scalar loops of sorting and of intervals; no API.
///
/// `RadixOrder` sorts by a word of time, channel and index, `PiecewiseOrder` where these need more bits; both are
/// stable. No bounds, no lifetime: a kernel has checked.
package dev.sluice.kernels.internal.time;
