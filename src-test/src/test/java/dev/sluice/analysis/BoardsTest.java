package dev.sluice.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.event.Coincidences;
import dev.sluice.analysis.event.GroupedEvents;
import dev.sluice.analysis.feature.Baselines;
import dev.sluice.analysis.feature.BasicFeatures;
import dev.sluice.analysis.feature.Features;
import dev.sluice.analysis.feature.PulseShapes;
import dev.sluice.analysis.hit.HitMerger;
import dev.sluice.analysis.hit.HitWindows;
import dev.sluice.analysis.hit.ThresholdHitFinder;
import dev.sluice.context.Context;
import dev.sluice.kernels.channel.ChannelKey;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A channel is a board and a channel of it: in options, groups, events and outputs (N7, N6, C2).
final class BoardsTest {
    private static final RecordType TYPE = RecordType.of(
            "time:<i8", "endtime:<i8", "dt:<i4", "board:<i2", "channel:<i2", "baseline:<f4", "wave:<i2[100]");
    private static final RecordType BOARDLESS =
            RecordType.of("time:<i8", "endtime:<i8", "dt:<i4", "channel:<i2", "baseline:<f4", "wave:<i2[100]");

    @TempDir
    private Path folder;

    /// Rows of time, board, channel, height of the negative pulse at samples 50 to 60.
    private static Records waveforms(RecordType type, int[]... rows) {
        Records records = Records.allocate(type, rows.length, Arena.ofAuto());
        for (int i = 0; i < rows.length; i++) {
            type.longField("time").set(records, i, rows[i][0]);
            type.longField("endtime").set(records, i, rows[i][0] + 100);
            type.longField("dt").set(records, i, 1);
            if (type.has("board")) {
                type.longField("board").set(records, i, rows[i][1]);
            }
            type.longField("channel").set(records, i, rows[i][2]);
            type.doubleField("baseline").set(records, i, 8000);
            for (int k = 0; k < 100; k++) {
                type.longField("wave").set(records, i, k, k >= 50 && k < 60 ? 8000 - rows[i][3] : 8000);
            }
        }
        return records;
    }

    private static final int[][] TWO_BOARDS = {
        {1000, 0, 3, 10}, {1000, 1, 3, 20}, {1000, 1, 19, 40}, {5000, 1, 3, 80}, {5010, 1, 3, 160}
    };

    private static Records run(String target, Map<String, String> options, Records waveforms, Plugin... more) {
        List<Plugin> plugins = new java.util.ArrayList<>(List.of(
                new RecordSource(Waveforms.DATA_TYPE, waveforms),
                new Features(),
                new BasicFeatures(),
                new PulseShapes(),
                new Baselines(),
                new ThresholdHitFinder(),
                new HitMerger(),
                new HitWindows(),
                new Coincidences(),
                Coincidences.ofHits()));
        plugins.addAll(List.of(more));
        return Gathered.stream(target, 3, 2, new TreeMap<>(options), plugins.toArray(Plugin[]::new));
    }

    @Test
    void channelsOfTheSameNumberOnSeveralBoardsAreSeveral() {
        Records groups = run("coincidences", Map.of("min_channels", "1"), waveforms(TYPE, TWO_BOARDS));
        assertEquals(2, groups.count());
        assertEquals(3, Coincidences.TYPE.longField("n_channels").get(groups, 0));
        assertEquals(1, Coincidences.TYPE.longField("n_channels").get(groups, 1));
        assertEquals(
                1L << 3 | 1L << 19, Coincidences.TYPE.longField("channel_mask").get(groups, 0));
        Records grouped = run("hit_grouped", Map.of("min_channels", "1"), waveforms(TYPE, TWO_BOARDS));
        assertEquals(3, Coincidences.TYPE.longField("n_channels").get(grouped, 0));
        Records merged = run("hit_merged", Map.of("merge_gap", "20"), waveforms(TYPE, TWO_BOARDS));
        assertEquals(4, merged.count());
    }

