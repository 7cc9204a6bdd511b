package dev.sluice.app.measure;

import java.nio.file.Path;
import java.util.List;

/// Which benchmarks are to run, and how. Immutable.
///
/// @param pattern    a regular expression that a name `Class.method` must contain
/// @param json       where the results go in the format of JMH; null for nowhere
/// @param report     where a page with plots goes; null for nowhere
/// @param quick      whether one fork and short iterations will do
/// @param cpu        the CPU that all is pinned to; null for no pinning
/// @param jmhOptions more options for JMH, which win over the others
public record BenchRequest(
        String pattern, Path json, Path report, boolean quick, Integer cpu, List<String> jmhOptions) {
    /// Copies the options.
    public BenchRequest {
        jmhOptions = List.copyOf(jmhOptions);
    }
}
