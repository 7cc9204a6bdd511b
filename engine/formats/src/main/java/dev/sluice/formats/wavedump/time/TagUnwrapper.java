package dev.sluice.formats.wavedump.time;

/// Turns a wrapping trigger time tag into ticks that never decrease. One thread at a time; no allocation.
///
/// A tag that is smaller than the one before it proves that the counter wrapped. Two wraps between neighbouring tags
/// cannot be distinguished from one: after a silence longer than the counter's range (17 s for 31 bits of 8 ns) the
/// ticks are short by a whole number of ranges.
///
/// - With a given number of bits (30, 31 or 32), the bits above are masked off, and 2^bits is added at each wrap. A
///   roll-over flag in bit 31 is ignored, whatever it does.
/// - Automatically, the tag counts as it stands until it first decreases, from `t0` to `t1`. If `t0` has bit 31 and
///   `t1` has not, the counter is 32 bits wide: 2^32 is added, there and from then on. Otherwise 2^31: either the
///   counter has 31 bits, or bit 31 is a flag that stays set after the first roll-over (the step on which it gets set
///   is no decrease). A counter of 30 bits is never found: it looks like one of 31 bits that happens to be silent
///   through its upper half. [#looksShort] says when that is to be feared.
///
/// A counter of 32 bits that is silent for a whole half of its range, twice or after its last tag with bit 31, wraps as
/// one of 31 bits does. Later tags may prove that: bit 31 comes up after a wrap that left it unset, which neither a
/// counter of 31 bits nor a flag does, or is lost after a wrap that left it set. Then a wrap was counted 2^31 ticks too
/// short, and [#isMistaken] says so. Where no later tag does, every tag is one of a counter of 31 bits too, of
/// which any pause is as likely: such a run looks like an ordinary one, and is read as that.
public final class TagUnwrapper {
    private static final long BIT_30 = 1L << 30;
    private static final long BIT_31 = 1L << 31;
    private static final int AUTOMATIC = 0;

    private final int bits;
    private long base;
    private long last;
    private boolean upperHalfSeen;
    private boolean looksShort;
    private boolean unsetTurn;
    private boolean setTurn;
    private boolean wide;
    private boolean mistaken;

    private TagUnwrapper(int bits) {
        this.bits = bits;
    }

    /// An unwrapper that finds the width by itself: 31 bits, 31 bits and a flag, or 32 bits; not 30.
    public static TagUnwrapper automatic() {
        return new TagUnwrapper(AUTOMATIC);
    }

    /// An unwrapper for a counter of exactly `bits` bits (30, 31 or 32).
    public static TagUnwrapper ofBits(int bits) {
        checkBits(bits);
        return new TagUnwrapper(bits);
    }

    static void checkBits(int bits) {
        if (bits < 30 || bits > 32) {
            throw new IllegalArgumentException(
                    "a trigger time tag has 30, 31 or 32 bits: tag_bits=" + bits + "; leave it out to find the width");
        }
    }

    /// The ticks since the counter's start for the next tag (an unsigned 32-bit number), never below the result before.
    public long unwrap(long tag) {
        if (tag >>> 32 != 0) {
            throw new IllegalArgumentException("a trigger time tag has 32 bits: tag=" + tag);
        }
        long ticks = counted(tag);
        upperHalfSeen |= ticks >= BIT_30;
        if (ticks < last) {
            looksShort |= bits == AUTOMATIC && !upperHalfSeen && last - ticks > BIT_30 / 2;
            base += range(last, ticks);
            noteTurn(last, ticks);
        }
        mistaken |= unsetTurn && ticks >= BIT_31;
        last = ticks;
        return base + ticks;
    }

    /// Whether the tag may have 30 bits where 31 were counted: it fell by about 2^30 and never reached that before.
    boolean looksShort() {
        return looksShort;
    }

    private void noteTurn(long before, long after) {
        boolean falls = before >= BIT_31 && after < BIT_31;
        if (bits == AUTOMATIC && !wide) {
            mistaken |= falls && setTurn;
            wide = falls;
            unsetTurn |= before < BIT_31;
            setTurn |= after >= BIT_31;
        }
    }

    /// Whether a turn was counted as one of 31 bits although a later tag proves that the counter has 32.
    boolean isMistaken() {
        return mistaken;
    }

    /// Whether `tag` as the next one would prove that.
    boolean contradicts(long tag) {
        long ticks = counted(tag);
        return !mistaken
                && bits == AUTOMATIC
                && (unsetTurn && ticks >= BIT_31 || setTurn && !wide && last >= BIT_31 && ticks < BIT_31);
    }

    /// Another unwrapper that has seen the same tags.
    TagUnwrapper copy() {
        TagUnwrapper copy = new TagUnwrapper(bits);
        copy.base = base;
        copy.last = last;
        copy.upperHalfSeen = upperHalfSeen;
        copy.looksShort = looksShort;
        copy.unsetTurn = unsetTurn;
        copy.setTurn = setTurn;
        copy.wide = wide;
        copy.mistaken = mistaken;
        return copy;
    }

    /// Forgets all tags, as before the first one.
    public void reset() {
        base = 0;
        last = 0;
        upperHalfSeen = false;
        looksShort = false;
        unsetTurn = false;
        setTurn = false;
        wide = false;
        mistaken = false;
    }

    /// The bits of a tag that count: all, or those of the set width.
    long counted(long tag) {
        return bits == AUTOMATIC ? tag : tag & ((1L << bits) - 1);
    }

    /// What a roll-over from the tag `before` to the smaller `after` adds.
    long range(long before, long after) {
        if (bits != AUTOMATIC) {
            return 1L << bits;
        }
        return wide || before >= BIT_31 && after < BIT_31 ? 1L << 32 : 1L << 31;
    }
}
