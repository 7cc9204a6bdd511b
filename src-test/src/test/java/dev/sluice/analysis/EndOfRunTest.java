package dev.sluice.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.analysis.event.Coincidences;
import dev.sluice.analysis.hit.HitWindows;
import dev.sluice.analysis.hit.ThresholdHitFinder;
import dev.sluice.context.Context;
import dev.sluice.plugin.Plugin;
import dev.sluice.record.DoubleField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.source.Waveforms;
import java.lang.foreign.Arena;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// N2: a run ends with the record that ends last, which need not be the one that starts last.
final class EndOfRunTest {
    private static final int SAMPLES = 100;

    @ParameterizedTest
    @CsvSource({"hit_windows, 1", "hit_windows, 2", "hit_windows, 1000", "hit_grouped, 1", "hit_grouped, 1000"})
    void aHitInALongRecordBehindTheEndOfTheLastOneIsNotLost(String target, int chunk) {
        RecordType type = Waveforms.type("<i2", SAMPLES);
        Records waves = waves(type);
        LongField length = type.longField("length");
        LongField end = type.longField("endtime");
        for (int i = 0; i < 3; i++) {
            length.set(waves, i, i == 2 ? 20 : SAMPLES);
            end.set(waves, i, type.times().start(waves, i) + (i == 2 ? 20 : SAMPLES));
        }
        // Both hits are at sample 50, at times 50 and 53; the record that starts last ends at time 30.
        Records found = found(target, waves, chunk);
        assertEquals(target.equals("hit_windows") ? 2 : 1, found.count());
        assertEquals(50, found.type().longField("time").get(found, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    void aHitInARecordThatCountsAsAnInstantIsNotLost(int chunk) {
        RecordType type = RecordType.builder()
                .field("time", "<i8")
                .field("dt", "<f4")
                .field("channel", "<i4")
                .field("wave", "<i2", SAMPLES)
                .build()
                .instantaneous();
        assertEquals(2, found("hit_windows", waves(type), chunk).count());
    }

    @Test
    void theLastChunkOfRecordsInMemoryEndsWithTheGreatestEnd() {
        RecordType type = RecordType.of("time:<i8", "endtime:<i8");
        Records spans = Records.allocate(type, 3, Arena.ofAuto());
        long[][] times = {{0, 500}, {3, 103}, {10, 30}};
        for (int i = 0; i < 3; i++) {
            type.longField("time").set(spans, i, times[i][0]);
            type.longField("endtime").set(spans, i, times[i][1]);
        }
        try (Context context = Context.create().register(new RecordSource("spans", spans))) {
            assertEquals(
                    500,
                    context.streaming("r")
                            .chunkRecords(1)
                            .accumulate("spans", 0L, (end, chunk) -> Math.max(end, chunk.end())));
        }
    }

    private static Records waves(RecordType type) {
        Records waves = Records.allocate(type, 3, Arena.ofAuto());
        DoubleField dt = type.doubleField("dt");
        LongField wave = type.longField("wave");
        long[] times = {0, 3, 10};
        for (int i = 0; i < 3; i++) {
            type.longField("time").set(waves, i, times[i]);
            type.longField("channel").set(waves, i, i);
            dt.set(waves, i, 1);
            for (int sample = 0; sample < SAMPLES; sample++) {
                wave.set(waves, i, sample, i < 2 && sample == 50 ? 7000 : 8000);
            }
        }
        return waves;
    }

    private static Records found(String target, Records waves, int chunk) {
        Plugin[] plugins = {
            new RecordSource(Waveforms.DATA_TYPE, waves),
            new ThresholdHitFinder(),
            new HitWindows(),
            Coincidences.ofHits()
        };
        return Gathered.stream(target, chunk, 1, Map.of("left_extension", "0", "right_extension", "0"), plugins);
    }
}
