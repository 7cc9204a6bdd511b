package dev.sluice.chunk;

import java.util.ArrayList;
import java.util.List;

/// The rules that cut losses and join them with the chunks that carry them: none is forgotten, none reported twice.
///
/// Lists are in order of time. A loss belongs to every part of a chunk in which some of it lies, cut to that part. One
/// without duration belongs to the part that starts at its time, as a record does. What lies before the first part of a
/// chunk belongs to the first, what lies at the end of the last part or after it belongs to the last: so parts that
/// tile a chunk have all of its losses, and joined again they give them back. Stateless.
public final class Losses {
    /// How many losses, from the last one on, may be those that go on in the next chunk.
    private static final int MOST_OPEN = 1000;

    private Losses() {}

    /// Adds `loss` in its place: after those that start no later.
    public static void add(List<Loss> all, Loss loss) {
        int place = all.size();
        while (place > 0 && all.get(place - 1).start() > loss.start()) {
            place--;
        }
        all.add(place, loss);
    }

    /// What of `loss` belongs to the part `[start, end)` of a chunk; null if nothing does.
    ///
    /// @param first whether the part is the first one of the chunk
    /// @param last  whether it is the last one
    public static Loss part(Loss loss, long start, long end, boolean first, boolean last) {
        if (loss.start() == loss.end()) {
            boolean inside = (first || loss.start() >= start) && (last || loss.start() < end);
            return inside ? loss : null;
        }
        long from = first ? loss.start() : Math.max(loss.start(), start);
        long to = last ? loss.end() : Math.min(loss.end(), end);
        if (from >= to) {
            return null;
        }
        return from == loss.start() && to == loss.end() ? loss : new Loss(from, to, loss.cause());
    }

    /// Moves what was lost before `cut` from `losses` to `before`; a loss that spans the cut is cut in two.
    public static void moveBefore(long cut, List<Loss> losses, List<Loss> before) {
        if (losses.isEmpty()) {
            return;
        }
        List<Loss> rest = new ArrayList<>(losses.size());
        for (Loss loss : losses) {
            Loss moved = part(loss, Long.MIN_VALUE, cut, true, false);
            Loss left = part(loss, cut, Long.MAX_VALUE, false, true);
            if (moved != null) {
                add(before, moved);
            }
            if (left != null) {
                rest.add(left);
            }
        }
        losses.clear();
        rest.forEach(loss -> add(losses, loss));
    }

    /// Adds the losses of the chunk that starts at `seam` to those before it; two halves of one loss become one again.
    public static void join(List<Loss> all, List<Loss> next, long seam) {
        for (Loss loss : next) {
            if (!extend(all, loss, seam)) {
                add(all, loss);
            }
        }
    }

    /// Joins `loss`, of the chunk that starts at `seam`, with the half of it that was cut off there; false if there is
    /// none.
    public static boolean extend(List<Loss> all, Loss loss, long seam) {
        int half = loss.start() == seam && loss.end() > seam ? halfBefore(all, loss) : -1;
        if (half < 0) {
            return false;
        }
        all.set(half, new Loss(all.get(half).start(), loss.end(), loss.cause()));
        return true;
    }

    private static int halfBefore(List<Loss> all, Loss loss) {
        int oldest = Math.max(0, all.size() - MOST_OPEN);
        for (int i = all.size() - 1; i >= oldest; i--) {
            Loss half = all.get(i);
            if (half.end() == loss.start()
                    && half.start() < half.end()
                    && half.cause().equals(loss.cause())) {
                return i;
            }
        }
        return -1;
    }

    /// Keeps what belongs to the part `[start, end)`, which is the `first` or `last` one of the chunk.
    static void clip(List<Loss> losses, long start, long end, boolean first, boolean last) {
        List<Loss> kept = new ArrayList<>(losses.size());
        for (Loss loss : losses) {
            Loss part = part(loss, start, end, first, last);
            if (part != null) {
                add(kept, part);
            }
        }
        losses.clear();
        losses.addAll(kept);
    }
}
