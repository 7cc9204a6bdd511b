package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.event.Peaks;
import dev.sluice.analysis.feature.Features;
import dev.sluice.analysis.hit.HitFinder;
import dev.sluice.analysis.hit.PulseRecords;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.kernels.event.PeakLayout;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.MadeUpSource;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.LiveInput;
import dev.sluice.waveform.StraxTypes;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class WarmTest {
    private static final RecordType PULSES =
            RecordType.of("time:<i8", "height:<i4").instantaneous();

    @Test
    void pluginsHaveComputedChunksBeforeTheFirstRecordOfALiveInputWhichStaysWhole() {
        AtomicLong chunks = new AtomicLong();
        try (Context context = Context.create().register(new Same(chunks))) {
            LiveInput live = context.live("pulses", PULSES);
            context.warm("same");
            assertTrue(chunks.get() >= 1000, "chunks=" + chunks);
            try (ChunkStream stream = context.streaming("run").getStream("same")) {
                Records room = live.claim(1);
                PULSES.longField("time").set(room, 0, 5);
                live.publish(1, 0, 10);
                live.close();
                Chunk chunk = stream.iterator().next();
                assertEquals(1, chunk.length());
                assertEquals(5, chunk.type().times().start(chunk.records(), 0));
            }
        }
    }

    @Test
    void aSourceIsNotOpened() {
        SourcePlugin closed = new SourcePlugin() {
            @Override
            public PluginSpec spec() {
                return PluginSpec.provides("pulses", PULSES);
            }

            @Override
            public ChunkReader open(SourceContext context) {
                throw new IllegalStateException("opened");
            }
        };
        AtomicLong chunks = new AtomicLong();
        try (Context context = Context.create().register(closed, new Same(chunks))) {
            context.warm("same", "pulses");
            assertTrue(chunks.get() > 0);
        }
    }

    @Test
    void whatNothingProvidesIsRefused() {
        try (Context context = Context.create()) {
            assertThrows(IllegalArgumentException.class, () -> context.warm("features"));
            assertThrows(IllegalArgumentException.class, context::warm);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<i2", "<u2", "<f4"})
    void madeUpWaveformsHavePulsesThatPluginsMeasure(String samples) {
        RecordType type = RecordType.of("time:<i8", "length:<i4", "dt:<i4", "channel:<i2", "wave:" + samples + "[100]");
        try (Arena arena = Arena.ofShared();
                Context context =
                        Context.create().register(new MadeUpSource("st_waveforms_stream", type, 300), new Features())) {
            Records features =
                    context.streaming("r").getArray(arena, "features").records();
            assertEquals(300, features.count());
            assertTrue(features.type().doubleField("peak").get(features, 7) > 50);
        }
    }

    /// With a megasample per record a chunk of 16 would take all of the memory.
    @Test
    void longWaveformsKeepToTheMemoryOfTheContext() {
        RecordType type = RecordType.of("time:<i8", "length:<i4", "dt:<i4", "channel:<i2", "wave:<i2[1000000]");
        AtomicLong chunks = new AtomicLong();
        try (Context context = Context.create().memory(64 << 20).register(new Features(), new Seen(chunks))) {
            context.live("st_waveforms_stream", type).close();
            context.warm("seen");
            assertTrue(chunks.get() >= 4, "chunks=" + chunks);
        }
    }

    @Test
    void madeUpFragmentsHaveHitsAndPeaks() {
        RecordType type = StraxTypes.rawRecord(StraxTypes.SAMPLES);
        try (Arena arena = Arena.ofShared();
                Context context = Context.create()
                        .register(
                                new MadeUpSource("raw_records", type, 300),
                                new PulseRecords(),
                                new HitFinder(),
                                new Peaks(PeakLayout.ofChannels(8)))) {
            List<Chunk> found = context.streaming("r").getArrays(arena, List.of("hits", "peaks"), TimeRange.UNBOUNDED);
            assertTrue(found.get(0).length() >= 300, found::toString);
            assertTrue(found.get(1).length() > 0, found::toString);
            context.warm("peaks");
        }
    }

    /// Gives what it gets, and counts chunks.
    private static final class Same extends StreamingPlugin {
        private final AtomicLong chunks;

        Same(AtomicLong chunks) {
            this.chunks = chunks;
        }

        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("same", PULSES).dependsOn("pulses").version("1");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            chunks.incrementAndGet();
            Records records = in.records();
            out.records(records.count()).copyFrom(0, records, 0, records.count());
        }
    }

    /// Counts chunks of features.
    private static final class Seen extends StreamingPlugin {
        private final AtomicLong chunks;

        Seen(AtomicLong chunks) {
            this.chunks = chunks;
        }

        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("seen", PULSES).dependsOn("features").version("1");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            chunks.addAndGet(in.records().count());
            out.records(0);
        }
    }
}
