package dev.sluice.benchmarks.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// A kernel under the gate and how its case is made. Immutable.
///
/// @param kernel the class that users call: of filters, the filter
/// @param made   makes the case, with its input; the caller closes it
record GateCase(Class<?> kernel, Supplier<KernelCase> made) {
    /// All that the gate measures: every kernel and filter has a case.
    static List<GateCase> all() {
        List<GateCase> all = new ArrayList<>(WaveformCases.all());
        all.addAll(FilterCases.all());
        all.addAll(FragmentCases.all());
        all.addAll(HitCases.all());
        all.addAll(PeakCases.all());
        return List.copyOf(all);
    }
}
