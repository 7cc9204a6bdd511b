package dev.sluice.formats.wavedump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.time.LoneTagRule;
import dev.sluice.formats.wavedump.time.WaveDumpOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// W2, W4: files that are sound come out whole, whatever is wrong with those beside them.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class HealthyRunTest {
    private static final byte[] NOTHING = {};

    @TempDir
    private Path folder;

    private static byte[] garbage(int bytes) {
        byte[] garbage = new byte[bytes];
        Arrays.fill(garbage, (byte) 0xff);
        return garbage;
    }

    private static WaveDumpFixture sound(int channel, int from, int to) {
        WaveDumpFixture events = new WaveDumpFixture().channel(channel).counter(from);
        for (int event = from; event < to; event++) {
            events.event(5000L + 1000L * event, 1, 2, 3, 4);
        }
        return events;
    }

    private Path write(String name, byte[] content) {
        return WaveDumpFixture.write(folder.resolve(name), content);
    }

    private WaveDumpMerge merge(Path... inputs) throws IOException {
        List<Path> given = inputs.length == 0 ? List.of(folder) : List.of(inputs);
        WaveDumpOptions options = WaveDumpOptions.defaults().withClockNs(1).withOnDamage(DamagePolicy.SKIP);
        return WaveDumpRun.open(given, options).merge();
    }

    private static List<Long> times(WaveDumpMerge merge) {
        List<Long> times = new ArrayList<>();
        while (merge.next()) {
            times.add(merge.time());
        }
        return times;
    }

    private static List<Long> expected(int from, int to) {
        List<Long> times = new ArrayList<>();
        for (int event = from; event < to; event++) {
            times.add(5000L + 1000L * event);
        }
        return times;
    }

    /// W4: a file whose first headers all stand without samples ended the run with a crash.
    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 300, 500})
    void aFileThatStartsWithEventsWithoutSamplesLosesThoseOnly(int without) throws Exception {
        WaveDumpFixture events = new WaveDumpFixture();
        for (int event = 0; event < 600; event++) {
            int[] samples = event < without ? new int[0] : new int[] {1, 2, 3, 4};
            events.event(5000L + 1000L * event, samples);
        }
        write("wave0.dat", events.bytes());
        write("wave1.dat", sound(1, 1, 200).bytes());
        try (WaveDumpMerge merge = merge()) {
            List<Long> all = expected(without, 600);
            all.addAll(expected(1, 200));
            assertEquals(all.stream().sorted().toList(), times(merge));
            assertEquals(without, merge.losses().size());
        }
    }

    /// W2: an empty file, as of a channel that is linked to the null device, once made the time of all boards unknown.
    @Test
    void anEmptyFileCastsNoDoubtOnTheTimeOfOthers() throws Exception {
        write("wave0.dat", sound(0, 5, 8).bytes());
        write("wave1.dat", NOTHING);
        try (WaveDumpMerge merge = merge()) {
            assertEquals(expected(5, 8), times(merge));
        }
    }

    /// W2: a board all of whose triggers are there does not need those of a file that cannot be read.
    @Test
    void anUnreadableFileCastsNoDoubtOnABoardThatMissesNoTrigger() throws Exception {
        write("wave0.dat", sound(0, 5, 205).bytes());
        write("wave1.dat", garbage(700));
        try (WaveDumpMerge merge = merge()) {
            assertEquals(expected(5, 205), times(merge));
            assertEquals(1, merge.losses().size());
        }
    }

    /// W2: a file of another board has nothing to do with the time of this one.
    @Test
    void anUnreadableFileCastsNoDoubtOnOtherBoards() throws Exception {
        WaveDumpFixture sparse = new WaveDumpFixture().board(3);
        for (int event = 5; event < 50; event += 3) {
            sparse.counter(event).event(1_000_000L * event, 1, 2, 3, 4);
        }
        write("wave0.dat", sparse.bytes());
        write("wave1.dat", sound(1, 0, 9).board(31).bytes());
        byte[] cut = new WaveDumpFixture()
                .board(31)
                .channel(2)
                .raw(5000, 77, new byte[40])
                .bytes();
        write("wave2.dat", cut);
        try (WaveDumpMerge merge = merge()) {
            assertEquals(15 + 9, times(merge).size());
        }
    }

    /// W2: only parts from before the first event can hold a turn of the clock; what the message says to do works.
    @Test
    void aLostPartOfAChannelCountsOnlyIfItIsEarlier() throws Exception {
        Path first = write("wave0_001.dat", sound(0, 100, 300).bytes());
        Path later = write("wave0_002.dat", garbage(4400));
        try (WaveDumpMerge merge = merge()) {
            assertEquals(expected(100, 300), times(merge));
        }
        Path earlier = write("wave0_000.dat", garbage(4400));
        FormatException unknown = assertThrows(FormatException.class, () -> {
            try (WaveDumpMerge merge = merge()) {
                merge.next();
            }
        });
        assertTrue(unknown.getMessage().contains("all files but " + earlier + " by name"), unknown.getMessage());
        try (WaveDumpMerge merge = merge(first, later)) {
            assertEquals(expected(100, 300), times(merge));
        }
    }

    /// W2: where triggers are so rare that a wrong tag looks the same as a turn of the clock, no wrong time is given:
    /// the run is refused by name, and with `lone_tag=turn` every fall of the tag is a turn.
    @ParameterizedTest
    @CsvSource({"0.1, 1", "0.14, 2", "0.14, 3", "0.2, 4", "0.3, 5", "0.5, 6", "0.5, 7"})
    void aBoardOfRareTriggersComesOutRightOrAsksWhetherItsClockTurned(double meanInTurns, long seed) throws Exception {
        Random random = new Random(seed);
        long turn = 1L << 31;
        WaveDumpFixture events = new WaveDumpFixture();
        List<Long> ticks = new ArrayList<>();
        long now = 5000;
        for (int event = 0; event < 400; event++) {
            events.event(now % turn, 1, 2, 3, 4);
            ticks.add(now);
            // More than a turn is seen by nobody.
            now += 1 + (long) (turn * Math.min(0.94, -meanInTurns * Math.log(1 - random.nextDouble())));
        }
        write("wave0.dat", events.bytes());
        for (DamagePolicy policy : DamagePolicy.values()) {
            WaveDumpOptions options = WaveDumpOptions.defaults().withClockNs(1).withOnDamage(policy);
            try (WaveDumpMerge merge =
                    WaveDumpRun.open(List.of(folder), options).merge()) {
                List<Long> times = new ArrayList<>();
                String refused = refusal(merge, times);
                assertEquals(ticks.subList(0, times.size()), times, "seed=" + seed);
                assertTrue(refused.isEmpty() ? times.size() == 400 : refused.contains("lone_tag=turn"), refused);
            }
            try (WaveDumpMerge merge = WaveDumpRun.open(List.of(folder), options.withLoneTag(LoneTagRule.TURN))
                    .merge()) {
                assertEquals(ticks, times(merge), "seed=" + seed);
                assertEquals(List.of(), merge.losses());
            }
        }
    }

    private static String refusal(WaveDumpMerge merge, List<Long> times) {
        try {
            while (merge.next()) {
                times.add(merge.time());
            }
            return "";
        } catch (FormatException refused) {
            return refused.getMessage();
        }
    }

    /// W4: the last byte of a tag is the size of an event, zeros follow, and so it is in the next event: that was taken
    /// for headers inside of the events, and sound ones were lost.
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void zerosAfterATagThatEndsInASizeAreNoHeader(int channel) throws Exception {
        int[] sizes = {47, 25, 25, 53, 25, 53, 47, 25};
        int[] counters = {68_022, 68_024, 68_025, 68_027, 68_028, 68_031, 68_036, 68_039};
        WaveDumpFixture events = new WaveDumpFixture().board(0).channel(channel);
        List<Long> expected = new ArrayList<>();
        for (int event = 0; event < sizes.length; event++) {
            long tag = (24L + 2 * 47 << 24) + 4_000_000 + 200_000L * event;
            events.counter(counters[event]).event(tag, new int[sizes[event]]);
            expected.add(tag);
        }
        write("wave0.dat", events.bytes());
        try (WaveDumpMerge merge = merge()) {
            assertEquals(expected, times(merge));
            assertEquals(List.of(), merge.losses());
        }
    }
}
