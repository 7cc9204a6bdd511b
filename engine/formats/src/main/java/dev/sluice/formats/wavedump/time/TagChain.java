package dev.sluice.formats.wavedump.time;

import java.util.Arrays;

/// Judges which tags of a board's next triggers fit the others. One thread at a time; no allocation after construction.
///
/// Tags rise. A fall is a roll-over if what follows goes on from there, and an outlier if the tags rise without it.
/// Each explanation costs the logarithm of how unlikely it is: a wrong tag stands anywhere in a turn of the clock,
/// a right one soon after the one before, as the steps around it are, or after a pause of any length. Where two
/// explanations are nearly as likely, and the clock turns once more in one of them than in the other, time is not
/// known.
final class TagChain extends CheapestChain {
    /// What is to be made of the next trigger.
    enum Verdict {
        /// Its tag is right.
        BELIEVED,
        /// It is right if a pause of the run is not an accident; nothing but its own time depends on it.
        LONELY,
        /// It is wrong.
        REFUSED,
        /// It is wrong, or the clock turned before it; no tag after it says which.
        LAST,
        /// It, or one of those after it, is wrong.
        RIVALLED,
        /// One of several files is right, but not which.
        SEVERAL,
        /// How often the clock has turned depends on it, and it is not known whether it is right.
        UNKNOWN
    }

    private static final double WRONG = 7;
    private static final double AGREED = 7;
    private static final double SUSPICIOUS = 2;
    private static final double ERASED = -5;
    private static final double PAUSES = 0.1;
    private static final double PAUSES_OF = 20;
    private static final int OF_ONE_WRONG_TAG = 2;
    private static final double FAR = 12;
    private static final int MANY = 4;
    private static final double STILL = 7;
    private static final double CERTAIN = 5;
    private static final double CERTAIN_OF_TURN = 6;
    private static final double CERTAIN_OF_FEW = 10;

    /// Pauses come in groups, so that two of them beside an event are no more of an accident than one and a half.
    private static final double CERTAIN_OF_NONE = 9.5;

