package dev.sluice.formats.wavedump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.DigitizerModel;
import dev.sluice.formats.wavedump.file.EventLayout;
import dev.sluice.formats.wavedump.file.SampleKind;
import dev.sluice.formats.wavedump.file.WaveDumpFile;
import dev.sluice.formats.wavedump.time.RestartRule;
import dev.sluice.formats.wavedump.time.WaveDumpOptions;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
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

/// Faults of WaveDump runs that once gave wrong results, each named by what is true instead.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class WaveDumpFaultsTest {
    private static final int SAMPLES = 100;
    private static final int EVENT = EventLayout.HEADER_BYTES + 2 * SAMPLES;

    @TempDir
    private Path folder;

    private static int[] samples(int baseline) {
        int[] samples = new int[SAMPLES];
        Arrays.fill(samples, baseline);
        return samples;
    }

    private static byte[] events(int channel, int first, int count) {
        WaveDumpFixture events = new WaveDumpFixture().channel(channel).counter(first);
        for (int event = first; event < first + count; event++) {
            events.event(1000L * (event + 1), samples(8000 + event));
        }
        return events.bytes();
    }

    private Path write(String name, byte[] content) {
        return WaveDumpFixture.write(folder.resolve(name), content);
    }

    private WaveDumpRun open(DamagePolicy policy) throws IOException {
        return WaveDumpRun.open(List.of(folder), WaveDumpOptions.defaults().withOnDamage(policy));
    }

    private static List<Integer> baselines(WaveDumpMerge merge) {
        List<Integer> baselines = new ArrayList<>();
        while (merge.next()) {
            WaveDumpFile file = merge.file();
            baselines.add((int) file.segment()
                    .get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), file.samplesOffset()));
        }
        return baselines;
    }

    /// W3: with the length of the payload in bytes, samples were read as bytes; with half of it, as floats.
    @ParameterizedTest
    @ValueSource(ints = {2 * SAMPLES, SAMPLES / 2, 7, 4096})
    void aRecordLengthOfAnotherRunDoesNotDecideHowSamplesAreRead(int configured) throws Exception {
        write("wave0.dat", events(0, 0, 20));
        WaveDumpFixture.configuration(folder, "RECORD_LENGTH " + configured);
        WaveDumpRun run = open(DamagePolicy.FAIL);
        assertEquals(SampleKind.UNSIGNED_16, run.sampleKind());
        assertEquals(SAMPLES, run.recordLength());
        assertTrue(
                run.warnings().stream().anyMatch(line -> line.contains("RECORD_LENGTH " + configured)),
                run.warnings().toString());
    }

    /// W5: one wrong word once cost the rest of the channel, with exit code 0.
    @ParameterizedTest
    @CsvSource({
        "0, 7, 0",
        "4, 7, 0",
        "12, 7, 1",
        "16, 7, 0",
        "20, 7, 0",
        "0, 7, -1",
        "4, 7, -1",
        "12, 7, -1",
        "16, 7, -1",
        "20, 7, -1",
        "0, 0, 100000",
        "4, 0, 77",
        "12, 0, 5",
        "16, 0, 9999999",
        "0, 19, 24",
        "4, 19, 77",
        "12, 19, 5",
        "16, 19, 9999999",
        "0, 7, 24",
        "0, 7, 225"
    })
    void aWrongWordCostsOneEventUnderSkipAndIsNamed(int field, int event, int value) throws Exception {
        byte[] content = events(0, 0, 20);
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(event * EVENT + field, value);
        write("wave0.dat", content);
        List<Integer> expected = new ArrayList<>();
        for (int other = 0; other < 20; other++) {
            expected.add(8000 + other);
        }
        expected.remove(event);
        try (WaveDumpMerge merge = open(DamagePolicy.SKIP).merge()) {
            assertEquals(expected, baselines(merge));
            assertEquals(1, merge.losses().size(), merge.losses().toString());
            assertEquals((long) event * EVENT, merge.losses().get(0).damage().offset());
        }
        FormatException refused = assertThrows(FormatException.class, () -> {
            try (WaveDumpMerge merge = open(DamagePolicy.FAIL).merge()) {
                baselines(merge);
            }
        });
        assertEquals((long) event * EVENT, refused.offset());
        assertFalse(refused.getMessage().contains("numpy"), refused.getMessage());
    }

    /// W6: a file that was cut short gave zeros as good records.
    @ParameterizedTest
    @EnumSource(FailurePolicy.class)
    void aFileThatShrinksWhileItIsReadEndsTheRun(FailurePolicy policy) throws Exception {
        Path file = write("wave0.dat", events(0, 0, 5000));
        long size = Files.size(file);
        WaveDumpSource source = new WaveDumpSource(List.of(folder), Map.of("model", "V1730"), policy);
        try (Context context = Context.create().register(source);
                ChunkStream stream = context.streaming("r")
                        .workers(1)
                        .onError(policy)
                        .chunkRecords(50)
                        .getStream(Waveforms.DATA_TYPE)) {
            Iterator<Chunk> chunks = stream.iterator();
            chunks.next();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(size / 2 + 10);
            }
            PipelineException failure = assertThrows(PipelineException.class, () -> {
                while (chunks.hasNext()) {
                    chunks.next();
                }
            });
            FormatException cause = assertInstanceOf(FormatException.class, failure.getCause(), failure.toString());
            assertTrue(cause.getMessage().contains("shrank while it was read, from size=" + size), cause.getMessage());
        }
    }

    /// W7: triggers of several groups came out as one channel, or were refused.
    @Test
    void theTriggersOfAnX742AreChannelsOfTheirOwn() throws Exception {
        WaveDumpFixture.configuration(folder, "DRS4_FREQUENCY 0", "RECORD_LENGTH 4");
        String[] names = {"TR_0_0.dat", "TR_0_1.dat", "TR_1_0.dat", "TR_1_1.dat", "wave_0.dat", "wave_8.dat"};
        for (int file = 0; file < names.length; file++) {
            // One patched WaveDump puts the start cell into the board word, which so changes from event to event.
            WaveDumpFixture events = new WaveDumpFixture().channel(file < 4 ? 8 : 0);
            for (int event = 0; event < 12; event++) {
                float height = 100 * file + 0.5f;
                events.board(2 << 28 | (37 * event + file) % 1024)
                        .eventOfFloats(500L * (event + 1), height, height, height, height);
            }
            events.write(folder.resolve(names[file]));
        }
        Map<Integer, Float> heights = new TreeMap<>();
        int events = 0;
        try (WaveDumpMerge merge = open(DamagePolicy.FAIL).merge()) {
            while (merge.next()) {
                WaveDumpFile file = merge.file();
                float height = file.segment()
                        .get(ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), file.samplesOffset());
                Float before = heights.put(merge.channel(), height);
                assertTrue(before == null || before == height, "channel=" + merge.channel() + " mixes two inputs");
                events++;
            }
        }
        assertEquals(Map.of(32, 0.5f, 33, 100.5f, 34, 200.5f, 35, 300.5f, 0, 400.5f, 8, 500.5f), heights);
        assertEquals(72, events);
    }

    /// W8: parts of a channel were refused as two files of one channel, whatever their order.
    @Test
    void aChannelInSeveralFilesIsOneChannel() throws Exception {
        write("wave0_000.dat", events(0, 0, 8));
        write("wave0_001.dat", events(0, 8, 8));
        write("wave0_002.dat", events(0, 16, 4));
        write("wave1.dat", events(1, 0, 20));
        for (DamagePolicy policy : DamagePolicy.values()) {
            try (WaveDumpMerge merge = open(policy).merge()) {
                for (int event = 0; event < 20; event++) {
                    for (int channel = 0; channel < 2; channel++) {
                        assertTrue(merge.next());
                        assertEquals(channel, merge.channel());
                        assertEquals(event, merge.file().counter());
                        assertEquals(8000L * (event + 1), merge.time());
                    }
                }
                assertFalse(merge.next());
                assertEquals(List.of(), merge.losses());
            }
        }
    }

    /// W8: the numbers in the names are not believed against the counters.
    @Test
    void partsThatDoNotGoOnFromOneToTheNextAreRefused() throws Exception {
        write("wave0_000.dat", events(0, 8, 8));
        write("wave0_001.dat", events(0, 0, 8));
        FormatException refused = assertThrows(FormatException.class, () -> open(DamagePolicy.SKIP));
        assertTrue(refused.getMessage().contains("two files hold the same channel"), refused.getMessage());
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

    /// W5: float samples that look like a header of a long event, where bytes are missing, hid all events after them.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void samplesThatLookLikeAHeaderDoNotHideTheEventsAfterThem(long seed) throws Exception {
        Random random = new Random(seed);
        WaveDumpFixture[] files = new WaveDumpFixture[2];
        for (int channel = 0; channel < 2; channel++) {
            files[channel] = new WaveDumpFixture().board(0).channel(channel).counter(1);
            for (int event = 0; event < 65; event++) {
                float[] samples = new float[61];
                for (int sample = 0; sample < samples.length; sample++) {
                    samples[sample] = random.nextInt(4) == 0 ? 0.25f : 0;
                }
                files[channel].eventOfFloats(30_000L * (event + 1), samples);
            }
        }
        int size = EventLayout.HEADER_BYTES + 4 * 61;
        byte[] whole = files[0].bytes();
        byte[] cut = new byte[whole.length - 2];
        System.arraycopy(whole, 0, cut, 0, 19);
        System.arraycopy(whole, 21, cut, 19, cut.length - 19);
        files[1].write(folder.resolve("wave_1.dat"));
        write("wave_0.dat", cut);
        WaveDumpOptions options =
                WaveDumpOptions.defaults().withModel(DigitizerModel.X742).withOnDamage(DamagePolicy.SKIP);
        try (WaveDumpMerge merge = WaveDumpRun.open(List.of(folder), options).merge()) {
            int found = 0;
            while (merge.next()) {
                assertEquals(61, merge.file().sampleCount());
                if (merge.channel() == 0) {
                    assertEquals(size - 2L + (long) size * found++, merge.file().offset());
                }
            }
            assertEquals(64, found);
        }
    }
}
