package dev.sluice.app.measure;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// Which whole commands are to be measured, and how. Immutable.
///
/// @param pattern a regular expression that the name of a run, such as npy, must contain
/// @param sizes   bytes of the runs
/// @param rounds  how often each command has its turn
/// @param seed    of the simulated runs
/// @param cold    whether the files leave the memory of the system before each turn
/// @param folder  where the runs are kept and used again; null for a temporary one that is removed
/// @param json    where all figures go; null for nowhere
public record FilesRequest(
        String pattern, List<Long> sizes, int rounds, long seed, boolean cold, Path folder, Path json) {
    /// Copies the sizes.
    public FilesRequest {
        sizes = List.copyOf(sizes);
    }

    /// Whether the run of that name is to be measured.
    public boolean chooses(String run) {
        return Pattern.compile(pattern).matcher(run).find();
    }
}
