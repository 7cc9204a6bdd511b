package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.EventHeaders;
import dev.sluice.formats.wavedump.file.EventLayout;
import dev.sluice.formats.wavedump.file.WaveDumpDamage;
import dev.sluice.formats.wavedump.file.WaveDumpFile;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// What a channel has lost and not reported yet, in the order in which it was found. One thread at a time.
///
/// Their headers, as far as they can be read, say something about the start of the run: see [RunStart].
final class LostEvents {
    private static final long FIRST_COUNTERS = 64;
    private static final int RARE = 512;

    /// What was found at an event that is left out.
    record Event(int part, WaveDumpDamage damage) {}

    private final WaveDumpFile[] cursors;
    private final DamagePolicy policy;
    private final long turn;
    private final List<Event> events = new ArrayList<>();
    private int startPart;
    private long startOffset;
    private long missing;

    /// Of a channel in these files, whose clock turns after `turn` ticks at least.
    LostEvents(WaveDumpFile[] cursors, DamagePolicy policy, long turn) {
        this.cursors = cursors;
        this.policy = policy;
        this.turn = turn;
    }

    /// So many events of this channel were in a file that is left out as a whole.
    void miss(long more) {
        missing += more;
    }

    void add(int part, WaveDumpDamage damage) {
        events.add(new Event(part, damage));
    }

    /// Leaves out the event at `offset` of a part, or throws: see [DamagePolicy].
    void refuse(int part, long offset, long tag, String problem, boolean tagIsWrong) {
        WaveDumpFile cursor = cursors[part];
        FormatException error = new FormatException(
                cursor.path(), offset, problem, "rerun with --on-error skip to lose this event only");
        if (policy == DamagePolicy.FAIL) {
            throw error;
        }
        add(
                part,
                new WaveDumpDamage(
                        WaveDumpDamage.Kind.DROPPED,
                        offset,
                        cursor.headers().size(offset),
                        cursor.events(),
                        tagIsWrong ? OptionalLong.empty() : OptionalLong.of(tag),
                        error));
    }

    /// The events, for those that report them to remove.
    List<Event> events() {
        return events;
    }

    /// The first events of the channel stand in disorder up to this place: what is lost among them may have been before
    /// all others.
    void startAt(int part, long offset) {
        startPart = part;
        startOffset = offset;
    }

    /// Whether an event was lost between two places.
    boolean anyBetween(int part, long offset, int last, long to) {
        for (int index = 0; index < events.size(); index++) {
            if (isBefore(events.get(index), last, to) && !isBefore(events.get(index), part, offset)) {
                return true;
            }
        }
        return false;
    }

    /// Events that were left out in front of this file's first one, at byte `offset` of a part, or among the first ones
    /// where those stand in disorder; not reported yet.
    long before(int of, long offset) {
        long lost = missing;
        for (int index = 0; index < events.size(); index++) {
            Event event = events.get(index);
            if (isBeforeStart(event, of, offset)) {
                long usual = Math.max(EventLayout.HEADER_BYTES, cursors[event.part()].usualSize());
                lost += Math.max(1, (event.damage().bytesLost() + usual / 2) / usual);
            }
        }
        return lost;
    }

    /// Whether any event was left out, and not reported yet.
    boolean any() {
        return missing > 0 || !events.isEmpty();
    }

    /// Whether a part shorter than an event, after which the file goes on, was left out right at the end of the
    /// event at byte `offset`: then that may have bytes too many, or its words may be shifted.
    boolean isFollowedByRest(int of, long offset) {
        long end = offset + cursors[of].headers().size(offset);
        for (int index = 0; index < events.size(); index++) {
            WaveDumpDamage damage = events.get(index).damage();
            boolean rest = events.get(index).part() == of && damage.offset() == end;
            if (rest && damage.kind() == WaveDumpDamage.Kind.DROPPED && damage.bytesLost() < cursors[of].usualSize()) {
                return true;
            }
        }
        return false;
    }

