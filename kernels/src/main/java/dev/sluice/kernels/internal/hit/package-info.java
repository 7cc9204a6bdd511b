/// Plans and scalar loops that find, order and merge hits; no API.
///
/// `Scalar…` are the reference, bit for bit. No bounds, no lifetime: a kernel has checked.
package dev.sluice.kernels.internal.hit;
