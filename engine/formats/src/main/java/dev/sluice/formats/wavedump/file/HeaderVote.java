package dev.sluice.formats.wavedump.file;

import static dev.sluice.formats.wavedump.file.EventLayout.HEADER_BYTES;

import java.util.Arrays;
import java.util.OptionalInt;

/// Counts what the first headers of a file say. Used once, by one thread.
///
/// A header counts if its size leads to one that resembles it in three of size, board, channel and rising counter, or
/// to the end of the file. Where the chain breaks, the next such pair is searched.
public final class HeaderVote {
    private static final int MOST_HEADERS = 128;
    private static final long SEARCHED_BYTES = 1L << 28;
    private static final long MOST_TRIGGERS = 1L << 20;
    private static final int FEW = 4;
    private static final int ENOUGH = 3;
    private static final int FOLLOWED = 2;
    private static final long WHOLE_WORD = 0xFFFF_FFFFL;

    private final EventHeaders headers;
    private final long[] places = new long[MOST_HEADERS];
    private final OptionalInt named;
    private final long board;
    private int count;

    private HeaderVote(EventHeaders headers, OptionalInt named, long board) {
        this.named = named;
        this.headers = headers;
        this.board = board;
    }

    /// What the headers agree on; `expectedSize` (0 if unknown), `namedChannel` and `board` (-1 if unknown) settle what
    /// they leave open.
    public static FileEvidence of(EventHeaders headers, long expectedSize, OptionalInt namedChannel, long board) {
        HeaderVote vote = new HeaderVote(headers, namedChannel, board);
        vote.collect();
        return vote.result(expectedSize, namedChannel);
    }

    private void collect() {
        long at = 0;
        while (count < MOST_HEADERS && headers.isWhole(at)) {
            if (leadsOn(at)) {
                places[count++] = at;
                at += headers.size(at);
            } else {
                at = search(at + 1);
            }
        }
    }

    private boolean leadsOn(long at) {
        long size = headers.size(at);
        long end = at + size;
        if (!headers.isPossible(size) || end > headers.bytes()) {
            return false;
        }
        int left = (int) Math.min(4, headers.bytes() - end);
        boolean last = end == headers.bytes() || !headers.isWhole(end) && headers.isStartOf(end, left, size);
        return last
                || headers.isWhole(end) && resemblance(at, end) >= (headers.board(at) == board ? 2 : 3)
                || at == 0 && !headers.isWhole(end) && !isTorn(size);
    }

    /// Whether a header of the first one's size stands inside of its event, and leads to the end of the file: then
    /// bytes of the first event are missing.
    private boolean isTorn(long size) {
        long inside = headers.bytes() - size;
        return inside > 0 && headers.isWhole(inside) && headers.size(inside) == size && isExpected(inside);
    }

    private int resemblance(long at, long next) {
        long triggers = EventHeaders.triggers(headers.counter(at), headers.counter(next));
        return (headers.size(at) == headers.size(next) ? 1 : 0)
                + (headers.board(at) == headers.board(next) ? 1 : 0)
                + (headers.channel(at) == headers.channel(next) ? 1 : 0)
                + (triggers > 0 && triggers <= MOST_TRIGGERS ? 1 : 0);
    }

    /// The next place where an event may start that leads to one like it; beyond the file if there is none.
    private long search(long from) {
        long limit = Math.min(headers.bytes() - HEADER_BYTES, from + SEARCHED_BYTES);
        for (long at = from; at <= limit; at++) {
            if (isPair(at) && (links(at) >= FOLLOWED || !swallows(at, at + headers.size(at)))) {
                return at;
            }
        }
        return headers.bytes();
    }

    private boolean isPair(long at) {
        long size = headers.size(at);
        return headers.isPossible(size) && size <= headers.bytes() - at && isStrong(at, at + size);
    }

    /// So many headers follow each other from `at` on, two at most.
    private int links(long at) {
        if (!isPair(at)) {
            return 0;
        }
        long next = at + headers.size(at);
        return headers.isWhole(next) && isPair(next) ? FOLLOWED : 1;
    }

