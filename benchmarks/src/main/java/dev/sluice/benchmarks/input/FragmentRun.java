package dev.sluice.benchmarks.input;

import dev.sluice.context.Context;
import dev.sluice.record.LongField;
import dev.sluice.record.Records;
import dev.sluice.source.SimulatedFragments;
import dev.sluice.waveform.StraxTypes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A run of raw records of strax in memory, of the simulated detector of 494 channels, repeated at later times: what
/// the pipelines of the benchmarks make hits and peaks of. Closed by its owner.
public final class FragmentRun implements AutoCloseable {
    private static final int BLOCK = 1 << 16;

    /// Not before the last pulses end: one has 330 samples of 10 ns at most.
    private static final int MARGIN = 10_000;

    private final Arena arena = Arena.ofShared();
    private final Records records;

    /// About `bytes` bytes of records of 110 samples.
    public FragmentRun(long bytes) {
        try (Context context = Context.create().register(SimulatedFragments.ofRecords(BLOCK));
                Arena simulated = Arena.ofShared()) {
            Records block = context.streaming("simulated")
                    .getArray(simulated, StraxTypes.RAW_RECORDS)
                    .records();
            records = Records.allocate(
                    block.type(), Math.max(1, bytes / block.type().size()), arena);
            repeat(block);
        }
    }

    private void repeat(Records block) {
        LongField time = block.type().longField("time");
        long period = time.get(block, block.count() - 1) + MARGIN;
        long size = block.type().size();
        for (long from = 0; from < records.count(); from += block.count()) {
            long count = Math.min(block.count(), records.count() - from);
            MemorySegment.copy(block.segment(), block.byteOffset(), records.segment(), from * size, count * size);
            for (long i = from; i < from + count; i++) {
                time.set(records, i, time.get(records, i) + from / block.count() * period);
            }
        }
    }

    /// The records; they live as long as this run.
    public Records records() {
        return records;
    }

    @Override
    public void close() {
        arena.close();
    }
}
