package dev.sluice.formats.wavedump;

import java.nio.file.Path;
import java.util.Optional;

/// One file of a run. Immutable.
///
/// `board` and `channel` number its events; `renumbered` says that `channel` stands for whatever the headers say;
/// `kind` is how its samples are stored, for the reason `kindReason`, or merely assumed if `kindAssumed`; `bytes` is
/// its length; `longestEvent` is the most samples of an event that were seen, at least those of the first; `damage` is
/// where the file is broken, if all its headers had to be looked at and one is.
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
        Optional<WaveDumpDamage> damage) {

    /// The channel of an event of this file whose header says `headerChannel`.
    public int channelOf(int headerChannel) {
        return renumbered ? channel : headerChannel;
    }

    RunFile renumber(int to) {
        return new RunFile(path, board, to, true, kind, kindReason, kindAssumed, bytes, longestEvent, damage);
    }
}
