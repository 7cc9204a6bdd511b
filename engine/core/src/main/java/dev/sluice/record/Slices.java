package dev.sluice.record;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/// The slices of a view that moves, which end with what it shows: so that an access to records need not ask.
///
/// Slices are made by any thread that reads the view, and forgotten when nothing else holds them.
final class Slices {
    private static final int FEWEST = 16;

    private final List<WeakReference<Records>> made = new ArrayList<>();
    private int most = FEWEST;

    synchronized void add(Records slice) {
        if (made.size() >= most) {
            made.removeIf(reference -> reference.get() == null);
            most = Math.max(FEWEST, 2 * made.size());
        }
        made.add(new WeakReference<>(slice));
    }

    /// The view moves on, or ends as memory of `owner`; null if its memory is replaced.
    void end(String owner) {
        // The thread that made a slice has given the view back since, so that it is seen here.
        if (!made.isEmpty()) {
            endAll(owner);
        }
    }

    private synchronized void endAll(String owner) {
        for (int i = 0; i < made.size(); i++) {
            Records slice = made.get(i).get();
            if (slice != null) {
                slice.end(owner);
            }
        }
        made.clear();
        most = FEWEST;
    }
}
