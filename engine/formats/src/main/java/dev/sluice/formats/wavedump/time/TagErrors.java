package dev.sluice.formats.wavedump.time;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.WaveDumpFile;
import java.util.List;

/// The errors of tags that cannot be unwrapped. One thread at a time.
final class TagErrors {
    private final List<EventLane> all;
    private final EventRing ring;
    private final TagChain chain;
    private final TriggerTags tags;
    private final TagUnwrapper unwrapper;

    TagErrors(List<EventLane> all, EventRing ring, TagChain chain, TriggerTags tags, TagUnwrapper unwrapper) {
        this.all = all;
        this.ring = ring;
        this.chain = chain;
        this.tags = tags;
        this.unwrapper = unwrapper;
    }

    /// The event at `at`, of a first trigger of `count` events, has no time.
    String unknownEvent(int at, int count) {
        String wrong = "the time of the event is not known, counter=" + ring.counter[at] + " tag=" + ring.tag[at];
        String before = chain.anchored() ? ", the tag before is " + chain.anchorTag() : ", no tag before";
        String others = "";
        for (int kind = 0; kind < tags.kinds(); kind++) {
            others += tags.tag(kind) == unwrapper.counted(ring.tag[at])
                    ? ""
                    : ", other channels have tag=" + tags.tag(kind);
        }
        String after = count < ring.size() ? ", the next is " + ring.tag[ring.at(count)] : ", no tag after";
        return wrong + before + after + others;
    }

    /// Nothing after the event at `at` has a time.
    FormatException unknownTime(int at) {
        WaveDumpFile cursor = all.get(ring.lane[at]).cursors[ring.part[at]];
        String before = chain.anchored() ? "the tag before is " + chain.anchorTag() : "no tag is before";
        boolean isLast = chain.avoiding() == TagChain.NONE;
        String after = isLast ? " and none is known after it" : " and the next is " + chain.tag(chain.avoiding());
        return new FormatException(
                cursor.path(),
                ring.offset[at],
                "the time of the events from here on is not known, tag=" + ring.tag[at] + ", " + before
                        + after
                        + ": either this tag is wrong, or the clock turned in a long pause beside it",
                "set lone_tag=turn if the board was silent for that long, or lone_tag=damage with --on-error skip to"
                        + " lose this event as wrong; if the clock did turn, all later times are then one turn early");
    }

    /// The tag at `at` contradicts how roll-overs were counted before.
    FormatException mistaken(int at) {
        WaveDumpFile cursor = all.get(ring.lane[at]).cursors[ring.part[at]];
        return new FormatException(
                cursor.path(),
                ring.offset[at],
                "the tags of board=" + all.get(0).file.board() + " have 32 bits, as tag=" + ring.tag[at]
                        + " says, but they fell before in a way that was counted as a turn of 31 bits, 2^31 ticks too"
                        + " few",
                "set tag_bits=32, or tag_bits=31 where bit 31 is a flag");
    }
}
