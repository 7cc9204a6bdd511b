package dev.sluice.formats.wavedump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.WaveDumpLoss;
import dev.sluice.formats.wavedump.time.TagTime;
import dev.sluice.formats.wavedump.time.WaveDumpOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaveDumpMergeTest {
    @TempDir
    Path directory;

    private record Key(long time, int channel, int file, long counter) {}

    private WaveDumpRun open(WaveDumpOptions options) throws Exception {
        return WaveDumpRun.open(List.of(directory), options);
    }

    private static List<Key> events(WaveDumpMerge merge) {
        List<Key> events = new ArrayList<>();
        while (merge.next()) {
            events.add(new Key(
                    merge.time(),
                    merge.channel(),
                    merge.fileIndex(),
                    merge.file().counter()));
        }
        return events;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 31, false, 8",
        "2, 2, 31, true, 8",
        "3, 7, 32, false, 10",
        "4, 16, 31, false, 8.533333333333333",
        "5, 5, 30, false, 8.533333333333333",
        "6, 3, 31, true, 0.5"
    })
    void mergeEqualsASortByTimeAndChannel(long seed, int files, int bits, boolean stickyFlag, double clock)
            throws Exception {
        Random random = new Random(seed);
        List<Key> expected = new ArrayList<>();
        for (int file = 0; file < files; file++) {
            WaveDumpFixture fixture = new WaveDumpFixture().channel(file);
            long ticks = random.nextInt(1000);
            int count = random.nextInt(1, 200);
            for (int event = 0; event < count; event++) {
                boolean flag = stickyFlag && ticks >= 1L << bits;
                long tag = ticks & ((1L << bits) - 1) | (flag ? 1L << bits : 0);
                fixture.event(tag, file, event);
                expected.add(new Key(Math.round(ticks * clock), file, file, event));
                ticks += random.nextInt(4) == 0 ? random.nextLong(1L << bits - 2) : random.nextInt(3);
            }
            fixture.write(directory.resolve("wave" + file + ".dat"));
        }
        expected.sort(Comparator.comparingLong(Key::time)
                .thenComparingInt(Key::channel)
                .thenComparingInt(Key::file)
                .thenComparingLong(Key::counter));
        WaveDumpOptions options = WaveDumpOptions.defaults().withClockNs(clock);
        if (bits == 30) {
            options = options.withTagBits(30);
        }
        try (WaveDumpMerge merge = open(options).merge()) {
            assertEquals(expected, events(merge), "seed=" + seed);
            assertFalse(merge.next());
            assertTrue(merge.losses().isEmpty());
        }
    }

    @Test
    void equalTimesComeByChannelThenInTheOrderOfTheFiles() throws Exception {
        new WaveDumpFixture().board(2).channel(5).event(10, 1).event(10, 2).write(directory.resolve("wave0.dat"));
        new WaveDumpFixture().board(1).channel(5).event(10, 3).write(directory.resolve("wave1.dat"));
        new WaveDumpFixture().board(1).channel(2).event(10, 4).write(directory.resolve("wave2.dat"));
        try (WaveDumpMerge merge = open(WaveDumpOptions.defaults()).merge()) {
            assertEquals(
                    List.of(new Key(80, 2, 2, 0), new Key(80, 5, 0, 0), new Key(80, 5, 0, 1), new Key(80, 5, 1, 0)),
                    events(merge));
        }
    }

    @Test
    void wholeClocksAreExactBeyondTheReachOfDoubles() {
        long ticks = (1L << 53) + 1;
        assertEquals(8 * ticks, TagTime.of(8).ns(ticks));
        assertEquals(4, TagTime.of(0.5).ns(7));
        assertThrows(ArithmeticException.class, () -> TagTime.of(8).ns(Long.MAX_VALUE / 4));
    }

    @Test
    void cutFileEndsAloneAndItsLossIsTimed() throws Exception {
        byte[] whole = new WaveDumpFixture()
                .event(10, 1, 2)
                .event(20, 3, 4)
                .event(30, 5, 6)
                .bytes();
        WaveDumpFixture.write(directory.resolve("wave0.dat"), Arrays.copyOf(whole, whole.length - 1));
        new WaveDumpFixture()
                .channel(1)
                .event(10, 1, 2)
                .counter(3)
                .event(40, 1, 2)
                .write(directory.resolve("wave1.dat"));
        WaveDumpOptions skip = WaveDumpOptions.defaults().withOnDamage(DamagePolicy.SKIP);
        try (WaveDumpMerge merge = open(skip).merge()) {
            assertEquals(
                    List.of(new Key(80, 0, 0, 0), new Key(80, 1, 1, 0), new Key(160, 0, 0, 1), new Key(320, 1, 1, 3)),
                    events(merge));
            assertEquals(1, merge.losses().size());
            WaveDumpLoss loss = merge.losses().get(0);
            assertEquals(directory.resolve("wave0.dat"), loss.file());
            assertEquals(160, loss.after());
            assertEquals(OptionalLong.of(240), loss.at());
            assertEquals(56, loss.damage().offset());
        }
    }

    @Test
    void brokenFileFailsTheMergeWhereItsPolicyIsToFail() throws Exception {
        new WaveDumpFixture().event(10, 1, 2).raw(25, 11, new byte[4]).write(directory.resolve("wave0.dat"));
        WaveDumpOptions options = WaveDumpOptions.defaults().withRecordLength(2);
        try (WaveDumpMerge merge = open(options).merge()) {
            assertTrue(merge.next());
            FormatException error = assertThrows(FormatException.class, merge::next);
            assertEquals(28, error.offset());
        }
    }

    @Test
    void accessWithoutACurrentEventIsRefused() throws Exception {
        new WaveDumpFixture().event(10, 1).write(directory.resolve("wave0.dat"));
        try (WaveDumpMerge merge = open(WaveDumpOptions.defaults()).merge()) {
            assertThrows(IllegalStateException.class, merge::time);
            assertTrue(merge.next());
            assertEquals(80, merge.time());
            assertEquals(10, merge.ticks());
            assertFalse(merge.next());
            assertThrows(IllegalStateException.class, merge::time);
        }
    }

    @Test
    void movingThroughTheRunAllocatesNothingPerEvent() throws Exception {
        for (int channel = 0; channel < 4; channel++) {
            WaveDumpFixture fixture = new WaveDumpFixture().channel(channel);
            for (int event = 0; event < 30_000; event++) {
                fixture.event(event, event, channel);
            }
            fixture.write(directory.resolve("wave" + channel + ".dat"));
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (WaveDumpMerge merge = open(WaveDumpOptions.defaults()).merge()) {
            long sum = 0;
            for (int event = 0; event < 60_000; event++) {
                assertTrue(merge.next());
                sum += merge.time() + merge.channel() + merge.file().samplesOffset();
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            while (merge.next()) {
                sum += merge.time() + merge.channel() + merge.file().samplesOffset();
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(sum > 0);
            assertTrue(allocated < 60_000, "allocated=" + allocated + " bytes in 60000 events");
        }
    }
}
