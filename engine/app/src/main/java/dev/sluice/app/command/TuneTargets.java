package dev.sluice.app.command;

import dev.sluice.app.measure.TuneRequest;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.Product;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.NearestName;
import dev.sluice.session.catalogue.KnownPlugin;
import dev.sluice.session.request.UsageException;
import dev.sluice.source.Waveforms;
import dev.sluice.waveform.StraxTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What `./sluice tune` can compute: plugins of waveforms alone, and what comes from raw records of strax. Stateless.
final class TuneTargets {
    private TuneTargets() {}

    /// A request for targets of these names: any that are computed from waveforms alone, or one that is computed from
    /// raw records, which have samples of their own.
    ///
    /// @throws UsageException if there is none of a name, or one of several comes from raw records
    static TuneRequest request(String sampleType, int samples, List<String> names, int workers, Duration latency) {
        List<StreamingPlugin> known = ofWaveforms();
        List<String> provided =
                known.stream().map(plugin -> plugin.spec().provides()).toList();
        Set<String> raw = ofRawRecords();
        List<StreamingPlugin> chosen = new ArrayList<>();
        for (String text : names) {
            String name = text.strip();
            if (raw.contains(name)) {
                requireAlone(name, names);
                return new TuneRequest("<i2", StraxTypes.SAMPLES, List.of(), name, workers, latency);
            }
            int place = provided.indexOf(name);
            if (place < 0) {
                List<String> all = new ArrayList<>(provided);
                all.addAll(raw);
                throw new UsageException(
                        "no plugin provides '" + name + "'" + NearestName.choices(name, "there are", all));
            }
            chosen.add(known.get(place));
        }
        return new TuneRequest(sampleType, samples, chosen, "", workers, latency);
    }

    private static void requireAlone(String name, List<String> names) {
        if (names.size() > 1) {
            throw new UsageException("--target " + String.join(",", names) + " has several, of which " + name
                    + " is computed from raw records; give it alone");
        }
    }

    private static List<StreamingPlugin> ofWaveforms() {
        return KnownPlugin.computed().stream()
                .filter(plugin -> plugin.spec().dependsOn().equals(List.of(Waveforms.DATA_TYPE)))
                .filter(StreamingPlugin.class::isInstance)
                .map(StreamingPlugin.class::cast)
                .toList();
    }

    private static Set<String> ofRawRecords() {
        Set<String> reached = new LinkedHashSet<>(List.of(StraxTypes.RAW_RECORDS));
        int before;
        do {
            before = reached.size();
            for (Plugin plugin : KnownPlugin.computed()) {
                if (reached.containsAll(plugin.spec().dependsOn())) {
                    plugin.spec().products().stream().map(Product::dataType).forEach(reached::add);
                }
            }
        } while (reached.size() > before);
        reached.remove(StraxTypes.RAW_RECORDS);
        return reached;
    }
}
