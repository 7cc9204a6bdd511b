package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.EventHeaders;
import dev.sluice.formats.wavedump.file.WaveDumpFile;

/// Decides whether the next event of a channel fits, by its counter and those before, after and beside it. One thread
/// at a time; allocates only where something is broken.
///
/// What does not fit is left out, sorted in, or starts another run: see [LostEvents#refuse], [DisorderedEvents] and
/// [RestartSigns].
final class CounterCheck {
    private static final int LOOKED_AHEAD = 6;
    private static final int FAR_TRIGGERS = 1 << 10;

    /// Before a missing trigger says something, none was missing in so many steps of the channel.
    private static final int STEPS_OF_FILE = 24;

    private final WaveDumpFile[] cursors;
    private final RestartRule restarts;
    private final ReadAhead ahead;
    private final EventRing window;
    private final PassedEvents passed;
    private final LostEvents lost;
    private final CounterChain chain;
    private final DisorderedEvents disorder;
    private final RestartSigns signs;
    private OtherLanes others;
    private int reordered;
    private int place;

    CounterCheck(
            WaveDumpFile[] cursors,
            RestartRule restarts,
            ReadAhead ahead,
            PassedEvents passed,
            LostEvents lost,
            long turn) {
        this.cursors = cursors;
        this.restarts = restarts;
        this.ahead = ahead;
        this.window = ahead.window;
        this.passed = passed;
        this.lost = lost;
        this.chain = new CounterChain(window, ReadAhead.MOST);
        this.disorder = new DisorderedEvents(ahead, passed, turn);
        this.signs = new RestartSigns(window, passed);
    }

    /// Asks these channels too from now on.
    void join(OtherLanes neighbours) {
        others = neighbours;
    }

    /// Events that stood in the wrong order and were sorted.
    int reordered() {
        return reordered;
    }

    /// Whether the counter of the next event, which fits, is certain: its neighbours have those before and after it.
    boolean isCertain() {
        long counter = window.counter[window.at(0)];
        boolean after = !passed.any() || passed.isNext(counter);
        boolean before = window.size() < 2 || PassedEvents.usualTriggers(counter, window.counter[window.at(1)]) == 1;
        return after && before && (passed.any() || window.size() > 1);
    }

    /// Whether the first event of the window fits; if not, the window is another one after this.
    boolean fits() {
        place = window.at(0);
        if (isDoubledByASoundOne()) {
            refuse(doubled());
            window.removeFirst();
            return false;
        }
        if (isLikely() && (isPlain() || believes())) {
            return !isTorn() || !leaveOutTorn();
        }
        int disordered = disorder.count();
        if (disordered > 0) {
            sort(disordered);
            return false;
        }
        if (passed.any() && signs.isFirst()) {
            restart();
            return false;
        }
        if (!window.ghost[place] && (believes() || signs.isOneOfTheLast(others))) {
            return true;
        }
        leaveOut();
        return false;
    }

    private void leaveOut() {
        if (!window.ghost[place]) {
            refuse(problem());
            if (!passed.any() && window.size() > 1 && window.counter[window.at(1)] > 0) {
                window.counter[place] = window.counter[window.at(1)] - 1;
                window.ghost[place] = true;
                return;
            }
        }
        window.removeFirst();
    }

    /// Whether the next event of the file is the same, and what stands between the two is broken: then this one is too.
    private boolean isDoubledByASoundOne() {
        if (window.size() < 2 || window.ghost[place] || window.ghost[window.at(1)]) {
            return false;
        }
        int next = window.at(1);
        if (window.counter[place] != window.counter[next] || window.tag[place] != window.tag[next]) {
            return false;
        }
        return lost.anyBetween(window.part[place], window.offset[place], window.part[next], window.offset[next]);
    }

    /// Whether the counter stands between the one before and the one after.
    private boolean isLikely() {
        long counter = window.counter[place];
        boolean far = window.ghost[place]
                && window.size() > 1
                && EventHeaders.triggers(counter, window.counter[window.at(1)]) > FAR_TRIGGERS;
        boolean forward = !passed.any() || passed.isFollowedBy(counter);
        return !far
                && forward
                && (window.size() < 2 ? ahead.isAtEnd() : isFollowed(counter, window.counter[window.at(1)]));
    }

