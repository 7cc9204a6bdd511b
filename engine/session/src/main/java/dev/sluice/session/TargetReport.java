package dev.sluice.session;

import dev.sluice.session.output.FieldStatistics;
import dev.sluice.session.output.OutputSelection;
import dev.sluice.stream.RunSummary;
import java.util.List;

/// What became of one target of a run that went well. Immutable.
///
/// @param target      the type of data computed
/// @param summary     what the engine counted; what came in is the same for all targets of the run
/// @param output      where the records went
/// @param records     the records that were kept
/// @param outputBytes bytes of the file
/// @param statistics  what was found in the fields, if the records were not written
public record TargetReport(
        String target,
        RunSummary summary,
        OutputSelection output,
        long records,
        long outputBytes,
        List<FieldStatistics> statistics) {}
