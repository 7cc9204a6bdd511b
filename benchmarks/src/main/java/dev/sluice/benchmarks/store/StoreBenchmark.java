package dev.sluice.benchmarks.store;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.formats.store.DiskStore;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.store.Lineage;
import dev.sluice.store.LineageEntry;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoreWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
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

/// Half a gigabyte of waveforms in our own store, cached: loaded with every checksum compared, beside a pass that maps
/// the same file and does no more than take CRC32C of it.
///
/// One operation is one pass: the score is ms, and 512 divided by it is about GB/s.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class StoreBenchmark {
    private static final long BYTES = 512_000_000;
    private static final RecordType TYPE =
            RecordType.of("time:<i8", "length:<i4", "dt:<i4", "channel:<i2", "wave:<i2[800]");
    private static final StoreKey KEY =
            new StoreKey("run", "raw", Lineage.of("raw", LineageEntry.of("Benchmark", "1", Map.of()), List.of()));

    /// Bytes of the records of a chunk.
    @Param({"250000", "1000000"})
    private int chunkBytes;

    private final Forgetting forgetting = new Forgetting();
    private Path folder;
    private Path data;
    private DiskStore store;

    /// Writes the run.
    ///
    /// @throws IOException if the disk does not take it
    @Setup(Level.Trial)
    public void setUp() throws IOException {
        folder = Files.createTempDirectory("sluice-store-benchmark");
        store = DiskStore.at(folder);
        int count = chunkBytes / TYPE.size();
        Records records = Records.allocate(TYPE, count, Arena.ofAuto());
        Random random = new Random(1);
        for (long at = 0; at + Long.BYTES <= records.byteSize(); at += Long.BYTES) {
            records.segment().set(ValueLayout.JAVA_LONG_UNALIGNED, records.byteOffset() + at, random.nextLong());
        }
        try (StoreWriter writer = store.writer(KEY, TYPE)) {
            for (long chunk = 0; chunk < BYTES / chunkBytes; chunk++) {
                writer.accept(stamped(records, chunk * count));
            }
            writer.commit();
        }
        try (Stream<Path> files = Files.list(folder.resolve(KEY.name()))) {
            data = files.filter(file -> file.getFileName().toString().startsWith("data-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Chunk stamped(Records records, long first) {
        for (long i = 0; i < records.count(); i++) {
            TYPE.longField("time").set(records, i, (first + i) * 800);
            TYPE.longField("length").set(records, i, 800);
            TYPE.longField("dt").set(records, i, 1);
        }
        return Chunk.of(records, first * 800, (first + records.count()) * 800, KEY.runId(), KEY.dataType());
    }

    /// Removes the run.
    ///
    /// @throws IOException if the disk refuses
    @TearDown(Level.Trial)
    public void tearDown() throws IOException {
        store.remove(KEY);
        store.close();
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /// Every chunk of the store, as a run takes it.
    ///
    /// @throws Exception if the data are damaged
    @Benchmark
    public long load() throws Exception {
        try (ChunkReader reader = store.find(KEY).orElseThrow().open(TimeRange.UNBOUNDED)) {
            boolean more = reader.read(forgetting);
            while (more) {
                more = reader.read(forgetting);
            }
        }
        return forgetting.records;
    }

    /// The least that a checked load can be: the file mapped, and its checksums taken.
    ///
    /// @throws IOException if the file cannot be mapped
    @Benchmark
    public long mapAndChecksum() throws IOException {
        CRC32C crc = new CRC32C();
        long sum = 0;
        try (Arena arena = Arena.ofShared();
                FileChannel channel = FileChannel.open(data, StandardOpenOption.READ)) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            for (long at = 0; at < mapped.byteSize(); at += chunkBytes) {
                crc.reset();
                crc.update(mapped.asSlice(at, Math.min(chunkBytes, mapped.byteSize() - at))
                        .asByteBuffer());
                sum += crc.getValue();
            }
        }
        return sum;
    }

    private static final class Forgetting implements SourceOutput {
        private final Records none = Records.allocate(TYPE, 0, Arena.ofAuto());
        private long records;

        @Override
        public Records records(long capacity) {
            return none;
        }

        @Override
        public void lend(MemorySegment memory, long byteOffset, long count) {
            records += count;
        }

        @Override
        public void publish(long count, long start, long end) {
            // Counted when it was lent.
        }

        @Override
        public void lost(Loss loss) {
            throw new IllegalStateException("nothing was lost when it was written: " + loss);
        }
    }
}