    /// Whether an event of this file was left out after byte `offset` of a part and before the byte `to` of the part
    /// `last`, whose counter is the `first` of this file, or a little before it. Then it may have displaced one
    /// that was earlier, or be one.
    boolean hasEarlierBetween(int of, long offset, int last, long to, long first) {
        for (int index = 0; index < events.size(); index++) {
            Event event = events.get(index);
            WaveDumpFile cursor = cursors[event.part()];
            long at = event.damage().offset();
            boolean own = cursor.headers().isWhole(at) && cursor.evidence().isOwn(cursor.headers(), at);
            if (own && !isBefore(event, of, offset + 1) && isBefore(event, last, to)) {
                long triggers = EventHeaders.triggers(cursor.headers().counter(at), first);
                if (triggers >= 0 && triggers <= FIRST_COUNTERS) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether the header of an event that was left out is of this file, and its size the length that was left out.
    private boolean isWholeEvent(Event event) {
        WaveDumpFile cursor = cursors[event.part()];
        long at = event.damage().offset();
        return cursor.headers().isWhole(at)
                && cursor.evidence().isOwn(cursor.headers(), at)
                && cursor.headers().size(at) == event.damage().bytesLost();
    }

    /// Whether the first header that was left out there, or each of them where events stand in disorder, has a tag
    /// up to `reach` ticks before `tag`, or between that and the tag of the event there; it is sound but for its
    /// counter, or that is a little before `counter`.
    boolean hasTagBefore(int of, long offset, long counter, long tag, double reach, TagUnwrapper unwrapper) {
        boolean disorder = startPart > 0 || startOffset > 0;
        long last = unwrapper.counted(cursors[of].headers().tag(offset));
        int part = Integer.MAX_VALUE;
        long first = Long.MAX_VALUE;
        boolean fits = false;
        for (int index = 0; index < events.size(); index++) {
            Event event = events.get(index);
            if (isBeforeStart(event, of, offset)) {
                boolean own = isOfStart(event, counter, tag, last, reach, unwrapper);
                if (disorder && !own) {
                    return false;
                }
                boolean earlier = isBefore(event, part, first);
                fits = earlier ? own : fits;
                part = earlier ? event.part() : part;
                first = earlier ? event.damage().offset() : first;
            }
        }
        return fits && missing == 0;
    }

    private boolean isOfStart(Event event, long counter, long tag, long last, double reach, TagUnwrapper unwrapper) {
        long at = event.damage().offset();
        if (event.damage().tag().isEmpty() || !isInFront(cursors[event.part()], at, counter) && !isWholeEvent(event)) {
            return false;
        }
        // Where bytes are missing or too many, the tag may be none.
        boolean whole = event.damage().bytesLost() == cursors[event.part()].usualSize() || isWholeEvent(event);
        if (!whole && reach * RARE > turn) {
            return false;
        }
        long own = unwrapper.counted(cursors[event.part()].headers().tag(at));
        boolean after = own >= tag && own < last;
        return own > 0 && (own < tag && tag - own <= reach || after);
    }

    /// Whether an event of this file was left out there that is sound but for its counter, and whose tag is later than
    /// `tag`: then it may be wrong, or the clock turned after it.
    boolean hasLaterTagBefore(int of, long offset, long tag, TagUnwrapper unwrapper) {
        for (int index = 0; index < events.size(); index++) {
            Event event = events.get(index);
            WaveDumpFile cursor = cursors[event.part()];
            long at = event.damage().offset();
            if (isBeforeStart(event, of, offset)
                    && isWholeEvent(event)
                    && unwrapper.counted(cursor.headers().tag(at)) > tag) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInFront(WaveDumpFile cursor, long at, long counter) {
        EventHeaders headers = cursor.headers();
        if (!headers.isWhole(at)) {
            return false;
        }
        long triggers = EventHeaders.triggers(headers.counter(at), counter);
        boolean board = cursor.evidence().isBoard(headers, at);
        boolean channel = headers.channel(at) == cursor.evidence().channel();
        return triggers > 0 && triggers <= FIRST_COUNTERS && (board || channel);
    }

    private boolean isBeforeStart(Event event, int of, long offset) {
        return isBefore(event, of, offset) || isBefore(event, startPart, startOffset);
    }

    static boolean isBefore(Event event, int of, long offset) {
        return event.part() < of || event.part() == of && event.damage().offset() < offset;
    }
}
