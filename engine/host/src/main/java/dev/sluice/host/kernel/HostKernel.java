package dev.sluice.host.kernel;

import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.List;

/// A kernel that a host has bound to types of records and settings; it computes on arrays of the host.
///
/// May be used by any number of threads at once, each with arrays of its own.
public final class HostKernel implements AutoCloseable {
    private final String name;
    private final List<RecordType> types;
    private final Body body;
    private final Runnable freeing;
    private final KernelWords words;
    private volatile Records[] last;

    /// What is computed.
    @FunctionalInterface
    public interface Body {
        /// Computes on `arrays`, in the order of the kernel's form; returns how many results there are, which may be
        /// more than there was room for.
        long run(Records[] arrays);
    }

    HostKernel(String name, KernelForm.Bound bound, KernelWords words) {
        this.name = name;
        this.types = List.copyOf(bound.types());
        this.body = bound.body();
        this.freeing = bound.freeing();
        this.words = words;
    }

    /// The types of the arrays, in order.
    public List<RecordType> types() {
        return types;
    }

    /// The arrays that [#keep] was given last, for hosts that call with the same memory again and again; or null.
    public Records[] last() {
        return last;
    }

    /// Keeps the arrays of a call, which stay as they are.
    public void keep(Records[] arrays) {
        last = arrays;
    }

    /// Computes; see [Body#run].
    public long run(Records[] arrays) {
        try {
            return body.run(arrays);
        } catch (KernelArgumentException refused) {
            throw words.inSettings(refused);
        }
    }

    /// Frees what its calls work in; a call that runs meanwhile ends well.
    @Override
    public void close() {
        freeing.run();
    }

    @Override
    public String toString() {
        return "kernel " + name;
    }
}
