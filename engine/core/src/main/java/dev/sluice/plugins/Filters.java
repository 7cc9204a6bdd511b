package dev.sluice.plugins;

import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import java.util.List;

/// The built-in filters, for registering them together. Stateless.
public final class Filters {
    private Filters() {}

    /// One plugin of each kind, for the waveforms of a source, which are of this type.
    ///
    /// @throws IllegalArgumentException if the type has no samples
    public static List<StreamingPlugin> of(RecordType waveforms) {
        return List.of(
                new Fir(waveforms),
                new SavitzkyGolay(waveforms),
                new MovingAverage(waveforms),
                new Butterworth(waveforms),
                new PoleZero(waveforms),
                new Trapezoidal(waveforms));
    }

    /// As `of`, or none if the type has no samples to filter.
    public static List<StreamingPlugin> ofAny(RecordType records) {
        return records.has("wave") || records.has("data") ? of(records) : List.of();
    }
}
