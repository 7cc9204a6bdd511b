package dev.sluice.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.hit.HitFinder;
import dev.sluice.analysis.hit.PulseRecords;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.formats.npy.NpySource;
import dev.sluice.formats.npy.NpyWriter;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.LongField;
import dev.sluice.record.Records;
import dev.sluice.store.MemoryStore;
import dev.sluice.stream.ChunkStream;
import dev.sluice.waveform.RecordNumbers;
import dev.sluice.waveform.StraxTypes;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// N1: the index of a record in the run is kept from the source on, whatever it is read from.
final class RecordIndexTest {
    private static final LongField RECORD = StraxTypes.HIT.longField("record_i");
    private static final TimeRange LATE = TimeRange.of(10_500, Long.MAX_VALUE);

    @TempDir
    Path folder;

    @Test
    void anIndexBeyondInt32IsRefusedByTheNameOfItsField() {
        Records hits = Records.allocate(StraxTypes.HIT, 1, Arena.ofAuto());
        RECORD.set(hits, 0, 5);
        RecordNumbers.shift(hits, Integer.MAX_VALUE - 5L);
        assertEquals(Integer.MAX_VALUE, RECORD.get(hits, 0));
        String message = assertThrows(IllegalArgumentException.class, () -> RecordNumbers.shift(hits, 1))
                .getMessage();
        assertTrue(message.contains("number 2147483648") && message.contains("record_i"), message);
        RecordNumbers.shift(hits, -(long) Integer.MAX_VALUE);
        assertEquals(0, RECORD.get(hits, 0));
    }

    @Test
    void numbersFitUpToTheGreatestInt32() {
        assertTrue(RecordNumbers.fit(0, 0) && RecordNumbers.fit(Integer.MAX_VALUE - 3L, 3));
        assertFalse(RecordNumbers.fit(Integer.MAX_VALUE - 2L, 3));
        assertFalse(RecordNumbers.fit(Long.MAX_VALUE, 3));
        assertFalse(RecordNumbers.fit(-1, 3));
    }

    @Test
    void filesOfARunAreCountedOn() {
        NpySource source = new NpySource(List.of(write("b.npy", 10, 10), write("a.npy", 0, 10)));
        assertEquals(indices(0, 20), read(LATE.start() - 20_000, source, new PulseRecords(), new HitFinder()));
        assertEquals(indices(11, 20), read(LATE.start(), source, new PulseRecords(), new HitFinder()));
    }

    @Test
    void recordsThatAreLoadedAreCountedAsTheyWereComputed() {
        try (MemoryStore store = new MemoryStore(1 << 22);
                Context context = Context.create()
                        .register(new RecordSource("raw_records", raw(0, 20)), new PulseRecords(), new HitFinder())
                        .store(store)) {
            try (ChunkStream records = context.streaming("r").chunkRecords(3).getStream("records")) {
                records.forEach(chunk -> {});
            }
            assertTrue(context.streaming("r").isStored("records"));
            assertEquals(indices(11, 20), read(context, LATE, new ArrayList<>()));
        }
    }

    @Test
    void whereRecordsAreLeftOutByAPluginTheIndexIsUnknownAndANoteSaysSo() {
        List<String> notes = new ArrayList<>();
        try (Context context = Context.create()
                .register(new RecordSource("raw_records", raw(0, 20)), new EverySecond(), new HitFinder())) {
            List<Long> found = read(context, TimeRange.UNBOUNDED, notes);
            assertEquals(10, found.size());
            assertTrue(found.stream().allMatch(index -> index == RecordNumbers.UNKNOWN), found.toString());
        }
        assertEquals(1, notes.size());
        assertTrue(notes.get(0).contains("the record of 10 hits has no known place in the run"), notes.toString());
    }

    /// Records of which some are missing: each hit is in another record than the one of its number.
    private static final class EverySecond extends StreamingPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("records", StraxTypes.record(StraxTypes.SAMPLES))
                    .dependsOn("raw_records")
                    .version("1");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records raw = in.records();
            Records records = out.records(raw.count() / 2);
            for (String field : List.of("time", "length", "dt", "channel", "pulse_length")) {
                for (long i = 0; i < records.count(); i++) {
                    records.type()
                            .longField(field)
                            .set(records, i, raw.type().longField(field).get(raw, 2 * i));
                }
            }
            for (long i = 0; i < records.count(); i++) {
                records.type().longField("data").set(records, i, 50, 300);
            }
        }
    }

    private static List<Long> indices(long from, long to) {
        List<Long> indices = new ArrayList<>();
        for (long i = from; i < to; i++) {
            indices.add(i);
        }
        return indices;
    }

    private static List<Long> read(long start, Plugin... plugins) {
        try (Context context = Context.create().register(plugins)) {
            return read(context, TimeRange.of(start, Long.MAX_VALUE), new ArrayList<>());
        }
    }

    private static List<Long> read(Context context, TimeRange range, List<String> notes) {
        List<Long> found = new ArrayList<>();
        try (ChunkStream stream = context.streaming("r").chunkRecords(4).getStream("hits", range)) {
            for (Chunk chunk : stream) {
                for (long i = 0; i < chunk.length(); i++) {
                    found.add(RECORD.get(chunk.records(), i));
                }
            }
            notes.addAll(stream.summary().notes());
        }
        return found;
    }

    /// Pulses of one fragment and one hit, at its sample 50, every 1000 ns.
    private static Records raw(int first, int count) {
        Records raw = Records.allocate(StraxTypes.rawRecord(StraxTypes.SAMPLES), count, Arena.ofAuto());
        for (int i = 0; i < count; i++) {
            raw.type().longField("time").set(raw, i, (first + i) * 1000L);
            raw.type().longField("length").set(raw, i, StraxTypes.SAMPLES);
            raw.type().longField("pulse_length").set(raw, i, StraxTypes.SAMPLES);
            raw.type().longField("dt").set(raw, i, 5);
            raw.type().longField("channel").set(raw, i, i % 3);
            for (int sample = 0; sample < StraxTypes.SAMPLES; sample++) {
                raw.type().longField("data").set(raw, i, sample, sample == 50 ? 15_700 : 16_000);
            }
        }
        return raw;
    }

    private Path write(String name, int first, int count) {
        Path file = folder.resolve(name);
        Records raw = raw(first, count);
        try (NpyWriter writer = NpyWriter.create(file, raw.type())) {
            writer.write(raw);
            writer.commit();
        }
        return file;
    }
}
