package dev.sluice.formats.wavedump.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.WaveDumpFixture;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.EventLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// W2: damaged first events once hid a turn of the clock, so that all events that nobody had touched came out one turn
/// early. Each case is made by hand, of headers as a fuzz left them; true times are those of the undamaged run.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RunStartTest extends HandMadeRun {
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

    /// The second event was lost for its counter and fits; the first one, of an impossible size, has a tag of before.
    @Test
    void aLostSecondEventDoesNotVouchForALostFirstOne() {
        byte[] content = events(0, TURN - 7, 24, 0, 1, 2, 3, 4, 5).bytes();
        set(content, 0, EventLayout.SIZE, 1 << 28 | EVENT);
        set(content, 1, EventLayout.COUNTER, 16_385);
        write(0, content);
        assertUnknown();
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
}
