package dev.sluice.source;

import dev.sluice.record.Records;
import java.util.Objects;

/// Records that lie together in memory, such as those of one file. Immutable; the memory belongs to the caller.
///
/// @param name    what they are, for messages, such as the name of a file
/// @param records all of them
/// @param cut     what is missing after the last one, in one sentence; null if nothing is
public record RecordPart(String name, Records records, String cut) {
    /// Refuses a part without a name or without records.
    public RecordPart {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(records, "records");
    }

    /// A part of which nothing is missing.
    public static RecordPart whole(String name, Records records) {
        return new RecordPart(name, records, null);
    }
}
