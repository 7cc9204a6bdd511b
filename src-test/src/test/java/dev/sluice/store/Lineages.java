package dev.sluice.store;

import java.util.List;
import java.util.Map;

/// Lineages as the tests of this package need them.
public final class Lineages {
    private Lineages() {}

    public static Lineage raw(Object gain) {
        return Lineage.of("raw_records", LineageEntry.of("RawRecords", "1.2.3", Map.of("gain", gain)), List.of());
    }

    public static Lineage records(Lineage raw, int baselineSamples) {
        LineageEntry entry = LineageEntry.of("Records", "0.0.1", Map.of("baseline_samples", baselineSamples));
        return Lineage.of("records", entry, List.of(raw));
    }
}
