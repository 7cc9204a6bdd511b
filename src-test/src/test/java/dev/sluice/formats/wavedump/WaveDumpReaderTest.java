package dev.sluice.formats.wavedump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.plugin.Tally;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.ChunkStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class WaveDumpReaderTest {
    @TempDir
    private Path folder;

    private record Told(long start, long end, long count, List<Loss> losses) {}

    private List<Told> chunks(TimeRange range, long chunkRecords) throws IOException {
        WaveDumpSource source = new WaveDumpSource(List.of(folder), Map.of("clock_ns", "1"), FailurePolicy.SKIP);
        List<Told> message = new ArrayList<>();
        try (Context context = Context.create().register(source);
                ChunkStream stream = context.streaming("run")
                        .chunkRecords(chunkRecords)
                        .onError(FailurePolicy.SKIP)
                        .getStream(Waveforms.DATA_TYPE, range)) {
            for (Chunk chunk : stream) {
                message.add(new Told(chunk.start(), chunk.end(), chunk.length(), List.copyOf(chunk.losses())));
            }
        }
        return message;
    }

    @Test
    void eventsOutsideARangeAreNotRead() throws IOException {
        writeBrokenRun(true);
        WaveDumpSource source = new WaveDumpSource(List.of(folder), Map.of("clock_ns", "1"), FailurePolicy.SKIP);
        try (Context context = Context.create().register(source);
                ChunkStream stream = context.streaming("run")
                        .chunkRecords(1)
                        .getStream(Waveforms.DATA_TYPE, TimeRange.of(500, 1500))) {
            long records = 0;
            for (Chunk chunk : stream) {
                records += chunk.length();
            }
            assertEquals(2, records);
            assertEquals(2, stream.summary().records());
        }
    }

    /// Channel 0 has events at 0, 1000, ..., 9000; channel 1 breaks after its event at 2000.
    private void writeBrokenRun(boolean corrupt) {
        WaveDumpFixture whole = new WaveDumpFixture();
        for (int event = 0; event < 10; event++) {
            whole.event(1000L * event, 1, 2);
        }
        whole.write(folder.resolve("wave0.dat"));
        WaveDumpFixture broken = new WaveDumpFixture().channel(1);
        broken.event(0, 1, 2).event(1000, 1, 2).event(2000, 1, 2);
        byte[] bytes = corrupt
                ? broken.raw(25, 3000, new byte[40]).bytes()
                : broken.event(3000, 1, 2).bytes();
        WaveDumpFixture.write(folder.resolve("wave1.dat"), corrupt ? bytes : Arrays.copyOf(bytes, bytes.length - 1));
    }

    @ParameterizedTest
    @CsvSource({"1, true", "3, true", "100, true", "1, false", "3, false", "100, false"})
    void everyChunkTellsThePartOfALossInsideItsOwnTime(long chunkRecords, boolean corrupt) throws IOException {
        writeBrokenRun(corrupt);
        long start = corrupt ? 2002 : 3000;
        long end = corrupt ? 9002 : 3002;
        long reached = start;
        for (Told chunk : chunks(TimeRange.UNBOUNDED, chunkRecords)) {
            long from = Math.max(start, chunk.start());
            long to = Math.min(end, chunk.end());
            assertEquals(from < to ? 1 : 0, chunk.losses().size(), chunk.toString());
            for (Loss loss : chunk.losses()) {
                assertEquals(from, loss.start(), chunk.toString());
                assertEquals(to, loss.end(), chunk.toString());
                assertEquals(reached, loss.start());
                reached = loss.end();
            }
        }
        assertEquals(end, reached);
    }

    @Test
    void aRangeOfTimeKeepsThePartOfALossInsideIt() throws IOException {
        writeBrokenRun(true);
        List<Told> chunks = chunks(TimeRange.of(4500, 6500), 100);
        assertEquals(1, chunks.size());
        assertEquals(4500, chunks.get(0).losses().get(0).start());
        assertEquals(6500, chunks.get(0).losses().get(0).end());
    }

    @Test
    void aRangeOfTimeIsCoveredToItsEndWhereTheRunGoesOn() throws IOException {
        writeBrokenRun(false);
        List<Told> chunks = chunks(TimeRange.of(4500, 6500), 1);
        assertEquals(List.of(new Told(4500, 6000, 1, List.of()), new Told(6000, 6500, 1, List.of())), chunks);
    }

    @Test
    void aRangeBetweenTwoEventsIsOneEmptyChunk() throws IOException {
        writeBrokenRun(false);
        assertEquals(List.of(new Told(4500, 4700, 0, List.of())), chunks(TimeRange.of(4500, 4700), 10));
    }

    @ParameterizedTest
    @CsvSource({"-100, 0", "20000, 30000"})
    void aRangeOutsideOfTheRunIsNoChunk(long start, long end) throws IOException {
        writeBrokenRun(false);
        assertEquals(List.of(), chunks(TimeRange.of(start, end), 10));
    }

    @Test
    void theWayToALateRangeIsToldInStepsThatTileTime() throws Exception {
        int events = 150_000;
        WaveDumpFixture fixture = new WaveDumpFixture();
        for (int event = 0; event < events; event++) {
            fixture.event(100L + event, 1);
        }
        fixture.write(folder.resolve("wave0.dat"));
        WaveDumpSource source = new WaveDumpSource(List.of(folder), Map.of("clock_ns", "1"), FailurePolicy.FAIL);
        Output out = new Output(source.spec().type());
        try (var reader = source.open(new Asked(TimeRange.of(140_000, 140_010)))) {
            while (reader.read(out)) {
                assertTrue(out.chunks.size() < 10);
            }
        }
        assertEquals(
                List.of(
                        new Told(100, 65_636, 0, List.of()),
                        new Told(65_636, 131_172, 0, List.of()),
                        new Told(131_172, 140_000, 0, List.of()),
                        new Told(140_000, 140_010, 10, List.of())),
                out.chunks);
        assertEquals(List.of(new Told(140_000, 140_010, 10, List.of())), chunks(TimeRange.of(140_000, 140_010), 100));
    }

    private record Asked(TimeRange timeRange) implements SourceContext {
        @Override
        public String runId() {
            return "run";
        }

        @Override
        public <T> T get(Option<T> option) {
            return option.defaultValue();
        }

        @Override
        public long chunkRecords() {
            return 100;
        }

        @Override
        public FailurePolicy failurePolicy() {
            return FailurePolicy.FAIL;
        }

        @Override
        public void warn(String sentence) {
            throw new AssertionError(sentence);
        }

        @Override
        public Tally tally(String sentence) {
            return new Tally() {
                @Override
                public void add(long count) {
                    assertEquals(0, count, sentence);
                }

                @Override
                public void add(long count, long first) {
                    add(count);
                }
            };
        }
    }

    private static final class Output implements SourceOutput {
        private final List<Told> chunks = new ArrayList<>();
        private final RecordType type;

        Output(RecordType type) {
            this.type = type;
        }

        @Override
        public Records records(long capacity) {
            return Records.of(type, Arena.ofAuto().allocate(capacity * type.size()), 0, capacity);
        }

        @Override
        public void lend(MemorySegment memory, long byteOffset, long count) {
            throw new UnsupportedOperationException("the reader copies");
        }

        @Override
        public void publish(long count, long start, long end) {
            chunks.add(new Told(start, end, count, List.of()));
        }

        @Override
        public void lost(Loss loss) {
            throw new AssertionError(loss);
        }
    }
}
