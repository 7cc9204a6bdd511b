package dev.sluice.formats.wavedump;

import java.util.Arrays;

/// Tells which tags of a board's next triggers fit the others. One thread at a time; no allocation after construction.
///
/// Tags rise. A fall is a roll-over if what follows goes on from there, and an outlier if the tags rise without it. A
/// step that is far longer than usual is less likely, and a roll-over over such a step still less, above all if it is
/// longer than a quarter of a turn.
final class TagChain extends CheapestChain {
    private static final double PAUSE = 0.7;
    private static final double LONG_PAUSE = 0.95;
    private static final double FOLLOWED_LONG_PAUSE = 1.2;
    private static final double ROLL_OVER = 0.2;
    private static final double ROLL_OVER_IN_PAUSE = 0.9;
    private static final double ROLL_OVER_IN_LONG_PAUSE = 1.5;
    private static final double CONFIRMED = 8;
    private static final double UNLIKELY = 0.25;
    private static final double GHOST = 0.85;
    private static final double USUAL = 16;
    private static final int FEW = 8;

    private final TagUnwrapper unwrapper;
    private final long[] tag;
    private final long[] order;
    private final double[] steps;
    private final double[] history = new double[32];
    private int remembered;
    private boolean anchored;
    private long anchorTag;
    private long anchorOrder;
    private double usual;
    private double most;

    TagChain(TagUnwrapper unwrapper, int most) {
        super(most);
        this.unwrapper = unwrapper;
        this.tag = new long[most];
        this.order = new long[most];
        this.steps = new double[most + history.length];
    }

    /// Whether a tag was believed that the next ones are to be compared with.
    boolean anchored() {
        return anchored;
    }

    long anchorTag() {
        return anchorTag;
    }

    long anchorOrder() {
        return anchorOrder;
    }

    /// The next tags have nothing to do with those before them.
    void forget() {
        anchored = false;
        remembered = 0;
    }

    /// Remembers a tag that is believed.
    void believe(long value, long at) {
        if (anchored) {
            history[remembered++ % history.length] = perTrigger(anchorTag, anchorOrder, value, at);
        }
        anchored = true;
        anchorTag = value;
        anchorOrder = at;
    }

    void begin() {
        clear();
    }

    /// Adds a tag to the last group, at which `votes` files have it; none if only a ghost has it;
    /// `doubtful` if something speaks against it.
    void add(long value, long at, int votes, boolean doubtful) {
        tag[nodes()] = value;
        order[nodes()] = at;
        boolean zero = value == 0 && anchored && anchorTag > 0;
        add(votes == 1 && (zero || doubtful) ? UNLIKELY : votes == 0 ? GHOST : votes == 1 ? 1 : CONFIRMED * votes);
    }

    long tag(int node) {
        return tag[node];
    }

    /// To be called after the last [#add].
    void measure() {
        int count = Math.min(remembered, history.length);
        System.arraycopy(history, 0, steps, 0, count);
        int before = ANCHOR;
        for (int node = 0; node < nodes(); node++) {
            if (before == ANCHOR ? anchored : group(node) > group(before)) {
                long beforeTag = before == ANCHOR ? anchorTag : tag[before];
                long beforeOrder = before == ANCHOR ? anchorOrder : order[before];
                steps[count++] = perTrigger(beforeTag, beforeOrder, tag[node], order[node]);
            }
            before = node;
        }
        Arrays.sort(steps, 0, count);
        usual = count == 0 ? 0 : USUAL * steps[count / 2];
        most = count < FEW ? unwrapper.range(0, 0) / 16.0 : Double.POSITIVE_INFINITY;
    }

    @Override
    double step(int from, int to) {
        if (from == ANCHOR && !anchored) {
            return 0;
        }
        long before = from == ANCHOR ? anchorTag : tag[from];
        long beforeOrder = from == ANCHOR ? anchorOrder : order[from];
        double limit = Math.min(most, usual * Math.max(1, order[to] - beforeOrder));
        boolean pause = ticks(before, tag[to]) > limit;
        if (tag[to] >= before) {
            boolean isLong = tag[to] - before > unwrapper.range(0, 0) / 2;
            boolean followed = to < nodes() - 1;
            return !pause ? 0 : isLong ? followed ? FOLLOWED_LONG_PAUSE : LONG_PAUSE : PAUSE;
        }
        if (!pause) {
            return ROLL_OVER;
        }
        return ticks(before, tag[to]) <= unwrapper.range(before, tag[to]) / 4
                ? ROLL_OVER_IN_PAUSE
                : ROLL_OVER_IN_LONG_PAUSE;
    }

    /// Whether the clock turns as far whether the first trigger is believed or not, so that at least this is known.
    boolean turnsAreKnown() {
        return tied() >= 0 && avoiding() >= 0 && turns(tied()) == turns(avoiding());
    }

    private long turns(int first) {
        long turns = anchored && tag[first] < anchorTag ? unwrapper.range(anchorTag, tag[first]) : 0;
        for (int node = first; after(node) >= 0; node = after(node)) {
            turns += tag[after(node)] < tag[node] ? unwrapper.range(tag[node], tag[after(node)]) : 0;
        }
        return turns;
    }

    private double perTrigger(long before, long beforeOrder, long after, long afterOrder) {
        return (double) ticks(before, after) / Math.max(1, afterOrder - beforeOrder);
    }

    /// Ticks from one tag to the next, with one roll-over at most.
    long ticks(long before, long after) {
        return after >= before ? after - before : after - before + unwrapper.range(before, after);
    }
}
