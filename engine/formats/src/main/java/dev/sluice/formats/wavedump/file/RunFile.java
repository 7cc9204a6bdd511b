package dev.sluice.formats.wavedump.file;

import java.nio.file.Path;
import java.util.Optional;

/// One file of a run. Immutable.
///
/// `board` and `channel` number its events; `renumbered` says that `channel` stands for whatever the headers say;
/// `kind` is how its samples are stored, for the reason `kindReason`, or merely assumed if `kindAssumed`; `bytes` is
/// its length; `longestEvent` is the most samples of an event that were seen, at least those of the first; `damage` is
/// where the file is broken, if all its headers had to be looked at and one is; `evidence` is what its first headers
/// agree on; `part` says that other files hold the same channel, before or after it.
public record RunFile(
        Path path,
        long board,
        int channel,
        boolean renumbered,
        SampleKind kind,
        String kindReason,
        boolean kindAssumed,
        long bytes,
        int longestEvent,
        Optional<WaveDumpDamage> damage,
        FileEvidence evidence,
        boolean part) {

    /// The same, but looking only at the bits of `mask` in the board word.
    RunFile masked(long mask) {
        return with(board & mask, channel, renumbered, evidence.masked(mask), part);
    }

    /// The same, after a second look at its headers.
    public RunFile withEvidence(FileEvidence found) {
        return with(found.board(), channel, renumbered, found, part);
    }

    /// The same, all of whose events are of this board.
    RunFile withBoard(long to) {
        return with(to, channel, renumbered, evidence.withBoard(to), part);
    }

    /// The same, as one of several files that hold its channel, one after the other.
    public RunFile asPart() {
        return with(board, channel, renumbered, evidence, true);
    }

    /// The same, whose channel has another number than its headers say.
    public RunFile renumber(int to) {
        return with(board, to, true, evidence, part);
    }

    private RunFile with(long ofBoard, int number, boolean another, FileEvidence found, boolean ofSeveral) {
        return new RunFile(
                path,
                ofBoard,
                number,
                another,
                kind,
                kindReason,
                kindAssumed,
                bytes,
                longestEvent,
                damage,
                found,
                ofSeveral);
    }
}
