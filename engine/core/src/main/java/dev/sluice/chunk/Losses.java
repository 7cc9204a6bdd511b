package dev.sluice.chunk;

import java.util.ArrayList;
import java.util.List;

/// What cutting and joining chunks do to their losses: nothing is forgotten and nothing told twice. Stateless.
final class Losses {
    private Losses() {}

    /// Moves what was lost before `cut` from `losses` to the end of `before`; a loss that spans the cut is cut in two.
    static void moveBefore(long cut, List<Loss> losses, List<Loss> before) {
        List<Loss> rest = new ArrayList<>(losses.size());
        for (Loss loss : losses) {
            if (loss.start() >= cut) {
                rest.add(loss);
            } else if (loss.end() <= cut) {
                before.add(loss);
            } else {
                before.add(new Loss(loss.start(), cut, loss.cause()));
                rest.add(new Loss(cut, loss.end(), loss.cause()));
            }
        }
        losses.clear();
        losses.addAll(rest);
    }

    /// Adds the losses of the chunk that starts at `seam` to those before it; two halves of one loss become one again.
    static void join(List<Loss> all, List<Loss> next, long seam) {
        for (Loss loss : next) {
            int half = loss.start() == seam && loss.end() > seam ? halfBefore(all, loss) : -1;
            if (half < 0) {
                all.add(loss);
            } else {
                all.set(half, new Loss(all.get(half).start(), loss.end(), loss.cause()));
            }
        }
    }

    private static int halfBefore(List<Loss> all, Loss loss) {
        for (int i = all.size() - 1; i >= 0; i--) {
            Loss half = all.get(i);
            if (half.end() == loss.start()
                    && half.start() < half.end()
                    && half.cause().equals(loss.cause())) {
                return i;
            }
        }
        return -1;
    }

    /// Keeps the parts of the losses inside `[start, end]`.
    static void clip(List<Loss> losses, long start, long end) {
        List<Loss> kept = new ArrayList<>(losses.size());
        for (Loss loss : losses) {
            long from = Math.max(loss.start(), start);
            long to = Math.min(loss.end(), end);
            boolean wasEmpty = loss.start() == loss.end();
            if (from < to || (from == to && wasEmpty)) {
                kept.add(new Loss(from, to, loss.cause()));
            }
        }
        losses.clear();
        losses.addAll(kept);
    }
}
