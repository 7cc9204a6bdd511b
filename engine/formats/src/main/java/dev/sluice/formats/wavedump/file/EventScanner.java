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
    private final HeaderAgreement agreement;
    private final long bytes;

    private long offset;
    private long size;
    private long resumption;
    private boolean uniform = true;
    private boolean afterBroken;
    private int taken;
    private long last = -1;
    private long longest = 1;

    /// Scans a file with these headers, of which `evidence` is known.
    public EventScanner(EventHeaders headers, FileEvidence evidence) {
        this.headers = headers;
        this.evidence = evidence;
        this.sizes = new KnownSizes(evidence.sizes());
        this.agreement = new HeaderAgreement(headers, evidence, sizes);
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
        if (erased || !headers.isWhole(offset) || !agreement.isForward(offset, HeaderAgreement.NEAR)) {
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
        boolean weak =
                headers.isWhole(offset + size) && agreement.points(offset, offset + size) < HeaderAgreement.STANDS;
        if (!sizes.contains(size) || triggers > longest || weak || isWholeFile()) {
            long inside = search(offset + 1, offset + size);
            if (inside >= 0 && isSwallowed(inside, triggers)) {
                return broken(inside);
            }
            sizes.add(size);
            longest = Math.min(HeaderAgreement.NEAR, Math.max(longest, triggers));
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
        return triggers == 0
                || !sizes.contains(size)
                || HeaderAgreement.isBetween(passed, triggers + HeaderAgreement.CLOSE);
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
        agreement.take(headers.counter(offset));
        resumption = offset + size;
        return Found.EVENT;
    }

    /// The length from the event's start to the nearest of its possible ends at which a header stands; 0 if none does.
    ///
    /// Where a header stands at the end that the event itself says, a nearer one is one only if all of it is as good.
    private long nearestEnd() {
        long nearest = isEnd(size) ? size : 0;
        int least = nearest == 0 || !headers.isWhole(offset + size) ? 0 : agreement.points(offset, offset + size);
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
        return headers.isWhole(end)
                && (least == 0 || sizes.contains(headers.size(end)) && agreement.points(offset, end) >= least);
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
            return agreement.points(offset, end) >= HeaderAgreement.STANDS
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
                    && (agreement.isForward(at, HeaderAgreement.FAR) || sizes.contains(headers.size(at)))
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
        return agreement.points(at, end) >= HeaderAgreement.STANDS;
    }
}
