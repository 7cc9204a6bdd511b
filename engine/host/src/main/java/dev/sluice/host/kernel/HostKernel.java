package dev.sluice.host.kernel;

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

    /// What is computed.
    @FunctionalInterface
    public interface Body {
        /// Computes on `arrays`, in the order of the kernel's form; returns how many results there are, which may be
        /// more than there was room for.
        long run(Records[] arrays);
    }

    HostKernel(String name, List<RecordType> types, Body body) {
        this.name = name;
        this.types = List.copyOf(types);
        this.body = body;
    }

    /// The types of the arrays, in order.
    public List<RecordType> types() {
        return types;
    }

    /// Computes; see [Body#run].
    public long run(Records[] arrays) {
        return body.run(arrays);
    }

    /// Does nothing: a kernel owns no memory.
    @Override
    public void close() {}

    @Override
    public String toString() {
        return "kernel " + name;
    }
}
