package dev.sluice.internal.run;

import dev.sluice.internal.feed.Seams;
import dev.sluice.internal.ring.CopyingTap;
import dev.sluice.internal.ring.Slot;
import java.util.concurrent.CopyOnWriteArrayList;

/// Where the taps of a stage look at what its workers compute. Thread-safe.
final class TapPoints {
    private final Seams seams;
    private final CopyOnWriteArrayList<Point> points = new CopyOnWriteArrayList<>();

    private record Point(CopyingTap tap, int output) {}

    TapPoints(Seams seams) {
        this.seams = seams;
    }

    void add(CopyingTap tap, int output) {
        points.add(new Point(tap, output));
    }

    void remove(CopyingTap tap) {
        points.removeIf(point -> point.tap == tap);
    }

    void detach() {
        points.forEach(point -> point.tap.detach());
        points.clear();
    }

    /// A worker has computed the slot.
    void offer(Slot slot) {
        if (points.isEmpty() || slot.failure() != null) {
            return;
        }
        for (Point point : points) {
            seams.offer(point.tap, slot.window(point.output).chunk());
        }
    }
}
