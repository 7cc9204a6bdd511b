package dev.sluice.session.inspection;

import dev.sluice.record.RecordType;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;

/// What was found in an input. Immutable.
///
/// @param path     the input as it was named
/// @param format   what it is
/// @param type     what its records are made of; for WaveDump, as which they are read
/// @param records  how many there are
/// @param exact    whether all records were looked at: if not, `records` may be estimated, `end` is that of the last
///                 record, and there are no channels
/// @param bytes    size of the input
/// @param start    time of the first record, if there is one that has a time
/// @param end      end of the record that ends last
/// @param channels records per channel
/// @param facts    what else is known of this format: texts, numbers, and lists of texts by name
/// @param notes    what had to be assumed, or may surprise: one sentence each
/// @param warnings what is wrong with it: one sentence each
public record Inspection(
        String path,
        String format,
        RecordType type,
        long records,
        boolean exact,
        long bytes,
        OptionalLong start,
        OptionalLong end,
        SortedMap<Long, Long> channels,
        Map<String, Object> facts,
        List<String> notes,
        List<String> warnings) {
    /// Inputs up to this size are read from end to end without being asked to: about a second.
    static final long READ_AT_ONCE = 1_000_000_000;
}
