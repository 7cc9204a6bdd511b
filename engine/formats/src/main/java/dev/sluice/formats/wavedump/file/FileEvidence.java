package dev.sluice.formats.wavedump.file;

/// What the first headers of a file agree on: the first event has no authority over the others. Immutable.
///
/// `votes` headers were counted, each followed by another one or the end of the file; 0 if none is. `board` is what
/// most of them say; where no board has half of the votes, its changing bits are 0 in `boardMask` and in `board`.
/// `channel` is what most say, or what the file is called after if enough say so; `mixed` says that some say another
/// one. `counting` says that the event counter rises from event to event. `sizes` are the
/// events' sizes, the most frequent first. `firstCounter` is that of the first header that was counted.
public record FileEvidence(
        int votes,
        long board,
        long boardMask,
        int channel,
        boolean mixed,
        boolean counting,
        long[] sizes,
        long firstCounter) {
    private static final long WHOLE_WORD = 0xFFFF_FFFFL;

    /// Whether board words of the file change, event by event.
    boolean boardChanges() {
        return boardMask != WHOLE_WORD;
    }

    /// The same evidence, but looking only at the bits of `mask` in the board word.
    FileEvidence masked(long mask) {
        return new FileEvidence(votes, board & mask, boardMask & mask, channel, mixed, counting, sizes, firstCounter);
    }

    /// The same evidence for events of `to` only.
    FileEvidence withBoard(long to) {
        return new FileEvidence(votes, to, WHOLE_WORD, channel, mixed, counting, sizes, firstCounter);
    }

    /// Whether the header at `at` is of this file's board and channel.
    public boolean isOwn(EventHeaders headers, long at) {
        return isBoard(headers, at) && headers.channel(at) == channel;
    }

    /// Whether the header at `at` is of this file's board.
    public boolean isBoard(EventHeaders headers, long at) {
        return (headers.board(at) & boardMask) == board;
    }
}