    /// Whether headers that follow each other stand inside of what samples make look like a long event.
    private boolean swallows(long at, long end) {
        for (long inside = at + 1; inside + 2L * HEADER_BYTES <= end; inside++) {
            long size = headers.size(inside);
            if (size <= end - inside - HEADER_BYTES && links(inside) >= FOLLOWED) {
                return inside + size + headers.size(inside + size) <= end;
            }
        }
        return false;
    }

    private boolean isStrong(long at, long next) {
        if (headers.channel(at) > EventLayout.LARGEST_CHANNEL) {
            return false;
        }
        if (!headers.isWhole(next)) {
            int left = (int) Math.min(4, headers.bytes() - next);
            return isExpected(at) && headers.isStartOf(next, left, headers.size(at));
        }
        if (headers.board(at) != headers.board(next) || headers.channel(at) != headers.channel(next)) {
            return false;
        }
        boolean zeros = headers.board(at) == 0 && headers.channel(at) == 0;
        int alike = resemblance(at, next);
        return alike >= (zeros ? 4 : 3) || zeros && alike == 3 && isChain(at, next);
    }

    /// Whether a header that none follows is like those before it, or like the name of the file.
    private boolean isExpected(long at) {
        if (count > 0) {
            return headers.board(at) == headers.board(places[0]) && headers.channel(at) == headers.channel(places[0]);
        }
        long channel = headers.channel(at);
        return named.isEmpty() || channel == named.getAsInt() || channel == named.getAsInt() % 8 || channel == 8;
    }

    /// Whether zeros, which may be anything, are a header for all that: counter and tag are not, and two more follow.
    private boolean isChain(long at, long next) {
        long after = next + headers.size(next);
        long triggers = EventHeaders.triggers(headers.counter(at), headers.counter(next));
        boolean ends = after == headers.bytes() || headers.isWhole(after) && resemblance(next, after) >= 3;
        return headers.counter(at) > 0
                && headers.tag(at) > 0
                && triggers <= 64
                && headers.isPossible(headers.size(next))
                && ends;
    }

    private FileEvidence result(long expectedSize, OptionalInt namedChannel) {
        if (count == 0) {
            boolean some = headers.isWhole(0);
            long channel = some ? headers.channel(0) : 0;
            long[] sizes = headers.isPossible(expectedSize) ? new long[] {expectedSize} : new long[0];
            return new FileEvidence(
                    0,
                    some ? headers.board(0) : 0,
                    WHOLE_WORD,
                    channel <= EventLayout.LARGEST_CHANNEL ? (int) channel : -1,
                    false,
                    true,
                    sizes,
                    some ? headers.counter(0) : 0);
        }
        leaveOutSwallowing(mostFrequent(words(headers::size), expectedSize));
        int channel = channel(namedChannel);
        boolean mixed = isMixed();
        keepChannel(channel);
        long mask = boardMask();
        return new FileEvidence(
                count,
                board(mask, board),
                mask,
                channel,
                mixed,
                isCounting(),
                sizes(expectedSize),
                headers.counter(places[0]));
    }

    /// Leaves out headers whose size is larger than `usual`, and swallows a neighbour that stands where that would end.
    private void leaveOutSwallowing(long usual) {
        int kept = 0;
        for (int index = 0; index < count; index++) {
            long at = places[index];
            long end = at + usual;
            boolean swallows = headers.size(at) > usual && headers.isWhole(end) && isNeighbour(at, end, usual);
            if (!swallows) {
                places[kept++] = at;
            }
        }
        count = kept;
    }

    private boolean isNeighbour(long at, long next, long usual) {
        long triggers = EventHeaders.triggers(headers.counter(at), headers.counter(next));
        return headers.board(at) == headers.board(next)
                && headers.channel(at) == headers.channel(next)
                && (headers.size(next) == usual || triggers > 0 && triggers <= MOST_TRIGGERS);
    }

