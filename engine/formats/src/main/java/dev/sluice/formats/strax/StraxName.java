package dev.sluice.formats.strax;

import java.nio.file.Path;
import java.util.Optional;

/// The name of a folder of strax, `<run>-<type>-<hash>`. An immutable value.
///
/// @param run      the run
/// @param dataType the type of data
/// @param hash     the hash of the lineage
record StraxName(String run, String dataType, String hash) {
    /// What a folder is called while it is written.
    static final String UNFINISHED = "_temp";

    private static final int PARTS = 3;

    /// The name of a finished folder, or of one that is being written; none if it is another name.
    static Optional<StraxName> of(Path folder) {
        String name = String.valueOf(folder.getFileName());
        String[] parts =
                (isUnfinished(folder) ? name.substring(0, name.length() - UNFINISHED.length()) : name).split("-", -1);
        return parts.length == PARTS && !parts[0].isEmpty() && !parts[1].isEmpty() && !parts[2].isEmpty()
                ? Optional.of(new StraxName(parts[0], parts[1], parts[2]))
                : Optional.empty();
    }

    static boolean isUnfinished(Path folder) {
        return String.valueOf(folder.getFileName()).endsWith(UNFINISHED);
    }

    /// What all files in the folder begin with.
    String prefix() {
        return dataType + "-" + hash;
    }

    /// The file of metadata.
    String metadata() {
        return prefix() + "-metadata.json";
    }

    /// The file of chunk number `index`.
    String chunk(long index) {
        return "%s-%06d".formatted(prefix(), index);
    }

    @Override
    public String toString() {
        return run + "-" + prefix();
    }
}
