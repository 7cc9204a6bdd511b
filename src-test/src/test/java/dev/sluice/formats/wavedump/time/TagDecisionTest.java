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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// W2: tags that are wrong, or stand in a pause, once turned the clock or were lost. Each case is made by hand, of
/// headers as a fuzz left them; true times are those of the undamaged run.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class TagDecisionTest extends HandMadeRun {
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
}
