package dev.sluice.app;

import dev.sluice.stream.RunSummary;
import java.nio.file.Path;
import java.util.List;

/// All that is told about a run that went well. Immutable.
///
/// @param target      the type of data computed
/// @param runId       the name of the run
/// @param input       what was read, in a few words
/// @param workers     threads that computed
/// @param timeUnit    the unit of all times
/// @param summary     what the engine counted
/// @param kernels     what it computed with
/// @param output      where the records went
/// @param outputBytes bytes of that file
/// @param statistics  what was found in the fields, if the records were not written
/// @param notes       what had to be assumed
record RunReport(
        String target,
        String runId,
        String input,
        int workers,
        String timeUnit,
        RunSummary summary,
        KernelsInUse kernels,
        OutputSelection output,
        long outputBytes,
        List<FieldStatistics> statistics,
        List<String> notes) {
    /// The file written; null if there is none.
    Path file() {
        return output.file();
    }

    /// The provider of the kernels, their width in bits, and why they were chosen.
    record KernelsInUse(String provider, int width, String reason) {}
}
