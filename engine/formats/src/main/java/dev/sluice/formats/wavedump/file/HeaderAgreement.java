package dev.sluice.formats.wavedump.file;

/// Judges how well a header follows another one of the same file. One thread at a time; no allocation.
final class HeaderAgreement {
    /// Points from which on a header is one.
    static final int STANDS = 7;

    /// Triggers between two events that are nothing special.
    static final long NEAR = 1L << 10;

    /// Triggers between two events, at most.
    static final long FAR = 1L << 20;

    /// Triggers between two events whose headers say little else.
    static final long CLOSE = 1L << 6;

    private static final long TAG_RANGE = 1L << 31;
    private static final long LATER = 1L << 28;

    private final EventHeaders headers;
    private final FileEvidence evidence;
    private final KnownSizes sizes;
    private long latest = -1;
    private long earlier = -1;

    HeaderAgreement(EventHeaders headers, FileEvidence evidence, KnownSizes sizes) {
        this.headers = headers;
        this.evidence = evidence;
        this.sizes = sizes;
    }

    /// Remembers the counter of a sound event, unless it is far from the one before.
    void take(long counter) {
        if (latest < 0 || EventHeaders.triggers(latest, counter) <= FAR) {
            earlier = latest;
            latest = counter;
        }
    }

    /// How well the header at `next` follows the one at `offset`, in points of which a header that is right has 10 or
    /// more, one with a wrong word 7, and samples hardly any: words that are zero count less.
    int points(long offset, long next) {
        int points = sizes.contains(headers.size(next)) ? 3 : headers.isPossible(headers.size(next)) ? 1 : 0;
        if (evidence.isBoard(headers, next)) {
            points += evidence.board() == 0 ? 2 : 3;
        }
        if (headers.channel(next) == evidence.channel()) {
            points += evidence.channel() == 0 ? 2 : 3;
        }
        points += counterPoints(offset, next);
        long ticks = headers.tag(next) - headers.tag(offset) & TAG_RANGE - 1;
        points += ticks > 0 && ticks < LATER ? 1 : 0;
        if (isBlank(offset, next)) {
            return 0;
        }
        return points < STANDS && leadsToItsLike(next) ? points + 3 : points;
    }

    /// Whether an unknown size stands there, and too little else speaks for a header: one that is read a byte too early
    /// has a counter too, and zeros.
    private boolean isBlank(long offset, long next) {
        if (sizes.contains(headers.size(next))) {
            return false;
        }
        boolean own = evidence.isOwn(headers, next);
        boolean zeros = evidence.board() == 0 && evidence.channel() == 0;
        return !own
                || zeros && !isBetween(EventHeaders.triggers(headers.counter(offset), headers.counter(next)), CLOSE);
    }

    private int counterPoints(long offset, long next) {
        long counter = headers.counter(next);
        long own = EventHeaders.triggers(headers.counter(offset), counter);
        if (!evidence.counting()) {
            return own == 0 ? 1 : 0;
        }
        if (isBetween(own, NEAR) || isForward(next, NEAR)) {
            return 3;
        }
        return isBetween(own, FAR) || isForward(next, FAR) ? 1 : 0;
    }

    /// Whether another header of the same board and channel follows the one at `at`: one of a foreign channel, or run.
    private boolean leadsToItsLike(long at) {
        long next = at + headers.size(at);
        return sizes.contains(headers.size(at))
                && headers.isWhole(next)
                && sizes.contains(headers.size(next))
                && headers.board(at) == headers.board(next)
                && headers.channel(at) == headers.channel(next)
                && isBetween(EventHeaders.triggers(headers.counter(at), headers.counter(next)), NEAR);
    }

    /// Whether the counter at `at` follows one of those of the last two events that were in order.
    boolean isForward(long at, long most) {
        long counter = headers.counter(at);
        return !evidence.counting()
                || latest < 0
                || isBetween(EventHeaders.triggers(latest, counter), most)
                || earlier >= 0 && isBetween(EventHeaders.triggers(earlier, counter), most);
    }

    /// Whether so many triggers lead forward, and no further than `most`.
    static boolean isBetween(long triggers, long most) {
        return triggers > 0 && triggers <= most;
    }
}
