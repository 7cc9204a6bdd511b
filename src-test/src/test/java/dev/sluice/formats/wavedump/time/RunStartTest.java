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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// W2: damaged first events once hid a turn of the clock, so that all events that nobody had touched came out one turn
/// early. Each case is made by hand, of headers as a fuzz left them; true times are those of the undamaged run.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RunStartTest {
    private static final long TURN = 1L << 31;
    private static final int EVENT = EventLayout.HEADER_BYTES + 8;
    private static final String UNKNOWN = "the time of the events from here on is not known";

    @TempDir
    private Path folder;

    private static WaveDumpFixture file(int channel) {
        return new WaveDumpFixture().board(3).channel(channel);
    }

    private static WaveDumpFixture add(WaveDumpFixture file, int counter, long ticks) {
        return file.counter(counter).event(ticks % TURN, 1, 2, 3, 4);
    }

    /// Events with these counters, the one of counter `c` at `first + c * step`.
    private static WaveDumpFixture events(int channel, long first, long step, int... counters) {
        WaveDumpFixture file = file(channel);
        for (int counter : counters) {
            add(file, counter, first + step * counter);
        }
        return file;
    }

    private static void set(byte[] content, int event, int field, int value) {
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(event * EVENT + field, value);
    }

    private void write(int channel, byte[] content) {
        write("wave" + channel + ".dat", content);
    }

    private void write(String name, byte[] content) {
        WaveDumpFixture.write(folder.resolve(name), content);
    }

    private List<Long> times(DamagePolicy policy, LoneTagRule rule) throws IOException {
        WaveDumpOptions options =
                WaveDumpOptions.defaults().withClockNs(1).withOnDamage(policy).withLoneTag(rule);
        List<Long> times = new ArrayList<>();
        try (WaveDumpMerge merge = WaveDumpRun.open(List.of(folder), options).merge()) {
            while (merge.next()) {
                times.add(merge.time());
            }
        }
        return times;
    }

    private void assertRefused(DamagePolicy policy, String message) {
        FormatException refused = assertThrows(FormatException.class, () -> times(policy, LoneTagRule.REFUSE));
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }

    private void assertUnknown() {
        assertThrows(FormatException.class, () -> times(DamagePolicy.FAIL, LoneTagRule.REFUSE));
        assertRefused(DamagePolicy.SKIP, UNKNOWN);
    }

    /// The first tag is overwritten by zero, or by the size of its event; the clock turned right after it.
    @ParameterizedTest
    @CsvSource({"77883, 0", "2, 0", "77883, " + EVENT, "0, " + EVENT})
    void aFirstTagThatIsNoneIsNotBelieved(int counter, int tag) throws Exception {
        WaveDumpFixture file = add(file(0), counter, TURN - 300_000);
        List<Long> ticks = new ArrayList<>();
        for (int event = 1; event < 40; event++) {
            ticks.add(TURN - 300_000 + 500_000L * event);
            add(file, counter + event, ticks.get(event - 1));
        }
        byte[] content = file.bytes();
        set(content, 0, EventLayout.TAG, tag);
        write(0, content);
        for (DamagePolicy policy : DamagePolicy.values()) {
            assertRefused(policy, UNKNOWN);
            assertRefused(policy, "lone_tag=damage with --on-error skip");
        }
        List<Long> early = ticks.stream().map(now -> now - TURN).toList();
        assertEquals(early, times(DamagePolicy.SKIP, LoneTagRule.DAMAGE));
        assertEquals(early, times(DamagePolicy.FAIL, LoneTagRule.TURN).subList(1, 40));
        // Two files that have the trigger say what its time is.
        byte[] other = file.bytes();
        for (int event = 0; event < 40; event++) {
            set(other, event, EventLayout.CHANNEL, 1);
        }
        write(1, other);
        byte[] third = other.clone();
        for (int event = 0; event < 40; event++) {
            set(third, event, EventLayout.CHANNEL, 2);
        }
        write(2, third);
        List<Long> all = times(DamagePolicy.SKIP, LoneTagRule.REFUSE);
        assertEquals(ticks.get(38), all.get(all.size() - 1));
    }

    /// Simulated files begin at zero, with a counter of 0 or 1; a tag may be small, and a first trigger late.
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "0, 7", "77883, 1000", "5, 2000000000", "0, 1900000000"})
    void aFirstTagThatMayBeRightIsBelieved(int counter, long first) throws Exception {
        WaveDumpFixture file = file(0);
        List<Long> ticks = new ArrayList<>();
        for (int event = 0; event < 40; event++) {
            ticks.add(first + 1000L * event);
            add(file, counter + event, first + 1000L * event);
        }
        write(0, file.bytes());
        for (DamagePolicy policy : DamagePolicy.values()) {
            assertEquals(ticks, times(policy, LoneTagRule.REFUSE));
        }
    }

    /// A tag of zero that cannot hide a turn costs its event only.
    @Test
    void aFirstTagOfZeroFarFromATurnIsLostAlone() throws Exception {
        byte[] content = events(0, 2_100_000_000, 1000, counters(5, 60)).bytes();
        set(content, 0, EventLayout.TAG, 0);
        write(0, content);
        List<Long> times = times(DamagePolicy.SKIP, LoneTagRule.REFUSE);
        assertEquals(2_100_006_000, times.get(0));
        assertEquals(54, times.size());
        assertRefused(DamagePolicy.FAIL, "the time of the event is not known, counter=5 tag=0");
    }

    private static int[] counters(int from, int to) {
        return LongStream.range(from, to).mapToInt(counter -> (int) counter).toArray();
    }

    /// Its tag fits between those of its neighbours, its counter is 217380 triggers in front of them.
    @Test
    void aFirstCounterFarInFrontOfAllOthersDoesNotTurnTheClock() throws Exception {
        write(0, events(0, 0, 3000, counters(217379, 217420)).bytes());
        byte[] other = events(1, 0, 3000, counters(217380, 217420)).bytes();
        set(other, 0, EventLayout.COUNTER, 0);
        write(1, other);
        List<Long> times = times(DamagePolicy.SKIP, LoneTagRule.REFUSE);
        assertEquals(3000L * 217379, times.get(0));
        assertEquals(3000L * 217419, times.get(times.size() - 1));
        assertEquals(80, times.size());
        assertThrows(FormatException.class, () -> times(DamagePolicy.FAIL, LoneTagRule.REFUSE));
    }

    /// One file has lost the first trigger for its counter, and its tag says that the other one's is wrong.
    @Test
    void aLostFirstEventWithALaterTagSpeaksAgainstTheOther() {
        long first = TURN - 66_000;
        byte[] one = events(0, first, 133_000, 0, 1).bytes();
        set(one, 0, EventLayout.TAG, 700);
        write(0, one);
        byte[] other = events(1, first, 133_000, 0, 1).bytes();
        set(other, 0, EventLayout.COUNTER, 4);
        write(1, other);
        assertUnknown();
    }

    /// The first event stands fifth, and its size is lost: nothing but its words says that the clock turned after it.
    @Test
    void whatIsLostAmongFirstEventsInDisorderMayHaveBeenBeforeATurn() {
        byte[] content = events(0, TURN - 3766 - 7500L * 74170, 7500, 74174, 74171, 74172, 74173, 74170, 74175, 74176)
                .bytes();
        set(content, 4, EventLayout.SIZE, 0);
        write(0, content);
        assertUnknown();
    }

    /// The first event stands after the others, at the end of the file, and its channel is wrong.
    @Test
    void whatIsLostAfterEventsInDisorderMayHaveBeenBeforeATurn() {
        byte[] content = events(0, TURN - 3766 - 7500L * 74170, 7500, 74173, 74171, 74172, 74170)
                .bytes();
        set(content, 3, EventLayout.CHANNEL, -679_480_770);
        write(0, content);
        assertUnknown();
    }

    /// Where a file has not all triggers, what it lost may be from before the first trigger of the others.
    @Test
    void aLostFirstEventOfAFileWithGapsMayHaveBeenBeforeATurn() {
        long first = TURN - 30;
        write(0, events(0, first, 91, 1, 3, 6, 7).bytes());
        write(2, events(2, first, 91, 1, 3, 5, 7).bytes());
        byte[] lost = events(1, first, 91, 0, 2, 4).bytes();
        Arrays.fill(lost, 0, EventLayout.HEADER_BYTES, (byte) 0);
        write(1, lost);
        assertUnknown();
    }

    /// A copy of the second event stands where the first one was.
    @Test
    void aDoubledFirstEventMayHaveDisplacedAnEarlierOne() {
        write("wave0_000.dat", events(0, TURN - 500_000, 600_000, 1).bytes());
        write("wave0_001.dat", events(0, TURN - 500_000, 600_000, 1, 2).bytes());
        assertUnknown();
    }

    /// The second event stands in front of the first one, long after it.
    @Test
    void aSecondEventInFrontOfTheFirstDoesNotHideATurn() {
        WaveDumpFixture file = add(file(0), 1, TURN + 64_000_000);
        add(add(file, 0, 900_000_000), 2, TURN + 79_000_000);
        write(0, file.bytes());
        assertUnknown();
    }

    /// Two events whose counters fall: they stand in disorder, or one counter is wrong and the clock turned.
    @Test
    void twoFirstEventsThatFallMayAsWellHaveAWrongCounter() {
        WaveDumpFixture file = add(file(0), 4, TURN - 116_000);
        write(0, add(file, 2, TURN + 860_000_000).bytes());
        assertUnknown();
    }

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

    /// Two pauses that take a whole turn together: without the event between them, steps would be far too short.
    @ParameterizedTest
    @EnumSource(DamagePolicy.class)
    void twoPausesOfARegularBoardAreNotAWrongTag(DamagePolicy policy) throws Exception {
        WaveDumpFixture file = events(0, 1_940_000_000, 16_200_000, counters(0, 11));
        long last = 1_940_000_000 + 162_000_000;
        add(add(file, 11, last + 1_150_000_000), 12, last + TURN + 900_000);
        write(0, file.bytes());
        assertRefused(policy, UNKNOWN);
        List<Long> times = times(policy, LoneTagRule.TURN);
        assertEquals(last + TURN + 900_000, times.get(12));
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

    /// Two last events of a slow board with the tag of the one before: the message was composed of no event, and
    /// crashed.
    @ParameterizedTest
    @EnumSource(DamagePolicy.class)
    void lastEventsThatStandStillHaveAMessage(DamagePolicy policy) throws Exception {
        WaveDumpFixture file = events(0, 1000, 150_000_000, counters(0, 8));
        add(add(file, 8, 1000 + 7 * 150_000_000L), 9, 1000 + 7 * 150_000_000L);
        write(0, file.bytes());
        try {
            List<Long> times = times(policy, LoneTagRule.REFUSE);
            assertTrue(policy == DamagePolicy.SKIP && times.size() >= 8, times.toString());
        } catch (FormatException refused) {
            assertTrue(refused.getMessage().contains("not known"), refused.getMessage());
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

    /// A counter of 32 bits that was silent for half a turn falls as one of 31 bits; a later tag proves that it has 32.
    @ParameterizedTest
    @EnumSource(DamagePolicy.class)
    void aTurnOf32BitsThatWasCountedAsOneOf31IsRefused(DamagePolicy policy) throws Exception {
        WaveDumpFixture file = file(0);
        WaveDumpFixture other = file(1);
        for (int event = 0; event < 60; event++) {
            long tag = event < 20 ? 2_000_000_000L + 1000 * event : 1000L * event;
            long now = event < 40 ? tag : (1L << 31) + tag;
            file.event(now, 1, 2, 3, 4);
            other.event(now, 1, 2, 3, 4);
        }
        write(0, file.bytes());
        write(1, other.bytes());
        assertRefused(policy, "set tag_bits=32, or tag_bits=31");
        WaveDumpOptions wide =
                WaveDumpOptions.defaults().withClockNs(1).withOnDamage(policy).withTagBits(32);
        try (WaveDumpMerge merge = WaveDumpRun.open(List.of(folder), wide).merge()) {
            long last = 0;
            while (merge.next()) {
                last = merge.time();
            }
            assertEquals((1L << 32) + (1L << 31) + 59_000, last);
        }
    }

    /// A lone tag with bit 31 against a turn that left it unset is wrong, and costs its event only.
    @Test
    void aLastTagThatAloneHasBit31IsLost() throws Exception {
        WaveDumpFixture file = events(0, TURN - 20_000, 1000, counters(0, 40));
        byte[] content = file.bytes();
        set(content, 39, EventLayout.TAG, (int) (TURN + 19_000));
        write(0, content);
        assertEquals(39, times(DamagePolicy.SKIP, LoneTagRule.REFUSE).size());
        assertThrows(FormatException.class, () -> times(DamagePolicy.FAIL, LoneTagRule.REFUSE));
    }

    /// A flag that stays set after the first turn decides nothing, however often the clock turns.
    @ParameterizedTest
    @EnumSource(DamagePolicy.class)
    void aFlagOf31BitsIsReadWithoutANote(DamagePolicy policy) throws Exception {
        WaveDumpFixture file = file(0);
        List<Long> ticks = new ArrayList<>();
        for (int event = 0; event < 200; event++) {
            long now = 1000 + 40_000_000L * event;
            ticks.add(now);
            file.event(now % TURN | (now >= TURN ? TURN : 0), 1, 2, 3, 4);
        }
        write(0, file.bytes());
        assertEquals(ticks, times(policy, LoneTagRule.REFUSE));
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

    /// A last counter that is 524288 too large, at a tag that three files have at the right one.
    @Test
    void aLastCounterFarBehindAllOthersDoesNotTurnTheClock() throws Exception {
        for (int channel = 0; channel < 3; channel++) {
            byte[] content = events(channel, 1000, 50_000, counters(0, 22)).bytes();
            if (channel == 2) {
                set(content, 20, EventLayout.COUNTER, 524_308);
                content = Arrays.copyOf(content, 21 * EVENT);
            }
            write(channel, content);
        }
        List<Long> times = times(DamagePolicy.SKIP, LoneTagRule.REFUSE);
        assertEquals(64, times.size());
        assertEquals(1000 + 21 * 50_000L, times.get(63));
        assertThrows(FormatException.class, () -> times(DamagePolicy.FAIL, LoneTagRule.REFUSE));
    }

    /// The second event was lost for its counter and fits; the first one, of an impossible size, has a tag of before.
    @Test
    void aLostSecondEventDoesNotVouchForALostFirstOne() {
        byte[] content = events(0, TURN - 7, 24, 0, 1, 2, 3, 4, 5).bytes();
        set(content, 0, EventLayout.SIZE, 1 << 28 | EVENT);
        set(content, 1, EventLayout.COUNTER, 16_385);
        write(0, content);
        assertUnknown();
    }

    /// Bytes between two events, and the later event a second time in front of it, of which samples are foreign.
    @Test
    void ofTwoEventsThatAreTheSameTheOneWithABrokenEndIsLost() throws Exception {
        byte[] whole = events(0, 5000, 1000, counters(0, 20)).bytes();
        byte[] longer = new byte[whole.length + EVENT + 7];
        System.arraycopy(whole, 0, longer, 0, 7 * EVENT);
        System.arraycopy(whole, 7 * EVENT, longer, 7 * EVENT, EVENT);
        Arrays.fill(longer, 8 * EVENT, 8 * EVENT + 7, (byte) -1);
        System.arraycopy(whole, 7 * EVENT, longer, 8 * EVENT + 7, whole.length - 7 * EVENT);
        longer[8 * EVENT - 2] = 99;
        write(0, longer);
        WaveDumpOptions options = WaveDumpOptions.defaults().withClockNs(1).withOnDamage(DamagePolicy.SKIP);
        List<Long> offsets = new ArrayList<>();
        try (WaveDumpMerge merge = WaveDumpRun.open(List.of(folder), options).merge()) {
            while (merge.next()) {
                offsets.add(merge.file().offset());
            }
        }
        assertEquals(20, offsets.size());
        assertEquals(8L * EVENT + 7, offsets.get(7));
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

    /// Bytes were inserted into the first tag, and what stood there is the tag of no event.
    @ParameterizedTest
    @CsvSource({"22, 3", "23, -2"})
    void aTagThatBytesAreMissingFromOrInsertedIntoIsNoEvidence(int at, int cut) {
        byte[] whole = new WaveDumpFixture()
                .board(0)
                .counter(16_777_214)
                .event(TURN - 15_828_052, new int[51])
                .event(33_693_205, new int[51])
                .bytes();
        byte[] damaged = new byte[whole.length - cut];
        System.arraycopy(whole, 0, damaged, 0, at);
        System.arraycopy(
                whole, at + Math.max(0, cut), damaged, at + Math.max(0, -cut), whole.length - at - Math.max(0, cut));
        write(0, damaged);
        assertUnknown();
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
