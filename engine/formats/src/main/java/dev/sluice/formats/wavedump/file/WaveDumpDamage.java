package dev.sluice.formats.wavedump.file;

import dev.sluice.formats.FormatException;
import java.util.OptionalLong;

/// Where and how a file is broken, and what was complete before that. Immutable.
///
/// `offset` is the byte at which the broken event starts; `bytesLost` counts from there to where the file goes on, else
/// to its end; `completeEvents` came before it; `tag` is the broken event's trigger time tag where its header is whole
/// and believed; `error` says it all in a sentence.
public record WaveDumpDamage(
        Kind kind, long offset, long bytesLost, long completeEvents, OptionalLong tag, FormatException error) {
    /// What became of the file.
    public enum Kind {
        /// The file ends inside its last event, as after a crash or a full disk: one event is lost.
        CUT_OFF,
        /// A header makes no sense: the events from there to the end of the file cannot be found.
        CORRUPT,
        /// A header is wrong, but the one after it was found: one event is lost, the file goes on.
        DROPPED
    }
}
