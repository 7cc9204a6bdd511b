package dev.sluice.app.measure;

import dev.sluice.plugin.StreamingPlugin;
import java.time.Duration;
import java.util.List;

/// What chunk sizes are to be measured for. Immutable.
///
/// @param sampleType `<i2`, `<u2` or `<f4`
/// @param samples    samples per record
/// @param plugins    what is computed together from waveforms; empty where `target` is not
/// @param target     what is computed from raw records of strax; empty where waveforms are
/// @param workers    threads that compute
/// @param latency    the longest time that a record may wait; zero if only throughput counts
public record TuneRequest(
        String sampleType, int samples, List<StreamingPlugin> plugins, String target, int workers, Duration latency) {
    /// Copies the list.
    public TuneRequest {
        plugins = List.copyOf(plugins);
    }

    /// The types of data that are computed.
    public List<String> targets() {
        return target.isEmpty()
                ? plugins.stream().map(plugin -> plugin.spec().provides()).toList()
                : List.of(target);
    }
}
