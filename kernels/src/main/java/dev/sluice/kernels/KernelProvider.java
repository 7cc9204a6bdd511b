package dev.sluice.kernels;

/// One way of computing all kernels: a family of loops that agrees bit for bit with every other family.
///
/// Implementations are immutable, stateless and safe from any thread. `Kernels` chooses one; a kernel's door asks it
/// for its loop when the kernel is built, never per call.
public interface KernelProvider {

    /// `vector` or `scalar`.
    String name();

    /// Bits worked on at once: the vector width, or 64 (one general register) for scalar loops.
    int width();

    /// The loop of a peak and charge kernel.
    PeakChargeLoop peakCharge(PeakChargePlan plan);

    /// The loop that finds where a column of times stops rising.
    TimeOrderLoop timeOrder();
}
