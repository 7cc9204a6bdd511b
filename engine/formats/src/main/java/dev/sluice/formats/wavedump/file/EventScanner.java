package dev.sluice.formats.wavedump.file;

import static dev.sluice.formats.wavedump.file.EventLayout.HEADER_BYTES;

/// Finds the events of a file one after the other, and the next sound one where one is broken. One thread at a time;
/// allocates only where something is broken.
///
/// An event is believed if its board and channel are the file's, and a header stands at its end: one of the file's
/// board, channel and sizes, with a counter and a tag a little later, of which one or two words may be wrong. The
/// nearest such end is taken, so that an event whose size swallows its neighbour is found out. Where no header stands
/// at the end of an event, bytes are missing or too many: the next place where a header agrees in all words, and leads
/// to another one, ends the broken event.
public final class EventScanner {
    private static final int STANDS = 7;
    private static final long NEAR = 1L << 10;
    private static final long FAR = 1L << 20;
    private static final long CLOSE = 1L << 6;
    private static final long TAG_RANGE = 1L << 31;
    private static final long LATER = 1L << 28;

    /// What stands at the next place of the file.
    public enum Found {
        /// A sound event.
        EVENT,
        /// A broken event; the file goes on at [#resumption].
        BROKEN,
        /// A broken event after which none is found.
        LOST,
        /// The file ends inside the event.
        CUT_OFF,
        /// The end of the file.
        END
    }

    private final EventHeaders headers;
    private final FileEvidence evidence;
    private final KnownSizes sizes;
    private final long bytes;

    private long offset;
    private long size;
    private long resumption;
    private boolean uniform = true;
    private boolean afterBroken;
    private int taken;
    private long latest = -1;
    private long earlier = -1;
    private long last = -1;
    private long longest = 1;

    /// Scans a file with these headers, of which `evidence` is known.
    public EventScanner(EventHeaders headers, FileEvidence evidence) {
        this.headers = headers;
        this.evidence = evidence;
        this.sizes = new KnownSizes(evidence.sizes());
        this.bytes = headers.bytes();
    }

    /// Where the event or the broken part starts.
    long offset() {
        return offset;
    }

    /// The size that the header at [#offset] says.
    long size() {
        return size;
    }

    /// Where the file goes on after a broken event.
    public long resumption() {
        return resumption;
    }

    /// The size that most events have; 0 if none is known.
    long usualSize() {
        return sizes.usual();
    }

    /// Whether all events up to here were of one size.
    boolean uniform() {
        return uniform;
    }

    /// Whether the header at [#offset] may be of this file, at this place: its counter agrees, and of size, board and
    /// channel not more than one is wrong.
    public boolean isBelieved() {
        boolean erased = size == 0 && headers.isWhole(offset) && headers.tag(offset) == 0;
        if (erased || !headers.isWhole(offset) || !isForward(offset, NEAR)) {
            return false;
        }
        int right = (sizes.contains(size) ? 1 : 0)
                + (evidence.isBoard(headers, offset) ? 1 : 0)
                + (headers.channel(offset) == evidence.channel() ? 1 : 0);
        boolean own = evidence.isOwn(headers, offset) && evidence.board() + evidence.channel() > 0;
        return right == 3 || own || right == 2 && sizes.contains(resumption - offset);
    }

    /// Moves to `from`, where an event should start.
    public Found at(long from) {
        offset = from;
        resumption = from;
        if (from >= bytes) {
            return Found.END;
        }
        if (!headers.isWhole(from)) {
            size = 0;
            return Found.CUT_OFF;
        }
        size = headers.size(from);
        if (evidence.isOwn(headers, from)
                && sizes.contains(size)
                && sizes.isLeast(size)
                && !isWholeFile()
                && isFollowedAtOnce(from + size)) {
            return take();
        }
        return judge();
    }

    /// Whether the event is all that the file holds, so that nothing but its samples says that it is one.
    private boolean isWholeFile() {
        return offset == 0 && size == bytes;
    }

    /// Whether all is as usual: the common case, decided by the fewest looks.
    private boolean isFollowedAtOnce(long end) {
        if (!headers.isWhole(end)) {
            return end == bytes;
        }
        long triggers = EventHeaders.triggers(headers.counter(offset), headers.counter(end));
        return evidence.isOwn(headers, end)
                && sizes.contains(headers.size(end))
                && (triggers > 0 && triggers <= longest || !evidence.counting());
    }

