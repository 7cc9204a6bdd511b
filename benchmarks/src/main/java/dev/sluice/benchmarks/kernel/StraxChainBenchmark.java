package dev.sluice.benchmarks.kernel;

import dev.sluice.benchmarks.input.FragmentBlock;
import dev.sluice.benchmarks.input.FragmentChain;
import dev.sluice.benchmarks.input.Placement;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.Kernels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The chain of strax on one core: raw records of 110 samples to records (copied, zeroed, baseline, integrated), hits,
/// records cut outside hits, hits in order of time; about one hit per record.
///
/// One operation is a pass over all raw records in chunks that fit the L2 cache; the counters give ns per record and,
/// from 244 raw bytes each, GB/s. `records`, `findHits`, `cutOutsideHits` and `sortHits` repeat one kernel on one
/// chunk. Results are compared with the scalar twins', bit for bit, before they are timed.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class StraxChainBenchmark {

    /// Where the raw records are.
    @Param({"L2", "DRAM"})
    private Placement placement;

    /// Whose results.
    @Param({"NONE", "STRAX"})
    private Compatibility compatibility;

    private FragmentBlock block;
    private FragmentChain chosen;
    private FragmentChain scalar;

    /// Counts records, so that a score per record stands beside the score per pass.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counter {
        /// Records computed; the report shows ns per record.
        public long records;
    }

    /// Fills the records and verifies what will be timed.
    @Setup(Level.Trial)
    public void setUp() {
        block = new FragmentBlock(placement);
        chosen = new FragmentChain(block, Kernels.provider(), compatibility);
        scalar = new FragmentChain(block, Kernels.scalar(), compatibility);
        for (long first = 0; first < 8L * FragmentChain.CHUNK && first < block.count(); first += FragmentChain.CHUNK) {
            long count = Math.min(FragmentChain.CHUNK, block.count() - first);
            chosen.run(block.records(), first, count);
            scalar.run(block.records(), first, count);
            chosen.requireSame(scalar);
        }
        chosen.run(block.records(), 0, FragmentChain.CHUNK);
    }

    /// Frees the records.
    @TearDown(Level.Trial)
    public void tearDown() {
        block.close();
    }

    /// The chain on the kernels that the properties choose.
    @Benchmark
    public long chain(Counter counter) {
        return pass(chosen, counter);
    }

    /// The chain on the scalar twins.
    @Benchmark
    public long scalar(Counter counter) {
        return pass(scalar, counter);
    }

    private long pass(FragmentChain chain, Counter counter) {
        long hits = 0;
        for (long first = 0; first < block.count(); first += FragmentChain.CHUNK) {
            hits += chain.run(block.records(), first, Math.min(FragmentChain.CHUNK, block.count() - first));
        }
        counter.records += block.count();
        return hits;
    }

    /// From raw records to records only.
    @Benchmark
    public void records(Counter counter) {
        chosen.makeRecords(block.records(), 0, FragmentChain.CHUNK);
        counter.records += FragmentChain.CHUNK;
    }

    /// Finding hits only.
    @Benchmark
    public void findHits(Counter counter) {
        chosen.findHits(FragmentChain.CHUNK);
        counter.records += FragmentChain.CHUNK;
    }

    /// Cutting outside hits only.
    @Benchmark
    public void cutOutsideHits(Counter counter) {
        chosen.cutOutsideHits(FragmentChain.CHUNK);
        counter.records += FragmentChain.CHUNK;
    }

    /// Sorting hits only.
    @Benchmark
    public void sortHits(Counter counter) {
        chosen.sortHits();
        counter.records += FragmentChain.CHUNK;
    }
}
