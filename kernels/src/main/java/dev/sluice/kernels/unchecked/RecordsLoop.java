package dev.sluice.kernels.unchecked;

/// The unchecked inner loop of `RecordsKernel`; implementations are immutable and safe from any thread.
public interface RecordsLoop {

    /// Makes records of `count` raw records and returns `count`, or the index of a fragment of unknown baseline: then
    /// the records before it are written.
    ///
    /// `limit` is the address just after the raw records' segment: memory before it may be read. Allocates nothing.
    long run(long raw, long count, long limit, long records, RawBaselines baselines);
}
