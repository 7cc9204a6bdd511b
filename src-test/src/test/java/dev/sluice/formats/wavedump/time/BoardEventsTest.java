package dev.sluice.formats.wavedump.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.WaveDumpFixture;
import dev.sluice.formats.wavedump.WaveDumpMerge;
import dev.sluice.formats.wavedump.WaveDumpRun;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BoardEventsTest {
    @TempDir
    private Path folder;

    private record Event(long time, int channel, long counter) {}

    private WaveDumpRun run(WaveDumpOptions options) throws Exception {
        return WaveDumpRun.open(List.of(folder), options.withClockNs(1));
    }

    private static List<Event> events(WaveDumpMerge merge) {
        List<Event> events = new ArrayList<>();
        while (merge.next()) {
            events.add(new Event(merge.time(), merge.channel(), merge.file().counter()));
        }
        return events;
    }

    private void write(WaveDumpFixture fixture, int channel) {
        fixture.write(folder.resolve("wave" + channel + ".dat"));
    }

    private static long tag(long ticks, int bits, boolean flag) {
        long low = ticks & ((1L << bits) - 1);
        return flag && ticks >= 1L << bits ? low | 1L << bits : low;
    }

    @Test
    void aChannelThatFirstFiresAfterTheRollOverStandsAtItsTrigger() throws Exception {
        WaveDumpFixture first = new WaveDumpFixture();
        for (long ticks : new long[] {100, 1L << 30, (1L << 31) + 20, (1L << 31) + 70}) {
            first.event(tag(ticks, 31, false), 1);
        }
        write(first, 0);
        write(new WaveDumpFixture().channel(1).counter(3).event(70, 1), 1);
        WaveDumpRun run = run(WaveDumpOptions.defaults());
        assertEquals(2, run.warnings().size(), run.warnings().toString());
        try (WaveDumpMerge merge = run.merge()) {
            List<Event> events = events(merge);
            assertEquals(new Event((1L << 31) + 70, 0, 3), events.get(3));
            assertEquals(new Event((1L << 31) + 70, 1, 3), events.get(4));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 31, false, 0, 0",
        "2, 31, true, 0, 0",
        "3, 32, false, 0, 0",
        "4, 30, false, 30, 0",
        "5, 31, true, 31, 0",
        "6, 31, false, 0, 16777100"
    })
    void sparseChannelsFollowTheBoardThroughManyRollOvers(
            long seed, int bits, boolean flag, int given, int firstCounter) throws Exception {
        Random random = new Random(seed);
        WaveDumpFixture[] files = new WaveDumpFixture[5];
        for (int channel = 0; channel < files.length; channel++) {
            files[channel] = new WaveDumpFixture().channel(channel);
        }
        List<Event> expected = new ArrayList<>();
        long ticks = 5;
        for (int trigger = 0; trigger < 300; trigger++) {
            int counter = (firstCounter + trigger) % (1 << 24);
            int always = trigger == 0 ? -1 : random.nextInt(files.length);
            for (int channel = 0; channel < files.length; channel++) {
                // Every file starts before the event counter rolls over: that alone is what the counter cannot tell.
                if (channel == always || random.nextInt(20) == 0 || trigger == 0 && firstCounter > 0 || channel == 0) {
                    files[channel].counter(counter).event(tag(ticks, bits, flag), channel);
                    expected.add(new Event(ticks, channel, counter));
                }
            }
            ticks += 1 + random.nextLong(1L << bits - 2);
        }
        for (int channel = 0; channel < files.length; channel++) {
            write(files[channel], channel);
        }
        WaveDumpOptions options = WaveDumpOptions.defaults();
        expected.sort(Comparator.comparingLong(Event::time).thenComparingInt(Event::channel));
        try (WaveDumpMerge merge =
                run(given == 0 ? options : options.withTagBits(given)).merge()) {
            assertEquals(expected, events(merge), "seed=" + seed);
            assertEquals(List.of(), merge.warnings());
        }
    }

    @Test
    void countersOfEachChannelAloneAreNotTrustedAndPointedOut() throws Exception {
        write(new WaveDumpFixture().event(10, 1).event(500, 1).event(900, 1), 0);
        write(new WaveDumpFixture().channel(1).event(10, 1).event(40, 1).event(60, 1), 1);
        WaveDumpRun run = run(WaveDumpOptions.defaults());
        assertTrue(
                run.warnings().stream().anyMatch(line -> line.contains("disagree at event counter=1: tag=500 in ")),
                run.warnings().toString());
        try (WaveDumpMerge merge = run.merge()) {
            assertEquals(
                    List.of(10L, 10L, 40L, 60L, 500L, 900L),
                    events(merge).stream().map(Event::time).toList());
        }
    }

    @Test
    void countersThatAreAllZeroAreNotTrusted() throws Exception {
        write(new WaveDumpFixture().event(10, 1).counter(0).event(30, 1), 0);
        write(new WaveDumpFixture().channel(1).event(10, 1).counter(0).event(20, 1), 1);
        try (WaveDumpMerge merge = run(WaveDumpOptions.defaults()).merge()) {
            assertEquals(
                    List.of(10L, 10L, 20L, 30L),
                    events(merge).stream().map(Event::time).toList());
        }
    }

    @Test
    void anAcquisitionThatWasRestartedIsRefusedOrTakenAsItIsTold() throws Exception {
        for (int channel = 0; channel < 2; channel++) {
            WaveDumpFixture file = new WaveDumpFixture().channel(channel);
            write(file.event(10, 1).event(20, 1).counter(0).event(5, 1).event(8, 1), channel);
        }
        for (DamagePolicy policy : DamagePolicy.values()) {
            WaveDumpOptions options = WaveDumpOptions.defaults().withOnDamage(policy);
            List<Long> times = new ArrayList<>();
            try (WaveDumpMerge merge = run(options).merge()) {
                FormatException refused = assertThrows(FormatException.class, () -> {
                    while (merge.next()) {
                        times.add(merge.time());
                    }
                });
                assertTrue(refused.getMessage().contains("another run starts in the file"), refused.getMessage());
                assertTrue(refused.getMessage().contains("set restart=stop"), refused.getMessage());
                assertEquals(52, refused.offset());
            }
            assertEquals(List.of(10L, 10L, 20L, 20L), times);
            RestartRule stop = new RestartRule(RestartRule.Kind.STOP, 0);
            try (WaveDumpMerge merge = run(options.withRestart(stop)).merge()) {
                assertEquals(
                        List.of(10L, 10L, 20L, 20L),
                        events(merge).stream().map(Event::time).toList());
            }
            RestartRule goOn = new RestartRule(RestartRule.Kind.CONTINUE, 1000);
            try (WaveDumpMerge merge = run(options.withRestart(goOn)).merge()) {
                assertEquals(
                        List.of(10L, 10L, 20L, 20L, 1020L, 1020L, 1023L, 1023L),
                        events(merge).stream().map(Event::time).toList());
            }
        }
    }

    @Test
    void boardsCountAndRollOverOnTheirOwn() throws Exception {
        write(new WaveDumpFixture().board(1).event((1L << 31) - 9, 1).event(3, 1), 0);
        write(new WaveDumpFixture().board(1).channel(1).counter(1).event(3, 1), 1);
        write(new WaveDumpFixture().board(2).channel(2).event(7, 1).event(9, 1), 2);
        WaveDumpRun run = run(WaveDumpOptions.defaults());
        try (WaveDumpMerge merge = run.merge()) {
            assertEquals(
                    List.of(
                            new Event(7, 2, 0),
                            new Event(9, 2, 1),
                            new Event((1L << 31) - 9, 0, 0),
                            new Event((1L << 31) + 3, 0, 1),
                            new Event((1L << 31) + 3, 1, 1)),
                    events(merge));
        }
    }
}
