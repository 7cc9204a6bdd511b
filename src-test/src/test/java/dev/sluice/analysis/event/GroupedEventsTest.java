package dev.sluice.analysis.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.Gathered;
import dev.sluice.analysis.feature.Features;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GroupedEventsTest {
    private static final long[][] PYTHON = {{0, 1}, {1000, 0}, {100_000, 2}, {150_000, 3}, {200_001, 0}};

    /// The Python package gives 1000 to 100000 and, backwards, 200001 to 150000: the times of the lowest and the
    /// highest channel.
    @Test
    void eventsLastFromTheirTrueFirstToTheirTrueLastTime() {
        Records events = stream(features(PYTHON), Map.of("window", "100000"), 1, 1);
        assertEquals(2, events.count());
        assertEquals(0, value(events, "time", 0));
        assertEquals(100_000, value(events, "endtime", 0));
        assertEquals(150_000, value(events, "time", 1));
        assertEquals(200_001, value(events, "endtime", 1));
        assertEquals(3, value(events, "n_hits", 0));
        assertEquals(2, value(events, "n_hits", 1));
    }

    /// The Python package numbers the columns of its pairs by position: there channel 3 is the second of its event.
    @Test
    void chargesAreFoundAtTheNumberOfTheirChannel() {
        Records events = stream(features(PYTHON), Map.of("window", "100000"), 7, 2);
        float[][] expected = {{2, 1, 3, 0}, {5, 0, 0, 4}};
        for (int event = 0; event < 2; event++) {
            for (int channel = 0; channel < 4; channel++) {
                float charge = events.type().floatField("charge_per_channel").get(events, event, channel);
                float peak = events.type().floatField("peak_per_channel").get(events, event, channel);
                assertEquals(expected[event][channel], charge, "event " + event + " channel " + channel);
                assertEquals(10 * expected[event][channel], peak, "event " + event + " channel " + channel);
            }
        }
    }

    /// The Python package lets single hits pass for pairs.
    @Test
    void anEventOfFewerChannelsThanAskedForIsNone() {
        assertEquals(
                1,
                stream(features(PYTHON), Map.of("window", "100000", "min_channels", "3"), 2, 1)
                        .count());
    }

    @Test
    void severalWaveformsOfAChannelAreSummedAndTheirHighestTold() {
        long[][] rows = {{0, 1}, {10, 1}, {20, 0}, {30, 1}, {40, 3}};
        Records events = stream(features(rows), Map.of("window", "50"), 1, 1);
        assertEquals(1 + 2 + 4, events.type().floatField("charge_per_channel").get(events, 0, 1));
        assertEquals(40, events.type().floatField("peak_per_channel").get(events, 0, 1));
        assertEquals(3, value(events, "n_channels", 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"anchored", "chained"})
    void eventsThatStraddleChunksAreTheSameBytesWhateverTheChunksAndWorkers(String rule) {
        Random random = new Random(11);
        long[][] rows = new long[500][];
        long time = 0;
        for (int i = 0; i < rows.length; i++) {
            time += random.nextInt(30) == 0 ? 500 : 1 + random.nextInt(20);
            rows[i] = new long[] {time, random.nextInt(4)};
        }
        Map<String, String> options = Map.of("window", "60", "coincidence_rule", rule, "max_group_length", "400");
        Records whole = stream(features(rows), options, 100_000, 1);
        assertTrue(whole.count() > 10, "seed=11");
        for (int chunk : new int[] {1, 7, 1000}) {
            for (int workers : new int[] {1, 2, 4, 8}) {
                assertTrue(
                        Gathered.same(whole, stream(features(rows), options, chunk, workers)),
                        "seed=11 chunk=" + chunk + " workers=" + workers);
            }
        }
    }

    @Test
    void anEventHasPlacesForOneChannelOrMore() {
        String message = assertThrows(IllegalArgumentException.class, () -> new GroupedEvents(0))
                .getMessage();
        assertTrue(message.contains("channels=0"), message);
    }

    private static long value(Records records, String field, long index) {
        return records.type().longField(field).get(records, index);
    }

    private static Records stream(Records features, Map<String, String> options, int chunk, int workers) {
        return Gathered.stream(
                "df_events",
                chunk,
                workers,
                options,
                new RecordSource(Features.DATA_TYPE, features),
                new Coincidences(),
                new GroupedEvents(4));
    }

    /// Features without duration at these times and channels, with charges of 1, 2, …, and peaks ten times that.
    private static Records features(long[][] rows) {
        Records features = Records.allocate(Features.TYPE, rows.length, Arena.ofAuto());
        for (int i = 0; i < rows.length; i++) {
            Features.TYPE.longField("time").set(features, i, rows[i][0]);
            Features.TYPE.longField("endtime").set(features, i, rows[i][0]);
            Features.TYPE.longField("channel").set(features, i, rows[i][1]);
            Features.TYPE.floatField("charge").set(features, i, i + 1);
            Features.TYPE.floatField("peak").set(features, i, 10 * (i + 1));
        }
        return features;
    }
}
