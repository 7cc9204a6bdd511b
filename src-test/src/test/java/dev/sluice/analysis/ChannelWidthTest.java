package dev.sluice.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.feature.Baselines;
import dev.sluice.analysis.feature.BasicFeatures;
import dev.sluice.analysis.feature.Features;
import dev.sluice.analysis.feature.PulseShapes;
import dev.sluice.analysis.hit.HitMerger;
import dev.sluice.analysis.hit.ThresholdHitFinder;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.PipelineException;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Numbers of boards and channels come out as they went in, whatever the width of their fields (K5).
final class ChannelWidthTest {
    private static final long[] CHANNELS = {4464, 40_000, 65_535, 70_000};

    static Stream<Arguments> plugins() {
        return Stream.of(
                        new Features(),
                        new BasicFeatures(),
                        new Baselines(),
                        new PulseShapes(),
                        new ThresholdHitFinder())
                .flatMap(plugin -> Stream.of("<u2", "<i4", "<u4", "<i8").map(type -> Arguments.of(plugin, type)));
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void aLargeChannelOrBoardIsNeverCutToFewerBits(StreamingPlugin plugin, String type) {
        int count = type.equals("<u2") ? 3 : 4;
        Records waveforms = waveforms(type, count);
        Records results = Gathered.stream(
                plugin.spec().provides(), 2, 1, Map.of(), new RecordSource(Waveforms.DATA_TYPE, waveforms), plugin);
        assertEquals(count, results.count());
        for (int i = 0; i < count; i++) {
            assertEquals(CHANNELS[i], results.type().longField("channel").get(results, i), plugin.name() + type);
            assertEquals(
                    CHANNELS[count - 1 - i], results.type().longField("board").get(results, i), plugin.name());
        }
    }

    /// At 16 bits both were channel 4464.
    @Test
    void hitsOfChannelsThatDifferBy65536AreNotMerged() {
        Records waveforms = waveforms("<i4", 4);
        RecordType type = waveforms.type();
        for (int i = 0; i < 4; i++) {
            type.longField("time").set(waveforms, i, 1000 + 100 * (i / 2));
            type.longField("endtime").set(waveforms, i, 1100 + 100 * (i / 2));
            type.longField("board").set(waveforms, i, 0);
            type.longField("channel").set(waveforms, i, i % 2 == 0 ? 4464 : 70_000);
        }
        Map<String, String> merging = Map.of("merge_gap", "1000", "longest_waveform", "1000");
        Records merged = Gathered.stream(
                HitMerger.DATA_TYPE,
                10,
                1,
                merging,
                new RecordSource(Waveforms.DATA_TYPE, waveforms),
                new ThresholdHitFinder(),
                new HitMerger());
        assertEquals(2, merged.count());
        assertEquals(4464, merged.type().longField("channel").get(merged, 0));
        assertEquals(70_000, merged.type().longField("channel").get(merged, 1));
    }

    @ParameterizedTest
    @CsvSource({"<i8, 2147483648", "<i8, -2147483649", "<u4, 4294967295", "<i8, 9223372036854775807"})
    void aChannelBeyondInt32IsRefusedWithRecordValueAndLimit(String type, long channel) {
        Records waveforms = waveforms(type, 4);
        waveforms.type().longField("channel").set(waveforms, 2, channel);
        for (StreamingPlugin plugin : new StreamingPlugin[] {new Features(), new ThresholdHitFinder()}) {
            RecordSource source = new RecordSource(Waveforms.DATA_TYPE, waveforms);
            String message = assertThrows(
                            PipelineException.class,
                            () -> Gathered.stream(plugin.spec().provides(), 10, 1, Map.of(), source, plugin))
                    .getMessage();
            assertTrue(message.contains(Long.toString(channel)) && message.contains("2147483647"), message);
        }
    }

    /// One negative pulse of 100 counts in each waveform.
    private static Records waveforms(String numbers, int count) {
        RecordType type = RecordType.of(
                "time:<i8",
                "endtime:<i8",
                "dt:<i4",
                "board:" + numbers,
                "channel:" + numbers,
                "baseline:<f4",
                "wave:<i2[100]");
        Records records = Records.allocate(type, count, Arena.ofAuto());
        for (int i = 0; i < count; i++) {
            type.longField("time").set(records, i, 1000L * i);
            type.longField("endtime").set(records, i, 1000L * i + 100);
            type.longField("dt").set(records, i, 1);
            type.longField("board").set(records, i, CHANNELS[count - 1 - i]);
            type.longField("channel").set(records, i, CHANNELS[i]);
            type.doubleField("baseline").set(records, i, 8000);
            for (int k = 0; k < 100; k++) {
                type.longField("wave").set(records, i, k, k >= 50 && k < 60 ? 7900 : 8000);
            }
        }
        return records;
    }
}