    private Found judge() {
        long end = nearestEnd();
        if (end == 0 || end == size && isUnlikely()) {
            return searchOn(offset + 1);
        }
        boolean own = end == size;
        if (!own || !evidence.isOwn(headers, offset) || !headers.isPossible(size)) {
            return broken(offset + end);
        }
        long triggers = triggersAfter();
        boolean weak = headers.isWhole(offset + size) && agreement(offset + size) < STANDS;
        if (!sizes.contains(size) || triggers > longest || weak || isWholeFile()) {
            long inside = search(offset + 1, offset + size);
            if (inside >= 0 && isSwallowed(inside, triggers)) {
                return broken(inside);
            }
            sizes.add(size);
            longest = Math.min(NEAR, Math.max(longest, triggers));
        }
        return take();
    }

    /// Whether a header after a broken event may be zeros that are read a few bytes too early: it has no board and no
    /// channel, and a size that no event had before.
    private boolean isUnlikely() {
        return afterBroken && evidence.board() + evidence.channel() == 0 && !sizes.contains(size);
    }

    /// Whether the header inside of an event that the next one follows, as many triggers later, may stand between the
    /// two.
    ///
    /// Samples of zeros look like one of board 0 and channel 0, after a byte of the tag that is a size.
    private boolean isSwallowed(long inside, long triggers) {
        long passed = EventHeaders.triggers(headers.counter(offset), headers.counter(inside));
        return triggers == 0 || !sizes.contains(size) || isBetween(passed, triggers + CLOSE);
    }

    /// Triggers to the next event, which may have passed, or stand inside of this one; 0 if that is not known.
    private long triggersAfter() {
        long end = offset + size;
        boolean known = evidence.counting() && headers.isWhole(end);
        return known ? Math.max(0, EventHeaders.triggers(headers.counter(offset), headers.counter(end))) : 0;
    }

    private Found broken(long next) {
        afterBroken = true;
        resumption = next;
        return Found.BROKEN;
    }

    private Found take() {
        afterBroken = false;
        uniform &= taken == 0 || size == last;
        last = size;
        taken++;
        long counter = headers.counter(offset);
        if (latest < 0 || EventHeaders.triggers(latest, counter) <= FAR) {
            earlier = latest;
            latest = counter;
        }
        resumption = offset + size;
        return Found.EVENT;
    }

    /// The length from the event's start to the nearest of its possible ends at which a header stands; 0 if none does.
    ///
    /// Where a header stands at the end that the event itself says, a nearer one is one only if all of it is as good.
    private long nearestEnd() {
        long nearest = isEnd(size) ? size : 0;
        int least = nearest == 0 || !headers.isWhole(offset + size) ? 0 : agreement(offset + size);
        for (int index = 0; index < sizes.count(); index++) {
            long known = sizes.get(index);
            if (nearest == 0) {
                nearest = isEnd(known) ? known : 0;
            } else if (known < nearest && isNearer(offset + known, least) && isEnd(known)) {
                nearest = known;
            }
        }
        return nearest;
    }

    private boolean isNearer(long end, int least) {
        return headers.isWhole(end) && (least == 0 || sizes.contains(headers.size(end)) && agreement(end) >= least);
    }

    private boolean isEnd(long length) {
        long end = offset + length;
        if (length < HEADER_BYTES || end > bytes) {
            return false;
        }
        if (end == bytes) {
            return headers.isPossible(length) && (length == size || length == sizes.usual() || sizes.count() == 0);
        }
        if (headers.isWhole(end)) {
            return agreement(end) >= STANDS
                    || headers.isPossible(length) && length == size && evidence.isOwn(headers, offset) && isErased(end);
        }
        return (length == size || length == sizes.usual()) && isStart(end);
    }

    /// Whether nothing but zeros stand where a header should, after something else.
    private boolean isErased(long at) {
        for (int field = 0; field < HEADER_BYTES; field += 4) {
            if (headers.word(at, field) != 0) {
                return false;
            }
        }
        return headers.word(at, -4) != 0;
    }

