package dev.sluice.app.run;

import dev.sluice.session.FailureMessage;
import dev.sluice.session.RunReport;
import dev.sluice.session.TargetReport;
import dev.sluice.session.request.Spelling;
import dev.sluice.session.request.UsageException;
import java.nio.file.Path;

/// What became of one of many runs. Immutable.
///
/// @param runId   its name
/// @param input   what was read
/// @param report  what is reported of it; null if it failed
/// @param failure why it failed; null if it did not
/// @param seconds how long it took
public record RunOutcome(String runId, Path input, RunReport report, Throwable failure, double seconds) {
    /// Whether it failed.
    public boolean hasFailed() {
        return report == null;
    }

    /// Why it failed, in a sentence; null if it did not.
    public String error() {
        return failure == null ? null : FailureMessage.of(failure);
    }

    /// Whether it failed as what was asked for does not fit.
    public boolean isMisused() {
        return failure instanceof UsageException;
    }

    /// How it ended, in a word.
    String state() {
        return hasFailed() ? "failed" : Spelling.of(report.summary().state());
    }

    /// The records that came in, as far as they were counted.
    long records() {
        return hasFailed() ? 0 : report.summary().records();
    }

    /// The records that came out and were kept, of all targets.
    long outputRecords() {
        return hasFailed()
                ? 0
                : report.targets().stream().mapToLong(TargetReport::records).sum();
    }
}
