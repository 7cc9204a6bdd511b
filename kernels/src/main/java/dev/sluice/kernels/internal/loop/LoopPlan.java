package dev.sluice.kernels.internal.loop;

/// The checked numbers of one kernel; immutable, safe from any thread, owns no memory.
///
/// A loop is made from a plan once, when the kernel is built. Plans are looked up by their class, so each kernel has a
/// class of its own, as a rule a record.
///
/// @param <L> the loop interface that all loops of the kernel implement
public interface LoopPlan<L> {}