    /// How well the header at `next` follows the one at [#offset], in points of which a header that is right has 10 or
    /// more, one with a wrong word 7, and samples hardly any: words that are zero count less.
    private int agreement(long next) {
        int points = sizes.contains(headers.size(next)) ? 3 : headers.isPossible(headers.size(next)) ? 1 : 0;
        if (evidence.isBoard(headers, next)) {
            points += evidence.board() == 0 ? 2 : 3;
        }
        if (headers.channel(next) == evidence.channel()) {
            points += evidence.channel() == 0 ? 2 : 3;
        }
        points += counterPoints(next);
        long ticks = headers.tag(next) - headers.tag(offset) & TAG_RANGE - 1;
        points += ticks > 0 && ticks < LATER ? 1 : 0;
        if (isBlank(next)) {
            return 0;
        }
        return points < STANDS && leadsToItsLike(next) ? points + 3 : points;
    }

    /// Whether an unknown size stands there, and too little else speaks for a header: one that is read a byte too early
    /// has a counter too, and zeros.
    private boolean isBlank(long next) {
        if (sizes.contains(headers.size(next))) {
            return false;
        }
        boolean own = evidence.isOwn(headers, next);
        boolean zeros = evidence.board() == 0 && evidence.channel() == 0;
        return !own
                || zeros && !isBetween(EventHeaders.triggers(headers.counter(offset), headers.counter(next)), CLOSE);
    }

    private int counterPoints(long next) {
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
    private boolean isForward(long at, long most) {
        long counter = headers.counter(at);
        return !evidence.counting()
                || latest < 0
                || isBetween(EventHeaders.triggers(latest, counter), most)
                || earlier >= 0 && isBetween(EventHeaders.triggers(earlier, counter), most);
    }

    private static boolean isBetween(long triggers, long most) {
        return triggers > 0 && triggers <= most;
    }

    /// Whether the few bytes that are left at `at` are the start of a header.
    private boolean isStart(long at) {
        long left = bytes - at;
        if (left < 4) {
            return startsSize(at, left);
        }
        boolean size = sizes.contains(headers.size(at)) || sizes.count() == 0;
        if (left < EventLayout.CHANNEL + 4) {
            return size && (left < EventLayout.BOARD + 4 || evidence.isBoard(headers, at));
        }
        boolean board = evidence.isBoard(headers, at);
        boolean channel = headers.channel(at) == evidence.channel();
        return size ? board || channel : board && channel && evidence.board() + evidence.channel() > 0;
    }

    private boolean startsSize(long at, long left) {
        for (int index = 0; index < sizes.count(); index++) {
            if (headers.isStartOf(at, (int) left, sizes.get(index))) {
                return true;
            }
        }
        return sizes.count() == 0;
    }

    private Found searchOn(long from) {
        long next = evidence.votes() == 0 && taken == 0 ? -1 : search(from, bytes);
        if (next >= 0) {
            return broken(next);
        }
        boolean cut = headers.isPossible(size)
                && size > bytes - offset
                && evidence.isOwn(headers, offset)
                && (sizes.contains(size) || !uniform || taken == 0);
        return cut ? Found.CUT_OFF : Found.LOST;
    }

    /// The first place from `from` on, before `to`, at which a header agrees in all its words; -1 if there is none.
    private long search(long from, long to) {
        long limit = Math.min(to, bytes - HEADER_BYTES + 1);
        for (long at = from; at < limit; at++) {
            if (evidence.isBoard(headers, at)
                    && headers.channel(at) == evidence.channel()
                    && headers.isPossible(headers.size(at))
                    && (evidence.board() + evidence.channel() > 0 || sizes.contains(headers.size(at)))
                    && (isForward(at, FAR) || sizes.contains(headers.size(at)))
                    && isFollowed(at)) {
                return at;
            }
        }
        return -1;
    }

    private boolean isFollowed(long at) {
        long length = headers.size(at);
        long end = at + length;
        if (end >= bytes) {
            return sizes.contains(length);
        }
        if (!headers.isWhole(end)) {
            return sizes.contains(length) && isStart(end);
        }
        long kept = offset;
        offset = at;
        boolean follows = agreement(end) >= STANDS;
        offset = kept;
        return follows;
    }
}
