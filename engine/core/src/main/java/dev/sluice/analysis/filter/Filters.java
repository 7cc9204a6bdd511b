package dev.sluice.analysis.filter;

import dev.sluice.analysis.hit.PulseRecords;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.source.Waveforms;
import dev.sluice.waveform.FragmentFilter;
import dev.sluice.waveform.StraxTypes;
import java.util.ArrayList;
import java.util.List;

/// The built-in filters, for registering them together. Stateless.
public final class Filters {
    private Filters() {}

    /// One plugin of each kind, for the waveforms of that name, which are of this type.
    ///
    /// @throws IllegalArgumentException if the type has no samples
    public static List<StreamingPlugin> of(String dependsOn, RecordType waveforms) {
        return List.of(
                new Fir(dependsOn, waveforms),
                new SavitzkyGolay(dependsOn, waveforms),
                new MovingAverage(dependsOn, waveforms),
                new Butterworth(dependsOn, waveforms),
                new PoleZero(dependsOn, waveforms),
                new Trapezoidal(dependsOn, waveforms));
    }

    /// As `of`, with that for fragments if records of this type can be linked; none if they have no samples.
    public static List<StreamingPlugin> ofAny(String dependsOn, RecordType records) {
        if (!records.has("wave") && !records.has("data")) {
            return List.of();
        }
        List<StreamingPlugin> filters = new ArrayList<>(of(dependsOn, records));
        if (FragmentFilter.fits(records)) {
            filters.add(new FragmentFir(dependsOn, records));
        }
        return filters;
    }

    /// One plugin of each kind, for listing them with their options: their records are like any input's.
    public static List<StreamingPlugin> known() {
        List<StreamingPlugin> filters = new ArrayList<>(of(Waveforms.DATA_TYPE, Waveforms.type("<u2", 800)));
        filters.add(new FragmentFir(PulseRecords.INPUT, StraxTypes.rawRecord(StraxTypes.SAMPLES)));
        return List.copyOf(filters);
    }
}
