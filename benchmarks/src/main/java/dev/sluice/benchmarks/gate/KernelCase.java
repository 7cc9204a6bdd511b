package dev.sluice.benchmarks.gate;

import java.util.List;

/// A kernel that the gate times beside its twins, in C or Java; verified before it is handed out. Used by one thread,
/// closed by its owner.
interface KernelCase extends AutoCloseable {
    /// The kernel and its input, for the table.
    String name();

    /// Records of one pass.
    long records();

    /// Bytes of whole records of one pass.
    long bytes();

    /// The least ratio of the fastest twin's time to the kernel's that the gate lets pass: far enough below the usual
    /// one that noise does not reach it, above half of it.
    double floor();

    /// One pass of the kernel.
    void kernel();

    /// The twins that this machine can run; those in C only where there is a C compiler.
    List<Twin> twins();

    @Override
    void close();

    /// Another way to compute the same, or what bounds it from below.
    ///
    /// @param name what it is called in the table
    /// @param pass one pass
    record Twin(String name, Runnable pass) {}
}