    private static final double CERTAIN_OF_ITSELF = 3.5;
    private static final double CERTAIN_OF_LAST = -2;
    private static final double RIVALS = 1.5;
    private static final double SURE_OF_FILE = 3;
    private static final double MOST_INFORMATION = 14;
    private static final double MEAN_OF_MEDIAN = 1.44;
    private static final double FEW = 256;
    private static final double USUAL_OF_FEW = 64;
    private static final int ENOUGH = 8;
    private static final double SLOW = 1.0 / 64;
    private static final double PAUSES_FROM = 32;
    private static final double REACH = 8;
    private static final double ALIKE = 0.06;
    private static final double OF_ALIKE = 3;
    private static final double UNLIKE = 0.25;
    private static final double RARELY = 2e-3;
    private static final double UNSEEN = 2.5e-4;
    private static final double HIDING = 4;
    private static final long ALL_ONES = 0xFFFF_FFFFL;

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
    private double pause;
    private int measured;
    private double recent;
    private boolean regular;

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
            double step = perTrigger(anchorTag, anchorOrder, value, at);
            recent = remembered == 0 ? step : recent + (step - recent) / 16;
            history[remembered++ % history.length] = step;
        }
        anchored = true;
        anchorTag = value;
        anchorOrder = at;
    }

    /// Whether a tag is much later than the last one than usual, so that it deserves a closer look.
    boolean isFar(long value, long at) {
        return remembered < 4 || perTrigger(anchorTag, anchorOrder, value, at) > PAUSES_FROM * recent;
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
        boolean suspicious = votes == 0 || doubtful;
        double alone = zero || value == unwrapper.counted(ALL_ONES) ? ERASED : suspicious ? SUSPICIOUS : WRONG;
        add(votes > 1 ? WRONG * votes + AGREED : alone);
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
        measured = count;
        usual = Math.max(1, MEAN_OF_MEDIAN * middle(count));
        regular = count >= ENOUGH && steps[count - 1 - count / 4] - steps[count / 4] < ALIKE * steps[count / 2];
        int pauses = 0;
        while (pauses < count && steps[count - 1 - pauses] > FAR * usual) {
            pauses++;
        }
        pause = -Math.log((Math.max(0, pauses - OF_ONE_WRONG_TAG) + PAUSES) / (count + PAUSES_OF));
    }

    /// The middle one of the sorted steps; the geometric mean of the least of very few, as a wrong tag makes two
    /// wrong steps.
    private double middle(int count) {
        return switch (count) {
            case 0, 1 -> turn() / FEW;
            case 2, 3 -> Math.min(Math.sqrt(Math.max(1, steps[0]) * Math.max(1, steps[1])), turn() / USUAL_OF_FEW);
            default -> steps[(count - 2) / 2];
        };
    }

    /// Ticks that pass in so many triggers, if there is no pause.
    double reach(long triggers) {
        return REACH * usual * triggers;
    }

    private double turn() {
        return unwrapper.range(0, 0);
    }

    @Override
    double step(int from, int to) {
        if (from == ANCHOR && !anchored) {
            return 0;
        }
        long before = from == ANCHOR ? anchorTag : tag[from];
        long beforeOrder = from == ANCHOR ? anchorOrder : order[from];
        double ticks = ticks(before, tag[to]);
        if (ticks == 0 && usual > REACH && measured >= MANY) {
            return STILL;
        }
        double expected = usual * Math.max(1, order[to] - beforeOrder);
        double information = Math.clamp(Math.log(turn() / expected), 0, MOST_INFORMATION);
        double deviation = Math.abs(ticks / expected * MEAN_OF_MEDIAN - 1);
        if (regular && deviation < ALIKE) {
            return 1 / MEAN_OF_MEDIAN - information - OF_ALIKE;
        }
        if (regular && deviation > UNLIKE) {
            return pauseOf(ticks);
        }
        return Math.min(ticks / expected - information, pauseOf(ticks));
    }

    /// Whether the clock can have turned in so many triggers before `first` only in a pause that is hardly to be
    /// expected.
    boolean isFarFromTurning(long first, long triggers) {
        double room = 1 - first / turn();
        return measured >= ENOUGH && first > reach(triggers) && triggers * Math.exp(-pause) * room < UNSEEN;
    }

    /// Whether the clock turns within so many triggers now and then, so that it is not known how often it did.
    boolean hidesTurns(long triggers) {
        return measured >= ENOUGH && usual * triggers > turn() / HIDING;
    }

    /// Whether enough steps are known to call one of them a pause.
    boolean knowsPauses() {
        return measured >= ENOUGH;
    }

    /// What a pause of so many ticks costs: of half of the pauses any length is as likely as another, of the others any
    /// order of magnitude.
    private double pauseOf(double ticks) {
        double magnitudes = Math.max(1, Math.log(turn() / usual));
        return pause - Math.log(0.5 + 0.5 * turn() / (Math.max(ticks, REACH * usual) * magnitudes));
    }

    /// What is to be made of the first group.
    Verdict judge() {
        first();
        double gain = gain();
        boolean several = gain > 0 && margin() < SURE_OF_FILE;
        int shared = shared();
        boolean turned = shared >= 0 && turns(tied(), shared) != turns(avoiding(), shared);
        boolean slow = usual > SLOW * turn();
        boolean few = measured < ENOUGH || slow;
        double ofTurn = few ? CERTAIN_OF_FEW : CERTAIN_OF_TURN;
        double least = turned ? gain < 0 ? Math.max(ofTurn, CERTAIN_OF_NONE) : ofTurn : CERTAIN;
        if (turned && slow && gain < 0) {
            // A pause of a slow board is no surprise.
            return Verdict.UNKNOWN;
        }
        if (!several && Math.abs(gain) >= least) {
            return gain > 0 ? Verdict.BELIEVED : Verdict.REFUSED;
        }
        if (turned) {
            return !several && isFlipped() ? Verdict.REFUSED : Verdict.UNKNOWN;
        }
        if (several) {
            return Verdict.SEVERAL;
        }
        boolean apart = shared < 0 && avoiding() >= 0;
        if (apart || Math.abs(gain) < RIVALS && groupAfter(tied()) > 1) {
            // Both may be right, with one turn more.
            return slow ? Verdict.UNKNOWN : Verdict.RIVALLED;
        }
        if (shared < 0 && anchored && tag[tied()] < anchorTag) {
            return gain >= CERTAIN_OF_ITSELF ? Verdict.LONELY : Verdict.LAST;
        }
        return gain > (shared < 0 ? CERTAIN_OF_LAST : 0) ? Verdict.LONELY : Verdict.REFUSED;
    }

    /// The group after the last one that is in doubt where the verdict is [Verdict#RIVALLED].
    int rivalsEnd() {
        return shared() < 0 ? group(nodes() - 1) + 1 : groupAfter(tied());
    }

    /// The first node that both the best chain with the first group and that without it take; [#NONE] if there is none.
    private int shared() {
        int one = tied();
        int other = avoiding();
        while (one >= 0 && other >= 0 && one != other) {
            if (one < other) {
                one = after(one);
            } else {
                other = after(other);
            }
        }
        return Math.min(one, other);
    }

    /// What roll-overs add from the anchor over `first` to `last`.
    private long turns(int first, int last) {
        long turns = anchored && tag[first] < anchorTag ? unwrapper.range(anchorTag, tag[first]) : 0;
        for (int node = first; node != last; node = after(node)) {
            turns += tag[after(node)] < tag[node] ? unwrapper.range(tag[node], tag[after(node)]) : 0;
        }
        return turns;
    }

    /// Whether the first tag of all is one bit away from what the next one makes likely, where chance hardly does that.
    private boolean isFlipped() {
        if (anchored) {
            return false;
        }
        double reach = reach(Math.max(1, order[avoiding()] - order[tied()]));
        if (Integer.SIZE * reach > RARELY * turn()) {
            return false;
        }
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            long ticks = tag[avoiding()] - (tag[tied()] ^ 1L << bit);
            if (ticks >= 0 && ticks <= reach) {
                return true;
            }
        }
        return false;
    }

    private double perTrigger(long before, long beforeOrder, long after, long afterOrder) {
        return (double) ticks(before, after) / Math.max(1, afterOrder - beforeOrder);
    }

    /// Ticks from one tag to the next, with one roll-over at most.
    long ticks(long before, long after) {
        return after >= before ? after - before : after - before + unwrapper.range(before, after);
    }
}
