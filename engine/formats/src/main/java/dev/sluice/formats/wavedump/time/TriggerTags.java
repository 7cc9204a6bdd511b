package dev.sluice.formats.wavedump.time;

/// The tags that the files of a board have at a trigger, and how many files have each. One thread at a time; no
/// allocation after construction.
final class TriggerTags {
    /// Different tags of a trigger that are distinguished.
    static final int MOST = 4;

    private final EventRing ring;
    private final TagUnwrapper unwrapper;
    private final TagChain chain;
    private final long[] tags = new long[MOST];
    private final int[] votes = new int[MOST];
    private final long[] agreed;
    private int agreements;
    private int kinds;

    /// Tags of the triggers in `ring`; those that several files agreed on are remembered for the last `triggers`.
    TriggerTags(EventRing ring, TagUnwrapper unwrapper, TagChain chain, int triggers) {
        this.ring = ring;
        this.unwrapper = unwrapper;
        this.chain = chain;
        this.agreed = new long[triggers];
    }

    /// How many different tags the trigger has.
    int kinds() {
        return kinds;
    }

    long tag(int kind) {
        return tags[kind];
    }

    int votes(int kind) {
        return votes[kind];
    }

    /// How many files have this tag.
    int votesOf(long tag) {
        for (int kind = 0; kind < kinds; kind++) {
            if (tags[kind] == tag) {
                return votes[kind];
            }
        }
        return 0;
    }

    /// Counts which tags a trigger's files say.
    void vote(int from, int count) {
        kinds = 0;
        for (int event = from; event < from + count; event++) {
            long tag = unwrapper.counted(ring.tag[ring.at(event)]);
            int kind = 0;
            while (kind < kinds && tags[kind] != tag) {
                kind++;
            }
            if (kind < MOST) {
                int before = kind < kinds ? votes[kind] : 0;
                votes[kind] = before + (ring.ghost[ring.at(event)] ? 0 : 1);
                tags[kind] = tag;
                kinds = Math.max(kinds, kind + 1);
            }
        }
    }

    /// Of several tags at a trigger, leaves out those that one file has, and that cannot be right.
    void leaveOutDoubtful(int from, int count) {
        int kept = 0;
        for (int kind = 0; kind < kinds; kind++) {
            boolean last = kept == 0 && kind == kinds - 1;
            if (kinds == 1 || last || votes[kind] > 1 || !isDoubtful(tags[kind], from, count)) {
                tags[kept] = tags[kind];
                votes[kept++] = votes[kind];
            }
        }
        kinds = kept;
    }

    /// Whether several files have the tag of a lone event at another counter: then its own one is wrong.
    boolean isOfAnother(int event) {
        int files = 0;
        for (int other = 0; other < ring.size(); other++) {
            boolean apart = ring.order[ring.at(other)] != ring.order[ring.at(event)];
            files += apart && ring.tag[ring.at(other)] == ring.tag[ring.at(event)] ? 1 : 0;
        }
        return files > 1 || isAgreed(unwrapper.counted(ring.tag[ring.at(event)]));
    }

    /// Several files have this tag at the trigger that is passed on.
    void agree(long tag) {
        agreed[agreements++ % agreed.length] = tag;
    }

    /// The next tags have nothing to do with those before them.
    void forget() {
        agreements = 0;
    }

    /// Whether several files had this tag at one of the last triggers.
    private boolean isAgreed(long tag) {
        for (int trigger = 0; trigger < Math.min(agreements, agreed.length); trigger++) {
            if (agreed[trigger] == tag) {
                return true;
            }
        }
        return false;
    }

    /// Whether a disputed tag is zero, or that of the trigger after this: then it is the counter that is wrong.
    private boolean isDoubtful(long tag, int from, int count) {
        int next = from + count;
        boolean ofNext = next < ring.size() && unwrapper.counted(ring.tag[ring.at(next)]) == tag;
        return tag == 0 || ofNext || from == 0 && chain.anchored() && chain.anchorTag() == tag;
    }
}
