package dev.sluice.formats.wavedump.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagUnwrapperTest {
    private static final long RANGE_31 = 1L << 31;
    private static final long RANGE_32 = 1L << 32;

    @Test
    void risingTagsStayAsTheyAre() {
        TagUnwrapper unwrapper = TagUnwrapper.automatic();
        for (long tag : new long[] {0, 1, 5, RANGE_31 - 1, RANGE_31, RANGE_32 - 1}) {
            assertEquals(tag, unwrapper.unwrap(tag));
        }
    }

    @Test
    void equalTagsAreNoWrap() {
        for (TagUnwrapper unwrapper : new TagUnwrapper[] {TagUnwrapper.automatic(), TagUnwrapper.ofBits(31)}) {
            assertEquals(7, unwrapper.unwrap(7));
            assertEquals(7, unwrapper.unwrap(7));
            assertEquals(RANGE_31 + 3, unwrapper.unwrap(3));
            assertEquals(RANGE_31 + 3, unwrapper.unwrap(3));
        }
    }

    @Test
    void decreaseOfPlain31BitCounterAdds31Bits() {
        TagUnwrapper unwrapper = TagUnwrapper.automatic();
        assertEquals(RANGE_31 - 1, unwrapper.unwrap(RANGE_31 - 1));
        assertEquals(RANGE_31, unwrapper.unwrap(0));
    }

    @Test
    void decreaseUnderStickyRollOverFlagAdds31Bits() {
        TagUnwrapper unwrapper = TagUnwrapper.automatic();
        assertEquals(RANGE_31 - 1, unwrapper.unwrap(RANGE_31 - 1));
        assertEquals(RANGE_31, unwrapper.unwrap(RANGE_31));
        assertEquals(RANGE_32 - 1, unwrapper.unwrap(RANGE_32 - 1));
        assertEquals(RANGE_32, unwrapper.unwrap(RANGE_31));
        assertEquals(RANGE_32 + 5, unwrapper.unwrap(RANGE_31 + 5));
    }

    @Test
    void decreaseWithTogglingFlagAdds32Bits() {
        TagUnwrapper unwrapper = TagUnwrapper.automatic();
        assertEquals(RANGE_32 - 2, unwrapper.unwrap(RANGE_32 - 2));
        assertEquals(RANGE_32 + 9, unwrapper.unwrap(9));
        assertEquals(RANGE_32 + RANGE_31, unwrapper.unwrap(RANGE_31));
    }

    @Test
    void explicitBitsIgnoreTheFlagWhateverItDoes() {
        TagUnwrapper unwrapper = TagUnwrapper.ofBits(31);
        assertEquals(10, unwrapper.unwrap(RANGE_31 | 10));
        assertEquals(11, unwrapper.unwrap(11));
        assertEquals(RANGE_31 + 2, unwrapper.unwrap(RANGE_31 | 2));
        assertEquals(RANGE_31 + 3, unwrapper.unwrap(3));
    }

    @Test
    void resetForgetsTheWraps() {
        TagUnwrapper unwrapper = TagUnwrapper.automatic();
        unwrapper.unwrap(100);
        unwrapper.unwrap(50);
        unwrapper.reset();
        assertEquals(50, unwrapper.unwrap(50));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20, 101})
    void manyWrapsFollowTheTrueCounter(long seed) {
        for (int bits = 30; bits <= 32; bits++) {
            TagUnwrapper explicit = TagUnwrapper.ofBits(bits);
            TagUnwrapper automatic = TagUnwrapper.automatic();
            Random random = new Random(seed);
            long truth = 0;
            for (int event = 0; event < 20_000; event++) {
                long tag = truth & ((1L << bits) - 1);
                String where = "seed=" + seed + " bits=" + bits + " event=" + event;
                assertEquals(truth, explicit.unwrap(tag), where);
                if (bits > 30) {
                    assertEquals(truth, automatic.unwrap(tag), where);
                }
                truth += random.nextLong(1L << bits - 2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void manyWrapsUnderStickyFlagFollowTheTrueCounter(long seed) {
        TagUnwrapper unwrapper = TagUnwrapper.automatic();
        Random random = new Random(seed);
        long truth = 0;
        for (int event = 0; event < 20_000; event++) {
            long flag = truth >= RANGE_31 ? RANGE_31 : 0;
            long tag = truth % RANGE_31 | flag;
            assertEquals(truth, unwrapper.unwrap(tag), "seed=" + seed + " event=" + event);
            truth += random.nextLong(RANGE_31 / 3);
        }
    }

    @Test
    void tagsAndWidthsOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> TagUnwrapper.ofBits(29));
        assertThrows(IllegalArgumentException.class, () -> TagUnwrapper.ofBits(33));
        assertThrows(
                IllegalArgumentException.class, () -> TagUnwrapper.automatic().unwrap(RANGE_32));
        assertThrows(
                IllegalArgumentException.class, () -> TagUnwrapper.automatic().unwrap(-1));
    }

    @Test
    void aTagOfThirtyBitsIsCountedAsThirtyOneAndSuspected() {
        TagUnwrapper automatic = TagUnwrapper.automatic();
        assertEquals((1L << 30) - 5, automatic.unwrap((1L << 30) - 5));
        assertFalse(automatic.looksShort());
        assertEquals((1L << 31) + 7, automatic.unwrap(7));
        assertTrue(automatic.looksShort());
        assertTrue(automatic.copy().looksShort());
        automatic.reset();
        assertFalse(automatic.looksShort());
        TagUnwrapper set = TagUnwrapper.ofBits(30);
        set.unwrap((1L << 30) - 5);
        assertEquals((1L << 30) + 7, set.unwrap(7));
        assertFalse(set.looksShort());
    }

    @Test
    void aTagThatReachedTheUpperHalfOrFellALittleIsNotSuspected() {
        TagUnwrapper upper = TagUnwrapper.automatic();
        for (long tag : new long[] {5, 1L << 30, 3, (1L << 30) - 1, 2}) {
            upper.unwrap(tag);
        }
        assertFalse(upper.looksShort());
        TagUnwrapper restarted = TagUnwrapper.automatic();
        restarted.unwrap(1L << 28);
        restarted.unwrap(3);
        assertFalse(restarted.looksShort());
    }

    /// Bit 31 that comes up after a turn that left it unset is no flag, and no counter of 31 bits has it.
    @Test
    void aTurnWithoutBit31OfACounterThatHasItIsAMistake() {
        TagUnwrapper later = TagUnwrapper.automatic();
        for (long tag : new long[] {5, 1L << 30, 3, 1L << 30}) {
            later.unwrap(tag);
        }
        assertFalse(later.isMistaken());
        assertTrue(later.contradicts(RANGE_31 + 9));
        later.unwrap(RANGE_31 + 9);
        assertTrue(later.isMistaken());
        assertTrue(later.copy().isMistaken());
        later.reset();
        assertFalse(later.isMistaken());
        TagUnwrapper set = TagUnwrapper.ofBits(31);
        for (long tag : new long[] {5, 1L << 30, 3, RANGE_31 + 9}) {
            set.unwrap(tag);
        }
        assertFalse(set.isMistaken());
    }

    /// A turn with bit 31 before and after it, as a flag has, and then one that loses the bit.
    @Test
    void aFlagThatIsLostWasNone() {
        TagUnwrapper flag = TagUnwrapper.automatic();
        for (long tag : new long[] {5, RANGE_31 + 50, RANGE_31 + 3, RANGE_31 + 7}) {
            flag.unwrap(tag);
        }
        assertFalse(flag.isMistaken());
        assertTrue(flag.contradicts(6));
        flag.unwrap(6);
        assertTrue(flag.isMistaken());
    }

    /// Bit 31 was lost once: from then on every turn is one of 32 bits, silent halves of it or not.
    @Test
    void aCounterThatOnceLostBit31Has32Bits() {
        TagUnwrapper wide = TagUnwrapper.automatic();
        assertEquals(RANGE_31 + 9, wide.unwrap(RANGE_31 + 9));
        assertEquals(RANGE_32 + 3, wide.unwrap(3));
        assertEquals(RANGE_32 + (1L << 30), wide.unwrap(1L << 30));
        assertEquals(2 * RANGE_32 + 4, wide.unwrap(4));
        assertEquals(2 * RANGE_32 + RANGE_31 + 8, wide.unwrap(RANGE_31 + 8));
        assertEquals(3 * RANGE_32 + RANGE_31 + 7, wide.unwrap(RANGE_31 + 7));
        assertEquals(4 * RANGE_32 + 1, wide.unwrap(1));
        assertFalse(wide.isMistaken());
    }

    @Test
    void aFlagThatStaysIsNoWidth() {
        TagUnwrapper flag = TagUnwrapper.automatic();
        for (long tag : new long[] {5, 1L << 30, (1L << 31) + 3, (1L << 31) + (1L << 30), (1L << 31) + 2}) {
            flag.unwrap(tag);
        }
        assertFalse(flag.isMistaken());
    }
}
