package dev.sluice.internal.run;

import dev.sluice.internal.ring.Parking;
import dev.sluice.internal.ring.RunStatus;
import dev.sluice.internal.ring.Watched;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.StageStatistics;
import dev.sluice.stream.StallReport;
import dev.sluice.stream.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// Looks now and then whether all threads with work go on, and reports those that do not: in the log, in the warnings
/// of the run, and as long as it lasts in [#stuck()]. The others pay nothing for it.
final class Watchdog implements Runnable {
    private static final System.Logger LOG = System.getLogger("dev.sluice.stream");
    private static final int LOOKS = 4;

    private final String runId;
    private final long limit;
    private final boolean failing;
    private final List<Watched> watched;
    private final Supplier<List<StageStatistics>> rings;
    private final RunStatus status;
    private final Parking parking;
    private final long[] positions;
    private final long[] since;
    private final StallReport[] reports;
    private volatile List<StallReport> stuck = List.of();

    Watchdog(
            String runId,
            StreamSettings settings,
            List<Watched> watched,
            Supplier<List<StageStatistics>> rings,
            RunStatus status,
            Parking parking) {
        this.parking = parking;
        this.runId = runId;
        this.limit = settings.watchdog().toNanos();
        this.failing = settings.isFailingWhenStuck();
        this.watched = watched;
        this.rings = rings;
        this.status = status;
        this.positions = new long[watched.size()];
        this.since = new long[watched.size()];
        this.reports = new StallReport[watched.size()];
    }

    List<StallReport> stuck() {
        return stuck;
    }

    @Override
    public void run() {
        Arrays.fill(positions, Watched.IDLE);
        while (!status.isHalted()) {
            lookOnce();
            parking.park(this, Math.max(1, limit / LOOKS));
        }
        stuck = List.of();
    }

    /// What is looked at moves meanwhile: a look that fails says nothing, and the next one is as good.
    private void lookOnce() {
        try {
            look(parking.nanoTime());
        } catch (RuntimeException torn) {
            LOG.log(System.Logger.Level.DEBUG, "run {0}: a look of the watchdog failed: {1}", runId, torn);
        }
    }

    private void look(long now) {
        boolean changed = false;
        for (int i = 0; i < positions.length; i++) {
            long position = watched.get(i).position();
            if (position != positions[i] || position == Watched.IDLE) {
                positions[i] = position;
                since[i] = now;
                changed |= reports[i] != null;
                reports[i] = null;
            } else if (reports[i] == null && now - since[i] >= limit) {
                reports[i] = report(watched.get(i), now - since[i]);
                changed = true;
            }
        }
        if (changed) {
            tell();
        }
    }

    private StallReport report(Watched who, long nanos) {
        StallReport report = new StallReport(
                who.who(), who.dataType(), who.chunk(), who.range(), Duration.ofNanos(nanos), who.stack(), rings.get());
        status.notes().warn(report.toString());
        LOG.log(System.Logger.Level.WARNING, "run {0}: {1}", runId, report);
        if (failing && who.isOfTheRun()) {
            status.died(failure(report));
        }
        return report;
    }

    private PipelineException failure(StallReport report) {
        IllegalStateException cause = new IllegalStateException("no progress for "
                + report.lasting().toMillis() + " ms, which the watchdog takes as a failure; its thread is where the"
                + " stack of this exception says");
        cause.setStackTrace(report.stack().toArray(StackTraceElement[]::new));
        return new PipelineException(report.who(), runId, report.dataType(), report.chunk(), report.range(), cause);
    }

    private void tell() {
        List<StallReport> now = new ArrayList<>();
        for (StallReport report : reports) {
            if (report != null) {
                now.add(report);
            }
        }
        stuck = List.copyOf(now);
    }
}
