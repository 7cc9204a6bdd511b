package dev.sluice.benchmarks.input;

/// Where the records of a benchmark are when a pass over them begins; an immutable value.
public enum Placement {
    /// In the L2 cache of the core: a quarter of a usual one.
    L2(256L << 10),
    /// In DRAM: far more than any cache.
    DRAM(1L << 30);

    private final long bytes;

    Placement(long bytes) {
        this.bytes = bytes;
    }

    /// How many bytes of records make it so.
    long bytes() {
        return bytes;
    }
}
