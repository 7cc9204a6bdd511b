package dev.sluice.formats.wavedump.time;

import java.util.Arrays;

/// Chooses which of several events in a row are to be believed: those of the chain that costs least. One thread at a
/// time; no allocation after construction.
///
/// Events come in groups that follow each other. A chain takes at most one node of each group: leaving a node out costs
/// its weight, and going from one node to the next costs what [#step] says.
abstract class CheapestChain {
    /// The node that the chain starts from.
    static final int ANCHOR = -1;
    /// No node of the first group is believed.
    static final int NONE = -1;
    /// Nothing says whether, or which node of, the first group is to be believed.
    static final int UNDECIDED = -2;

    private static final double EQUAL = 1e-6;

    /// Two nodes of a group whose chains cost nearly the same are not distinguished.
    private static final double NEARLY = 0.5;

    private final int[] group;
    private final double[] weight;
    private final double[] skipped;
    private final double[] best;
    private final int[] follower;
    private int nodes;
    private int groups;
    private int tied = NONE;
    private int avoiding = NONE;
    private boolean several;
    private double margin;
    private double with;
    private double without;

    /// A chain of up to `most` nodes.
    CheapestChain(int most) {
        group = new int[most];
        weight = new double[most];
        best = new double[most];
        follower = new int[most];
        skipped = new double[most + 1];
    }

    /// What it costs that the event `to` comes next after `from`, which may be [#ANCHOR]; infinite if it cannot.
    abstract double step(int from, int to);

    void clear() {
        nodes = 0;
        groups = 0;
    }

    /// Starts the next group; the nodes added from now on are in it.
    void startGroup() {
        groups++;
    }

    /// Adds a node to the last group.
    void add(double cost) {
        group[nodes] = groups - 1;
        weight[nodes++] = cost;
    }

    int nodes() {
        return nodes;
    }

    int group(int node) {
        return group[node];
    }

    /// The group after that of `node` in the best chain through it; the number of groups if it is the last one.
    int groupAfter(int node) {
        return follower[node] < 0 ? groups : group[follower[node]];
    }

    /// The node of the first group that is believed, [#NONE] or [#UNDECIDED].
    int first() {
        Arrays.fill(skipped, 0, groups + 1, 0);
        for (int node = 0; node < nodes; node++) {
            skipped[group[node] + 1] += weight[node];
        }
        for (int index = 0; index < groups; index++) {
            skipped[index + 1] += skipped[index];
        }
        without = skipped[groups];
        with = Double.POSITIVE_INFINITY;
        tied = NONE;
        several = false;
        avoiding = NONE;
        for (int node = nodes - 1; node >= 0; node--) {
            follow(node);
            double cost = step(ANCHOR, node) + best[node];
            if (group[node] > 0) {
                avoiding = skipped[group[node]] + cost < without ? node : avoiding;
                without = Math.min(without, skipped[group[node]] + cost);
            } else if (cost < with) {
                with = cost;
                tied = node;
            }
        }
        if (with < without - EQUAL) {
            margin = margin(with);
            several = margin < NEARLY;
            return several ? UNDECIDED : tied;
        }
        return with < without + EQUAL ? UNDECIDED : NONE;
    }

    /// By how much the best chain without the first group costs more than the best one with it.
    double gain() {
        return without - with;
    }

    /// The node of the first group whose chain costs least, even if leaving it out costs no more.
    int tied() {
        return tied;
    }

    /// The first node of the best chain that leaves out the first group; [#NONE] if that leaves out all.
    int avoiding() {
        return avoiding;
    }

    /// The node after `node` in the best chain through it; [#NONE] at its end.
    int after(int node) {
        return follower[node];
    }

    /// Whether one of the first group's nodes is right for certain, but not which.
    boolean several() {
        return several;
    }

    /// By how much the chain of the first group's second best node costs more; infinite if there is none.
    double margin() {
        return margin;
    }

    private double margin(double least) {
        double second = Double.POSITIVE_INFINITY;
        for (int node = 0; node < nodes && group[node] == 0; node++) {
            if (node != tied) {
                second = Math.min(second, step(ANCHOR, node) + best[node]);
            }
        }
        return second - least;
    }

    private void follow(int node) {
        int own = group[node];
        double contradicted = skipped[own + 1] - skipped[own] - weight[node];
        double rest = skipped[groups] - skipped[own + 1];
        follower[node] = NONE;
        for (int next = node + 1; next < nodes; next++) {
            if (group[next] > own) {
                double cost = skipped[group[next]] - skipped[own + 1] + step(node, next) + best[next];
                if (cost < rest) {
                    rest = cost;
                    follower[node] = next;
                }
            }
        }
        best[node] = contradicted + rest;
    }
}