    @Test
    void aChannelMapGivesGroupsTheBitsOfItsNumbers() {
        Map<String, String> options = Map.of("min_channels", "1", "coincidences.boards", "1:32");
        Records groups = run("coincidences", options, waveforms(TYPE, TWO_BOARDS));
        assertEquals(
                1L << 3 | 1L << 35 | 1L << 51,
                Coincidences.TYPE.longField("channel_mask").get(groups, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "polarity=1:3:positive                        | 100 -200 400 -800 -1600",
                "polarity=3:positive                          | -100 -200 400 -800 -1600",
                "polarity=3:positive,1:3:negative             | -100 200 400 800 1600",
                "polarity=19:positive                         | 100 200 -400 800 1600",
                "polarity=19:positive;boards=1:16             | 100 -200 400 -800 -1600",
                "polarity=1:3:positive;boards=1:16            | 100 -200 400 -800 -1600",
                "charge_range=50:55,1:3:0:100,19:50:52        | 50 200 80 800 1600",
                "charge_range=0:100,0:3:50:51                 | 10 200 400 800 1600"
            })
    void optionsAreForAChannelOfABoard(String settings, String charges) {
        Map<String, String> options = new TreeMap<>();
        for (String setting : settings.split(";")) {
            options.put("features." + setting.split("=")[0], setting.split("=")[1]);
        }
        options.putIfAbsent("features.charge_range", "0:100");
        Records features = run("features", options, waveforms(TYPE, TWO_BOARDS));
        String[] expected = charges.strip().split(" ");
        for (int i = 0; i < TWO_BOARDS.length; i++) {
            assertEquals(
                    Float.parseFloat(expected[i]),
                    Features.TYPE.floatField("charge").get(features, i),
                    settings);
            assertEquals(TWO_BOARDS[i][1], Features.TYPE.longField("board").get(features, i));
        }
    }

    @Test
    void thresholdsAreForAChannelOfABoard() {
        Map<String, String> options = Map.of("threshold", "15,1:3:100,0:3:5");
        Records hits = run("hit_threshold", options, waveforms(TYPE, TWO_BOARDS));
        assertEquals(3, hits.count());
        assertEquals(40, hits.type().floatField("height").get(hits, 1));
        assertEquals(160, hits.type().floatField("height").get(hits, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"features", "basic_features", "pulse_shape", "hit_threshold"})
    void aBoardInAnOptionOfRecordsWithoutBoardsIsRefusedWithTheRemedy(String target) {
        Records waveforms = waveforms(BOARDLESS, new int[] {1000, 0, 3, 10}, new int[] {2000, 0, 19, 10});
        String message = assertThrows(
                        PipelineException.class, () -> run(target, Map.of("polarity", "1:3:positive"), waveforms))
                .getMessage();
        assertTrue(message.contains("no board field") && message.contains("boards"), message);
        Map<String, String> zero = Map.of("features.polarity", "0:3:positive", "features.charge_range", "0:100");
        Records features = run("features", zero, waveforms);
        assertEquals(-100, Features.TYPE.floatField("charge").get(features, 0));
        assertEquals(100, Features.TYPE.floatField("charge").get(features, 1));
        Map<String, String> map = Map.of(
                "features.polarity", "1:3:positive", "features.boards", "1:16", "features.charge_range", "0:100");
        assertEquals(-100, Features.TYPE.floatField("charge").get(run("features", map, waveforms), 1));
    }

    /// The baseline of a fragment is that of its own board.
    @Test
    void fragmentsTakeTheBaselineOfTheirBoard() {
        RecordType type =
                RecordType.of("time:<i8", "endtime:<i8", "board:<i2", "channel:<i2", "record_i:<i2", "data:<i2[10]");
        Records records = Records.allocate(type, 4, Arena.ofAuto());
        for (int i = 0; i < 4; i++) {
            type.longField("time").set(records, i, 1000 + i / 2 * 10);
            type.longField("endtime").set(records, i, 1010 + i / 2 * 10);
            type.longField("board").set(records, i, i % 2);
            type.longField("record_i").set(records, i, i / 2);
            for (int k = 0; k < 10; k++) {
                type.longField("data").set(records, i, k, i < 2 ? 100 * (i + 1) : 7);
            }
        }
        Records baselines = run("baseline", Map.of(), records);
        assertEquals(100, Baselines.TYPE.floatField("baseline").get(baselines, 2));
        assertEquals(200, Baselines.TYPE.floatField("baseline").get(baselines, 3));
    }

    @Test
    void eventsHaveAPlaceForEachChannelOfEachBoard() {
        Map<String, String> options = Map.of(
                "features.charge_range",
                "0:100",
                "min_channels",
                "1",
                "df_events.channels",
                "300",
                "df_events.boards",
                "1:200");
        Records waveforms =
                waveforms(TYPE, new int[] {1000, 1, 3, 20}, new int[] {1000, 1, 99, 30}, new int[] {1000, 0, 199, 10});
        GroupedEvents plugin = new GroupedEvents(4);
        RecordType type = new GroupedEvents(300).spec().type();
        Records events = stream(options, waveforms, plugin, type);
        float[] expected = new float[300];
        expected[199] = 100;
        expected[203] = 200;
        expected[299] = 300;
        for (int i = 0; i < 300; i++) {
            assertEquals(expected[i], type.floatField("charge_per_channel").get(events, 0, i), "channel " + i);
        }
    }

    private static Records stream(
            Map<String, String> options, Records waveforms, StreamingPlugin plugin, RecordType type) {
        try (Context context = Context.create()
                .register(
                        new RecordSource(Waveforms.DATA_TYPE, waveforms), new Features(), new Coincidences(), plugin)) {
            options.forEach(context::set);
            assertEquals(
                    type.descr(),
                    context.product(plugin.spec().provides()).type().descr());
            try (ChunkStream stream =
                    context.streaming("run").getStream(plugin.spec().provides())) {
                Records all = Records.allocate(type, 1, Arena.ofAuto());
                stream.forEach(chunk -> all.copyFrom(0, chunk.records(), 0, chunk.length()));
                return all;
            }
        }
    }

    /// N6: they were left out silently.
    @ParameterizedTest
    @CsvSource({
        "0, 64, , channels=65",
        "0, -1, , channel -1 of board 0",
        "1, 3, , set boards to the number of the first channel",
        "2, 3, 1:16, no places for board 2",
        "1, 3, 1:3, channel number 6 is channel 6 of board 0 and channel 3 of board 1"
    })
    void aChannelThatEventsHaveNoPlaceForIsRefusedWithTheOption(int board, int channel, String boards, String what) {
        Map<String, String> options = new TreeMap<>(Map.of("min_channels", "1"));
        if (boards != null) {
            options.put("df_events.boards", boards);
        }
        Records waveforms = waveforms(TYPE, new int[] {1000, 0, 6, 10}, new int[] {5000, board, channel, 10});
        String message = assertThrows(
                        PipelineException.class, () -> run("df_events", options, waveforms, new GroupedEvents(64)))
                .getMessage();
        assertTrue(message.contains(what), message);
    }

    /// C2: gains, ranges and polarities from a file of two columns.
    @Test
    void valuesPerChannelComeFromAFileOfTwoColumns() throws IOException {
        Path ranges = Files.writeString(folder.resolve("ranges.txt"), "# mine\n* 50:55\n1:3\t0:100 # all\n19, 50:52\n");
        Path polarity = Files.writeString(folder.resolve("polarity.csv"), "1:3;positive\n");
        Map<String, String> options =
                Map.of("features.charge_range", "@" + ranges, "features.polarity", "@" + polarity);
        Records features = run("features", options, waveforms(TYPE, TWO_BOARDS));
        float[] expected = {50, -200, 80, -800, -1600};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], Features.TYPE.floatField("charge").get(features, i));
        }
        Path three = Files.writeString(folder.resolve("three.txt"), "1 2\n1 2 3\n");
        try (Context context = Context.create().register(new ThresholdHitFinder())) {
            String message = assertThrows(IllegalArgumentException.class, () -> context.set("threshold", "@" + three))
                    .getMessage();
            assertTrue(message.contains("three.txt:2 has not two columns but 3"), message);
            assertThrows(IllegalArgumentException.class, () -> context.set("threshold", "@" + folder.resolve("no")));
        }
    }

    /// D5: all channels that were set before were turned.
    @Test
    void aListThatNamesChannelsOnlyChangesThese() {
        try (Context context = Context.create().register(new Features())) {
            context.set("polarity", "negative,3:positive,1:4:positive");
            context.set("polarity", "5:positive");
            context.set("polarity", "3:negative,4:positive");
            context.setForChannel(ChannelKey.of(7).onBoard(2), "polarity", "positive");
            assertEquals(
                    "negative,3:negative,4:positive,5:positive,2:7:positive",
                    context.options("features").get(3).text());
            context.set("polarity", "positive,8:negative");
            assertEquals(
                    "positive,2:7:positive,8:negative",
                    context.options("features").get(3).text());
        }
    }
}