    private long board(long mask, long preferred) {
        long first = headers.board(places[0]);
        long chosen = preferred >= 0 ? preferred : first;
        return (mask == WHOLE_WORD ? mostFrequent(words(headers::board), chosen) : first) & mask;
    }

    /// Only headers of the file's channel say its board.
    private void keepChannel(int channel) {
        int kept = 0;
        for (int index = 0; index < count; index++) {
            if (headers.channel(places[index]) == channel) {
                places[kept++] = places[index];
            }
        }
        count = kept > 0 ? kept : count;
    }

    private static boolean differInLowBits(long[] boards) {
        return Arrays.stream(boards).allMatch(board -> (board ^ boards[0]) <= RunBoards.START_CELL);
    }

    private long boardMask() {
        long[] boards = words(headers::board);
        long most = mostFrequent(boards, -1);
        int agree = votes(boards, most);
        boolean few = count < FEW && (headers.kind() != SampleKind.FLOAT_32 || !differInLowBits(boards));
        if (board >= 0 && votes(boards, board) > 0) {
            return WHOLE_WORD;
        }
        long kinds = Arrays.stream(boards).distinct().count();
        // Of a word that changes from event to event hardly any value comes twice.
        if (2 * agree > count || 4 * kinds <= 3 * count || few) {
            return WHOLE_WORD;
        }
        long changing = 0;
        for (long board : boards) {
            changing |= board ^ boards[0];
        }
        return WHOLE_WORD & ~changing;
    }

    private int channel(OptionalInt named) {
        long[] channels = words(headers::channel);
        long most = mostFrequent(channels, named.orElse(-1));
        int ofName = named.isPresent() ? votes(channels, named.getAsInt()) : 0;
        if (ofName >= ENOUGH || 4 * ofName >= count && ofName > 0) {
            return named.getAsInt();
        }
        return most <= EventLayout.LARGEST_CHANNEL ? (int) most : -1;
    }

    private boolean isMixed() {
        long[] channels = words(headers::channel);
        long most = mostFrequent(channels, -1);
        boolean startsAsAnother = headers.isPossible(headers.size(0)) && headers.channel(0) != most;
        return places[0] > 0 || startsAsAnother || votes(channels, most) < count;
    }

    private boolean isCounting() {
        int rising = 0;
        int still = 0;
        int doubles = 0;
        for (int index = 1; index < count; index++) {
            if (places[index - 1] + headers.size(places[index - 1]) != places[index]) {
                continue;
            }
            long triggers = EventHeaders.triggers(headers.counter(places[index - 1]), headers.counter(places[index]));
            rising += triggers > 0 && triggers <= MOST_TRIGGERS ? 1 : 0;
            boolean twice = headers.tag(places[index - 1]) == headers.tag(places[index]);
            still += triggers == 0 && !twice ? 1 : 0;
            doubles += triggers == 0 && twice ? 1 : 0;
        }
        return count < 5 ? count == 1 || still < count - 1 : 2 * rising >= count - 1 - doubles;
    }

    private long[] sizes(long expectedSize) {
        long[] sizes = words(headers::size);
        long[] sorted = new long[count];
        int kinds = 0;
        while (sizes.length > 0) {
            long most = mostFrequent(sizes, expectedSize);
            sorted[kinds++] = most;
            sizes = Arrays.stream(sizes).filter(size -> size != most).toArray();
        }
        return Arrays.copyOf(sorted, kinds);
    }

    private long[] words(java.util.function.LongUnaryOperator word) {
        return Arrays.stream(places, 0, count).map(word).toArray();
    }

    /// The value that is there most often: of several, `preferred`, else the least.
    private static long mostFrequent(long[] values, long preferred) {
        long found = values[0];
        for (long value : values) {
            int more = votes(values, value) - votes(values, found);
            boolean better = value == preferred || found != preferred && value < found;
            found = more > 0 || more == 0 && better ? value : found;
        }
        return found;
    }

    private static int votes(long[] values, long value) {
        int votes = 0;
        for (long other : values) {
            votes += other == value ? 1 : 0;
        }
        return votes;
    }
}
