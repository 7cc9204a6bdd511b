package dev.sluice.benchmarks.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/// One row of results. Immutable.
///
/// @param group      the class of the benchmark
/// @param row        its method
/// @param parameters `name=value`, in the order of their names
/// @param unit       of the figures, such as `ns/record`
/// @param median     over all iterations of all forks
/// @param least      of them
/// @param most       of them
/// @param forks      how many forks there were
/// @param gigabytes  GB/s of whole records; NaN where bytes are not counted
/// @param allocated  bytes on the heap per operation; NaN where not measured
public record Measured(
        String group,
        String row,
        String parameters,
        String unit,
        double median,
        double least,
        double most,
        int forks,
        double gigabytes,
        double allocated) {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /// The rows of a run, in its order; percentiles that a benchmark counts become rows of their own.
    public static List<Measured> of(Collection<RunResult> runs) {
        List<Measured> rows = new ArrayList<>();
        for (RunResult run : runs) {
            Result<?> perRecord = run.getSecondaryResults().get("records");
            boolean percentiles = run.getSecondaryResults().containsKey("p50");
            if (!percentiles) {
                rows.add(of(run, perRecord == null ? run.getPrimaryResult() : perRecord, perRecord != null, ""));
            }
            for (String name : run.getSecondaryResults().keySet()) {
                if (name.matches("p[0-9]+")) {
                    rows.add(of(run, run.getSecondaryResults().get(name), false, "." + name));
                }
            }
        }
        return rows;
    }

    private static Measured of(RunResult run, Result<?> result, boolean perRecord, String suffix) {
        String name = run.getParams().getBenchmark();
        int method = name.lastIndexOf('.');
        Statistics figures = result.getStatistics();
        Result<?> perByte = run.getSecondaryResults().get("bytes");
        Result<?> allocated = run.getSecondaryResults().get(ALLOCATED);
        List<String> parameters = new ArrayList<>();
        run.getParams()
                .getParamsKeys()
                .forEach(key -> parameters.add(key + "=" + run.getParams().getParam(key)));
        return new Measured(
                name.substring(name.lastIndexOf('.', method - 1) + 1, method),
                name.substring(method + 1) + suffix,
                String.join(" ", parameters),
                perRecord ? "ns/record" : suffix.isEmpty() ? result.getScoreUnit() : "ns",
                figures.getPercentile(50),
                figures.getMin(),
                figures.getMax(),
                run.getParams().getForks(),
                perByte == null || !suffix.isEmpty()
                        ? Double.NaN
                        : 1 / perByte.getStatistics().getPercentile(50),
                allocated == null || !suffix.isEmpty() ? Double.NaN : allocated.getScore());
    }
}