    /// Whether the next counter in the file may follow `counter`.
    private boolean isFollowed(long counter, long next) {
        return PassedEvents.usualTriggers(counter, next) > 0
                && (passed.any() || !EventHeaders.isTooLong(counter, next));
    }

    /// Whether a likely counter needs no closer look: it is the next one, or those after it rise from there.
    private boolean isPlain() {
        if (passed.isNext(window.counter[place])) {
            return true;
        }
        int looked = Math.min(window.size(), LOOKED_AHEAD);
        for (int event = 2; event < looked; event++) {
            long before = window.counter[window.at(event - 1)];
            if (PassedEvents.usualTriggers(before, window.counter[window.at(event)]) == 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether bytes may be missing inside of the event: events of the file are missing right after it, which other
    /// files have, and never before was one missing in any file of the board.
    private boolean isTorn() {
        if (window.size() < 2 || window.ghost[place] || passed.steps() < STEPS_OF_FILE) {
            return false;
        }
        int next = window.at(1);
        long size = cursors[window.part[place]].headers().size(window.offset[place]);
        boolean adjacent = window.part[next] == window.part[place]
                && window.offset[next] == window.offset[place] + size
                && !window.ghost[next];
        return adjacent
                && EventHeaders.triggers(window.counter[place], window.counter[next]) >= 2
                && others.missTriggersBetween(window.counter[place], window.counter[next]);
    }

    private boolean leaveOutTorn() {
        passed.addGap();
        refuse("corrupt event, counter=" + window.counter[place] + ": the next in the file has counter="
                + window.counter[window.at(1)]
                + ", other files have events between them, and bytes may be missing inside of this one");
        window.removeFirst();
        return true;
    }

    /// Sorts the next `count` events, and remembers how far the first ones of all stand in disorder: what is lost among
    /// them may have been before all others.
    private void sort(int count) {
        if (!passed.any()) {
            boolean isLast = count == window.size();
            lost.startAt(
                    isLast ? Integer.MAX_VALUE : window.part[window.at(count)],
                    isLast ? 0 : window.offset[window.at(count)]);
        }
        disorder.sort(count);
        reordered += count;
    }

    private void restart() {
        switch (restarts.kind()) {
            case REFUSE -> {
                ahead.fail(new FormatException(
                        cursors[window.part[place]].path(),
                        window.offset[place],
                        "another run starts in the file: the event counter falls from " + passed.counter() + " to "
                                + window.counter[place] + " and the tag from " + passed.tag() + " to "
                                + window.tag[place],
                        "set restart=stop to read the first run only, or restart=continue and restart_gap, the seconds"
                                + " between the two"));
                ahead.stop();
            }
            case STOP -> ahead.stop();
            case CONTINUE -> passed.restart();
        }
    }

    private boolean believes() {
        chain.begin(passed.any(), passed.counter());
        for (int event = 0; event < window.size(); event++) {
            int at = window.at(event);
            chain.add(others.confirm(window.counter[at], window.tag[at]));
        }
        return chain.first() != CheapestChain.NONE;
    }

    private void refuse(String problem) {
        lost.refuse(window.part[place], window.offset[place], window.tag[place], problem, false);
    }

    private String problem() {
        long counter = window.counter[place];
        if (passed.any() && passed.has(counter, window.tag[place])) {
            return doubled();
        }
        String before = passed.any() ? "counter=" + passed.counter() + " before" : "nothing before";
        String after = window.size() > 1 ? "counter=" + window.counter[window.at(1)] + " after" : "nothing after";
        return "corrupt event, its counter=" + counter + " does not fit " + before + " and " + after + " it";
    }

    private String doubled() {
        return "the event stands twice, counter=" + window.counter[place] + " tag=" + window.tag[place];
    }
}
