/// The scalar twin of every kernel: the reference that vectors are held to, bit for bit, and what runs where the vector
/// module is absent. No bounds, no lifetime: callers have checked.
package dev.sluice.kernels.scalar;
