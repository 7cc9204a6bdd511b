package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.FormatException;
import java.util.List;

/// The next triggers of a board, merged from its channels by counter. One thread at a time; no allocation after
/// construction.
///
/// All events of a trigger stand in the ring one after the other. An error waits until the triggers before it were
/// passed on.
final class TriggerQueue {
    final EventRing ring;
    private final List<EventLane> all;
    private final MinHeap<EventLane> lanes;
    private final int most;
    private FormatException failure;
    private boolean started;

    /// The triggers of these channels, of which up to `most` are looked at ahead.
    TriggerQueue(List<EventLane> all, int most) {
        this.all = all;
        this.most = most;
        this.lanes = new MinHeap<>(all.toArray(EventLane[]::new), EventLane::compareByOrder);
        this.ring = new EventRing((most + 2) * all.size());
        for (int slot = 0; slot < all.size(); slot++) {
            all.get(slot).join(all, slot);
        }
    }

    /// The error after the triggers in the ring; null if there is none.
    FormatException failure() {
        return failure;
    }

    /// Ends the board with an error.
    void fail(FormatException error) {
        failure = error;
    }

    /// Moves all channels to their first events; only the first call does.
    void start() {
        if (started) {
            return;
        }
        started = true;
        for (EventLane lane : all) {
            lane.ahead.fill();
        }
        for (int index = lanes.size() - 1; index >= 0; index--) {
            if (!advance(lanes.get(index))) {
                lanes.drop(index);
            }
        }
        requireKnownStart();
        align();
        lanes.settle();
    }

    /// An error among the events that are looked at ahead comes first where it leaves too little to know when the run
    /// starts.
    private void requireKnownStart() {
        for (EventLane lane : all) {
            lane.requireEvents(all.size() > 1);
        }
    }

    /// A file may start after the counter has rolled over for the first time: then it is far below that of another.
    private void align() {
        long greatest = 0;
        for (int index = 0; index < lanes.size(); index++) {
            greatest = Math.max(greatest, lanes.get(index).order);
        }
        for (int index = 0; index < lanes.size(); index++) {
            EventLane lane = lanes.get(index);
            boolean turned = greatest - lane.order >= EventLane.COUNTER_RANGE / 2;
            if (turned && greatest < EventLane.COUNTER_RANGE && lane.counting()) {
                lane.countRollOver();
            }
        }
    }

    /// Takes all events of the next trigger into the ring; false where there is none, or an error stands before it.
    boolean pull() {
        if (failure != null || lanes.size() == 0) {
            return false;
        }
        long order = lanes.get(0).order;
        while (lanes.size() > 0 && lanes.get(0).order == order) {
            EventLane lane = lanes.get(0);
            take(lane);
            lane.consume();
            if (!advance(lane)) {
                lanes.drop(0);
            }
            lanes.settleFirst();
        }
        return true;
    }

    /// Takes triggers into the ring until it holds as many as are looked at ahead.
    void fill() {
        while (triggers() < most && pull()) {
            // One trigger more.
        }
    }

    private int triggers() {
        int triggers = 0;
        for (int from = 0; from < ring.size(); from += ring.countOf(from)) {
            triggers++;
        }
        return triggers;
    }

    private void take(EventLane lane) {
        int from = lane.place;
        int to = ring.add();
        ring.lane[to] = lane.slot;
        ring.part[to] = lane.window.part[from];
        ring.samples[to] = lane.window.samples[from];
        ring.offset[to] = lane.window.offset[from];
        ring.counter[to] = lane.window.counter[from];
        ring.tag[to] = lane.window.tag[from];
        ring.order[to] = lane.order;
        ring.certain[to] = lane.certain;
        ring.ghost[to] = lane.window.ghost[from];
    }

    /// Moves a channel on; an error waits until the triggers in front of it are passed on.
    private boolean advance(EventLane lane) {
        boolean more = false;
        try {
            more = lane.advance();
        } catch (FormatException broken) {
            failure = failure == null ? broken : failure;
        }
        if (!more) {
            lane.end();
        }
        return more;
    }
}
