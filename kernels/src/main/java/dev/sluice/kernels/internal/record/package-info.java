/// Plans and scalar loops over the records of strax, and where their fields lie; no API.
///
/// `FragmentFields` and `HitFields` are the packed dtypes of strax. `Scalar…` are the reference, bit for bit. No
/// bounds, no lifetime: a kernel has checked.
package dev.sluice.kernels.internal.record;
