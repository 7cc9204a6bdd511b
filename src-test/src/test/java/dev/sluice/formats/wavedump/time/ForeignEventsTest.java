package dev.sluice.formats.wavedump.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.WaveDumpFixture;
import dev.sluice.formats.wavedump.WaveDumpMerge;
import dev.sluice.formats.wavedump.WaveDumpRun;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.EventLayout;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// W2, W9: events and files of another run, board or channel once moved those of the run. Each case is made by hand, of
/// headers as a fuzz left them.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ForeignEventsTest extends HandMadeRun {
    /// An event of unknown size counts nothing for its file, but its tag is not that which others have at its counter.
    @ParameterizedTest
    @EnumSource(DamagePolicy.class)
    void aBrokenEventStillSaysThatItsFileIsOfAnotherRun(DamagePolicy policy) {
        write(0, add(file(0), 16_777_215, 2304).bytes());
        write(3, add(file(3), 16_777_215, 2304).bytes());
        byte[] foreign = add(add(file(2), 16_777_214, TURN - 6_000_000), 16_777_215, 6_064_810)
                .bytes();
        set(foreign, 1, EventLayout.SIZE, EVENT + 256);
        write(2, foreign);
        assertThrows(FormatException.class, () -> times(policy, LoneTagRule.REFUSE));
    }

    /// The events of an appended run had the counters of another file, and parted the two.
    @Test
    void tagsOfAnotherRunInAFileAreNotComparedWithThoseOfOthers() {
        write(0, events(0, TURN - 100_000, 60_000, 2, 3).bytes());
        WaveDumpFixture appended = events(2, TURN - 100_000, 60_000, 0, 1);
        for (int counter = 0; counter < 10; counter++) {
            add(appended, counter, 169 + 500L * counter);
        }
        write(2, appended.bytes());
        assertRefused(DamagePolicy.SKIP, "another run starts in the file");
    }

    /// One event, and then a run that begins with counter 0: the event was lost, and the run was read on as its own.
    @ParameterizedTest
    @EnumSource(DamagePolicy.class)
    void aRunThatIsAppendedToOneEventIsAnotherOne(DamagePolicy policy) {
        WaveDumpFixture first = add(file(0), 33_371, 153_665);
        for (int counter = 0; counter < 38; counter++) {
            add(first, counter, 2_093_588_120 + 20_000L * counter);
        }
        write("wave0_000.dat", first.bytes());
        write(
                "wave0_001.dat",
                events(0, 153_665 - 33_371 * 2000L, 2000, 33_372, 33_373).bytes());
        assertRefused(policy, "another run starts in the file");
    }

    /// One flipped bit of a board made a board of its own, with a clock of its own.
    @ParameterizedTest
    @EnumSource(DamagePolicy.class)
    void partsOfOneChannelAreOfOneBoard(DamagePolicy policy) {
        byte[] first = events(0, TURN - 20_000_000, 178_000_000, 0).bytes();
        set(first, 0, EventLayout.BOARD, 3 | 32);
        write("wave0_000.dat", first);
        write("wave0_001.dat", events(0, TURN - 20_000_000, 178_000_000, 1).bytes());
        assertRefused(policy, "nobody knows whether the file is of the same board");
    }

    /// Between the last event of one and the first of the other, the board would have had no trigger in any file for
    /// 12535 triggers.
    @ParameterizedTest
    @EnumSource(DamagePolicy.class)
    void filesWhoseCountersAreFarApartMayBeOfTwoRuns(DamagePolicy policy) {
        write(0, events(0, TURN - 6_000_000, 350_000, 0, 6, 9, 10, 11, 12).bytes());
        write(
                1,
                events(1, 1116 - 12_547L * 5000, 5000, counters(12_547, 12_600)).bytes());
        assertRefused(policy, "nobody knows whether the file is of the same run");
    }

    /// A file that goes on with another run had the other file's events moved to that run's times.
    @Test
    void oneFileDoesNotMoveTheOtherToTheTimesOfAnotherRun() throws Exception {
        long[] ticks = {TURN - 1_939_000, TURN - 1_066_000, TURN + 2_278_037, TURN + 12_554_015};
        WaveDumpFixture sound = file(1);
        WaveDumpFixture foreign = file(0);
        for (int counter = 0; counter < 4; counter++) {
            add(sound, counter, ticks[counter]);
        }
        add(add(foreign, 0, ticks[0]), 1, ticks[1]);
        for (int counter = 2; counter < 8; counter++) {
            add(foreign, counter, 700L * counter);
        }
        write(0, foreign.bytes());
        write(1, sound.bytes());
        WaveDumpOptions options = WaveDumpOptions.defaults().withClockNs(1).withOnDamage(DamagePolicy.SKIP);
        int lost = 0;
        try (WaveDumpMerge merge = WaveDumpRun.open(List.of(folder), options).merge()) {
            int counter = 0;
            while (merge.next()) {
                if (merge.channel() == 1) {
                    assertEquals(ticks[(int) merge.file().counter()], merge.time());
                    counter++;
                }
            }
            lost = 4 - counter;
            long named = merge.losses().stream()
                    .filter(loss -> loss.file().endsWith("wave1.dat"))
                    .count();
            assertEquals(lost, named);
        }
    }

    /// W9: headers of the board tell the channels, but two files are of one: one of them is not that of its name.
    @ParameterizedTest
    @EnumSource(DamagePolicy.class)
    void aFileOfAnotherChannelIsNotGivenThatOfItsName(DamagePolicy policy) throws Exception {
        write(0, events(0, 5000, 1000, 9, 10, 11).bytes());
        write(1, events(0, 5000, 1000, counters(0, 20)).bytes());
        write(2, events(2, 5000, 1000, counters(0, 20)).bytes());
        assertRefused(policy, "two files hold the same channel");
        // Where no header tells a channel, names do.
        write(2, events(0, 5000, 1000, counters(0, 20)).bytes());
        assertEquals(43, times(policy, LoneTagRule.REFUSE).size());
    }

    /// One event in front of an appended run: its file was parted from the others, and began a turn early.
    @Test
    void anEventBeforeARunThatIsAppendedIsOneOfTheBoard() {
        WaveDumpFixture first = add(file(0), 2, TURN + 380_573);
        for (int counter = 0; counter < 4; counter++) {
            add(first, counter, 951 + 500L * counter);
        }
        write(0, first.bytes());
        WaveDumpFixture other = add(add(file(1), 0, TURN - 72_000), 1, TURN + 268_000);
        write(1, add(other, 2, TURN + 380_573).bytes());
        assertRefused(DamagePolicy.SKIP, "another run starts in the file");
    }

    /// Of two events of a file, one has the board of another file: that is the board of both.
    @Test
    void aFileOfTwoEventsIsOfTheBoardThatAnotherFileHas() {
        write(0, add(file(0), 1, TURN + 971_257).bytes());
        byte[] two = add(add(file(1), 0, TURN - 77_000), 1, TURN + 971_257).bytes();
        set(two, 0, EventLayout.BOARD, 1 << 22);
        write(1, two);
        assertThrows(FormatException.class, () -> times(DamagePolicy.FAIL, LoneTagRule.REFUSE));
        assertRefused(DamagePolicy.SKIP, UNKNOWN);
    }

    /// An event that stands too early in its file parted that from the other file, with which it has all triggers.
    @Test
    void anEventThatStandsTooEarlyIsNoOtherRun() throws Exception {
        int[] counters = {9, 13, 14, 35, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 15, 36, 37, 38};
        write(0, events(0, TURN - 400_000, 30_000, counters(10, 40)).bytes());
        write(1, events(1, TURN - 400_000, 30_000, counters).bytes());
        List<Long> times = times(DamagePolicy.SKIP, LoneTagRule.REFUSE);
        assertEquals(TURN - 400_000 + 30_000L * 39, times.get(times.size() - 1));
        assertTrue(times.size() >= 45, times.toString());
    }
}
