package dev.sluice.formats.wavedump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.EventLayout;
import dev.sluice.formats.wavedump.time.RestartRule;
import dev.sluice.formats.wavedump.time.WaveDumpOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// W2: damage that once gave untouched events a wrong time, each named by what is true instead.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class WaveDumpTurnsTest {
    private static final int SAMPLES = 100;
    private static final int EVENT = EventLayout.HEADER_BYTES + 2 * SAMPLES;

    @TempDir
    private Path folder;

    private static int[] samples(int baseline) {
        int[] samples = new int[SAMPLES];
        Arrays.fill(samples, baseline);
        return samples;
    }

    private Path write(String name, byte[] content) {
        return WaveDumpFixture.write(folder.resolve(name), content);
    }

    private WaveDumpRun open(DamagePolicy policy) throws IOException {
        return WaveDumpRun.open(List.of(folder), WaveDumpOptions.defaults().withOnDamage(policy));
    }

    private static WaveDumpFixture of(int channel, long firstTag, int... counters) {
        WaveDumpFixture events = new WaveDumpFixture().channel(channel);
        for (int counter : counters) {
            events.counter(counter).event(firstTag + 1000L * (counter & 0xFFFFFF) & (1L << 31) - 1, samples(8000));
        }
        return events;
    }

    private static int[] counters(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    /// Times of the events of one channel.
    private List<Long> times(WaveDumpMerge merge, int channel) {
        List<Long> times = new ArrayList<>();
        while (merge.next()) {
            if (merge.channel() == channel) {
                times.add(merge.time());
            }
        }
        return times;
    }

    /// W2: whether a lone first event has a wrong tag, or the clock turned after it, is known to nobody.
    @ParameterizedTest
    @EnumSource(DamagePolicy.class)
    void aTurnOfTheClockThatOneTagAloneTellsOfIsNotGuessed(DamagePolicy policy) throws Exception {
        WaveDumpFixture alone = new WaveDumpFixture().event(1_500_000_000L, samples(8000));
        WaveDumpFixture other = new WaveDumpFixture().channel(1).event(1_500_000_000L, samples(8000));
        for (int event = 0; event < 40; event++) {
            alone.event(400_000_000L + 1000L * event, samples(8000));
            other.event(400_000_000L + 1000L * event, samples(8000));
        }
        alone.write(folder.resolve("wave0.dat"));
        FormatException unknown = assertThrows(FormatException.class, () -> {
            try (WaveDumpMerge merge = open(policy).merge()) {
                merge.next();
            }
        });
        assertTrue(
                unknown.getMessage().contains("the time of the events from here on is not known"), unknown.toString());
        assertTrue(unknown.getMessage().contains("set lone_tag=turn"), unknown.toString());

        // A second file that says the same proves it.
        other.write(folder.resolve("wave1.dat"));
        try (WaveDumpMerge merge = open(policy).merge()) {
            long last = 0;
            while (merge.next()) {
                last = merge.time();
            }
            assertEquals(8 * ((1L << 31) + 400_000_000L + 1000L * 39), last);
            assertEquals(List.of(), merge.losses());
        }
    }

    /// W2: with a first counter of 2^32 - 1 the channel came a turn of the clock after the others, under both policies.
    @ParameterizedTest
    @CsvSource({"-1, 8", "-1, 2", "-3, 8", "-65536, 8"})
    void aFirstCounterThatTheBoardCannotHaveDoesNotMoveTheOthers(int wrong, int events) throws Exception {
        byte[] first = of(1, 5000, counters(0, events)).bytes();
        ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).putInt(EventLayout.COUNTER, wrong);
        of(0, 5000, counters(0, 40)).write(folder.resolve("wave0.dat"));
        write("wave1_000.dat", first);
        of(1, 5000, counters(events, 40)).write(folder.resolve("wave1_001.dat"));
        assertThrows(FormatException.class, () -> times(open(DamagePolicy.FAIL).merge(), 1));
        try (WaveDumpMerge merge = open(DamagePolicy.SKIP).merge()) {
            List<Long> times = times(merge, 1);
            assertEquals(
                    IntStream.range(1, 40)
                            .mapToObj(counter -> 8 * (5000L + 1000 * counter))
                            .toList(),
                    times);
            assertEquals(1, merge.losses().size());
            assertEquals(0, merge.losses().get(0).damage().offset());
        }
    }

    /// W2: the few events in front of another, longer run were left out, and those of the other took their place.
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 11})
    void aShortRunIsNotTakenForDamageBeforeALongOneThatWasAppended(int events) throws Exception {
        byte[] own = of(0, 1000, counters(500, 500 + events)).bytes();
        byte[] other = of(0, 900_000_000L, counters(1, 60)).bytes();
        byte[] both = Arrays.copyOf(own, own.length + other.length);
        System.arraycopy(other, 0, both, own.length, other.length);
        write("wave0.dat", both);
        for (DamagePolicy policy : DamagePolicy.values()) {
            FormatException refused =
                    assertThrows(FormatException.class, () -> times(open(policy).merge(), 0));
            assertTrue(refused.getMessage().contains("another run starts in the file"), refused.getMessage());
            assertTrue(refused.getMessage().contains("offset=" + own.length), refused.getMessage());
        }
        WaveDumpOptions stop = WaveDumpOptions.defaults().withRestart(new RestartRule(RestartRule.Kind.STOP, 0));
        try (WaveDumpMerge merge = WaveDumpRun.open(List.of(folder), stop).merge()) {
            assertEquals(events, times(merge, 0).size());
        }
    }

    /// W2: a run of one trigger was lost in front of a longer one, and its siblings took the times of that.
    @Test
    void aRunOfOneTriggerIsNotTakenForDamageBeforeALongOneThatWasAppended() throws Exception {
        for (int channel = 0; channel < 4; channel++) {
            byte[] own = of(channel, 271_000_000L, 1).bytes();
            byte[] other = of(channel, 788, counters(0, channel == 2 ? 18 : channel / 3))
                    .bytes();
            byte[] both = Arrays.copyOf(own, own.length + other.length);
            System.arraycopy(other, 0, both, own.length, other.length);
            write("wave" + channel + ".dat", both);
        }
        for (DamagePolicy policy : DamagePolicy.values()) {
            FormatException refused =
                    assertThrows(FormatException.class, () -> times(open(policy).merge(), 0));
            assertTrue(refused.getMessage().contains("another run starts in the file"), refused.getMessage());
        }
    }

    /// W2: an event with a wrong counter right before the counter rolls over to 0, after which the clock has turned.
    @Test
    void aCounterOfZeroIsNotTheFirstAfterALostEventWithALaterTag() throws Exception {
        long turn = 1L << 31;
        WaveDumpFixture events = new WaveDumpFixture().counter(-1).event(turn - 800_000, samples(8000));
        for (int event = 0; event < 30; event++) {
            events.event(1_200_000L * (event + 1), samples(8000));
        }
        events.write(folder.resolve("wave0.dat"));
        for (DamagePolicy policy : DamagePolicy.values()) {
            assertThrows(FormatException.class, () -> times(open(policy).merge(), 0));
        }
    }

    /// W2: the first events of the run that was appended were sorted in front of those of the other.
    @ParameterizedTest
    @EnumSource(DamagePolicy.class)
    void anAppendedRunIsNotSortedInFrontOfAShortOne(DamagePolicy policy) throws Exception {
        byte[] own = of(0, 1_000_000L, 31_059, 31_060).bytes();
        byte[] other = of(0, 1_221_000_000L, 0, 1, 2).bytes();
        byte[] both = Arrays.copyOf(own, own.length + other.length);
        System.arraycopy(other, 0, both, own.length, other.length);
        write("wave0.dat", both);
        FormatException refused =
                assertThrows(FormatException.class, () -> times(open(policy).merge(), 0));
        assertTrue(refused.getMessage().contains("another run starts in the file"), refused.getMessage());
    }

    /// W2: where the counters of the appended run are far above, its events are the ones that are lost.
    @Test
    void aShortRunKeepsItsEventsBeforeALongOneOfFarCounters() throws Exception {
        byte[] own = of(0, 1000, 6, 8, 13, 14).bytes();
        byte[] other =
                of(0, 900_000_000L, counters((1 << 24) - 100, (1 << 24) - 40)).bytes();
        byte[] both = Arrays.copyOf(own, own.length + other.length);
        System.arraycopy(other, 0, both, own.length, other.length);
        write("wave0.dat", both);
        assertThrows(FormatException.class, () -> times(open(DamagePolicy.FAIL).merge(), 0));
        try (WaveDumpMerge merge = open(DamagePolicy.SKIP).merge()) {
            assertEquals(List.of(56_000L, 72_000L, 112_000L, 120_000L), times(merge, 0));
            assertEquals(60, merge.losses().size());
        }
    }

    /// W2: two files without a common counter that each share some with a third were read by clocks of their own.
    @Test
    void filesThatAThirdOneConnectsShareTheirClock() throws Exception {
        long turn = 1L << 31;
        long[] tags = {turn - 1000, 1_500_000_000L, 300_000_000L};
        long[] times = {tags[0], turn + tags[1], 2 * turn + tags[2]};
        int[][] triggers = {{0, 2}, {1}, {0, 1, 2}, {1}};
        for (int channel = 0; channel < triggers.length; channel++) {
            WaveDumpFixture events = new WaveDumpFixture().channel(channel).counter(0);
            for (int trigger : triggers[channel]) {
                events.counter(trigger + (1 << 24) - 3).event(tags[trigger], samples(8000));
            }
            events.write(folder.resolve("wave" + channel + ".dat"));
        }
        try (WaveDumpMerge merge = open(DamagePolicy.FAIL).merge()) {
            List<Long> found = times(merge, 1);
            assertEquals(List.of(8 * times[1]), found);
        }
        try (WaveDumpMerge merge = open(DamagePolicy.FAIL).merge()) {
            assertEquals(LongStream.of(times).map(ticks -> 8 * ticks).boxed().toList(), times(merge, 2));
        }
    }

    /// W2: a file of another run, all of it before the others by its counters, moved them by a turn of the clock.
    @ParameterizedTest
    @EnumSource(DamagePolicy.class)
    void whetherAFileThatOnlyATurnOfTheClockConnectsIsOfTheRunIsNotGuessed(DamagePolicy policy) throws Exception {
        int last = (1 << 24) - 1;
        long early = 1_407_962_860L;
        new WaveDumpFixture()
                .counter(last - 1)
                .event(early, samples(8000))
                .counter(last)
                .event(early + 1784, samples(8000))
                .write(folder.resolve("wave0.dat"));
        long late = 1_313_786_404L;
        WaveDumpFixture others = new WaveDumpFixture().channel(1);
        WaveDumpFixture shared = new WaveDumpFixture().channel(1).counter(last).event(early + 1784, samples(8000));
        for (int event = 2; event < 40; event++) {
            others.counter(event).event(late + 5000L * event, samples(8000));
            shared.counter(event).event(late + 5000L * event, samples(8000));
        }
        others.write(folder.resolve("wave1.dat"));
        FormatException unknown =
                assertThrows(FormatException.class, () -> open(policy).merge());
        assertTrue(unknown.getMessage().contains("of the same run as"), unknown.getMessage());

        // One trigger that both have proves it.
        shared.write(folder.resolve("wave1.dat"));
        try (WaveDumpMerge merge = open(policy).merge()) {
            List<Long> times = times(merge, 1);
            assertEquals(8 * (early + 1784), times.get(0));
            assertEquals(8 * ((1L << 31) + late + 5000L * 39), times.get(38));
        }
    }

    /// W5: bytes that are missing in an event whose next one has samples of zero hid the header of that one.
    @Test
    void zerosWhereAHeaderShouldStandDoNotHideTheOneInside() throws Exception {
        byte[] whole = new WaveDumpFixture()
                .board(0)
                .event(1000, samples(1))
                .event(2000, samples(0))
                .bytes();
        byte[] cut = Arrays.copyOf(whole, whole.length - 24);
        System.arraycopy(whole, 106, cut, 82, whole.length - 106);
        write("wave0.dat", cut);
        new WaveDumpFixture()
                .board(0)
                .channel(1)
                .event(1000, samples(1))
                .event(2000, samples(2))
                .write(folder.resolve("wave1.dat"));
        assertThrows(FormatException.class, () -> times(open(DamagePolicy.FAIL).merge(), 0));
        try (WaveDumpMerge merge = open(DamagePolicy.SKIP).merge()) {
            assertEquals(List.of(16_000L), times(merge, 0));
            assertEquals(1, merge.losses().size());
            assertEquals(0, merge.losses().get(0).damage().offset());
            assertEquals(EVENT - 24, merge.losses().get(0).damage().bytesLost());
        }
    }
}
