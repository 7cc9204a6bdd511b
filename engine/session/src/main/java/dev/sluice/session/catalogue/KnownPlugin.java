package dev.sluice.session.catalogue;

import dev.sluice.analysis.event.Coincidences;
import dev.sluice.analysis.event.EventBasics;
import dev.sluice.analysis.event.Events;
import dev.sluice.analysis.event.GroupedEvents;
import dev.sluice.analysis.event.Peaks;
import dev.sluice.analysis.feature.Baselines;
import dev.sluice.analysis.feature.BasicFeatures;
import dev.sluice.analysis.feature.Features;
import dev.sluice.analysis.feature.PulseShapes;
import dev.sluice.analysis.filter.Filters;
import dev.sluice.analysis.hit.BaselineCutter;
import dev.sluice.analysis.hit.HitFinder;
import dev.sluice.analysis.hit.HitMerger;
import dev.sluice.analysis.hit.HitWindows;
import dev.sluice.analysis.hit.PulseRecords;
import dev.sluice.analysis.hit.RecordCutter;
import dev.sluice.analysis.hit.ThresholdHitFinder;
import dev.sluice.context.OptionOwner;
import dev.sluice.formats.wavedump.WaveDumpSource;
import dev.sluice.kernels.event.PeakLayout;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Product;
import dev.sluice.record.NearestName;
import dev.sluice.record.RecordType;
import dev.sluice.session.request.UsageException;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.source.SimulatedFragments;
import dev.sluice.source.Waveforms;
import dev.sluice.waveform.StraxTypes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A plugin that sessions know, as it is listed without an input. Immutable.
///
/// A source of files has its record type from the files, so it cannot be asked for its specification here.
///
/// @param name      the plugin
/// @param provides  the type of data it provides; of several, the first
/// @param products  all types of data it provides
/// @param version   the version of its algorithm
/// @param dependsOn what it computes from
/// @param help      what it does
/// @param type      the type of its records; null if the files decide
/// @param options   what can be set
/// @param origin    where it comes from: a jar, the class path, or built in
public record KnownPlugin(
        String name,
        String provides,
        List<String> products,
        String version,
        List<String> dependsOn,
        String help,
        RecordType type,
        List<Option<?>> options,
        String origin) {
    static final String BUILT_IN = "built in";

    /// WaveDump files.
    public static final KnownPlugin WAVE_DUMP = new KnownPlugin(
            "WaveDumpSource",
            Waveforms.DATA_TYPE,
            List.of(Waveforms.DATA_TYPE),
            "1.0",
            List.of(),
            "events of CAEN WaveDump files, merged by time",
            null,
            List.of(
                    WaveDumpSource.MODEL,
                    WaveDumpSource.DT_NS,
                    WaveDumpSource.CLOCK_NS,
                    WaveDumpSource.TAG_BITS,
                    WaveDumpSource.SAMPLE_TYPE,
                    WaveDumpSource.RECORD_LENGTH,
                    WaveDumpSource.RESTART,
                    WaveDumpSource.RESTART_GAP,
                    WaveDumpSource.LONE_TAG),
            BUILT_IN);

    /// Files of numpy.
    public static final KnownPlugin NPY = new KnownPlugin(
            "NpySource",
            Waveforms.DATA_TYPE,
            List.of(Waveforms.DATA_TYPE),
            "1.0",
            List.of(),
            "records of .npy files",
            null,
            List.of(),
            BUILT_IN);

    /// All that are built in, sources first.
    public static List<KnownPlugin> all() {
        List<KnownPlugin> all = new ArrayList<>(
                List.of(WAVE_DUMP, NPY, of(SimulatedDetector.ofRecords(0)), of(SimulatedFragments.ofRecords(0))));
        computed().forEach(plugin -> all.add(of(plugin)));
        Filters.known().forEach(filter -> all.add(ofAnyInput(filter)));
        return List.copyOf(all);
    }

    /// The plugins that compute something from input of one type, new ones at each call.
    public static List<Plugin> computed() {
        return computed(StraxTypes.SAMPLES);
    }

    /// The same, for fragments with room for so many samples.
    public static List<Plugin> computed(int samples) {
        return List.of(
                new Features(),
                new BasicFeatures(),
                new Baselines(),
                new ThresholdHitFinder(),
                new PulseRecords(samples),
                new HitFinder(samples),
                new RecordCutter(samples),
                new BaselineCutter(samples),
                new Coincidences(),
                new GroupedEvents(SourceChannels.EVENT_CHANNELS),
                new HitMerger(),
                new HitWindows(),
                Coincidences.ofHits(),
                new Peaks(PeakLayout.ofChannels(SourceChannels.PEAK_CHANNELS)),
                new Events(),
                new EventBasics(),
                new PulseShapes());
    }

    /// A plugin that can be asked.
    public static KnownPlugin of(Plugin plugin) {
        PluginSpec spec = plugin.spec();
        return new KnownPlugin(
                OptionOwner.of(plugin).name(),
                spec.provides(),
                products(spec),
                spec.version(),
                spec.dependsOn(),
                spec.help(),
                spec.type(),
                spec.options(),
                BUILT_IN);
    }

    private static List<String> products(PluginSpec spec) {
        return spec.products().stream().map(Product::dataType).toList();
    }

    /// The same, from elsewhere.
    KnownPlugin from(String place) {
        return new KnownPlugin(name, provides, products, version, dependsOn, help, type, options, place);
    }

    /// Whether it is not part of Sluice.
    public boolean isForeign() {
        return !origin.equals(BUILT_IN);
    }

    /// Whether it provides one of these types of data.
    public boolean providesAny(Collection<String> dataTypes) {
        return products.stream().anyMatch(dataTypes::contains);
    }

    /// The plugin as settings find it.
    public OptionOwner owner() {
        return new OptionOwner(name, products, options);
    }

    /// A plugin whose records are those of its input, with other samples.
    private static KnownPlugin ofAnyInput(Plugin plugin) {
        PluginSpec spec = plugin.spec();
        return new KnownPlugin(
                plugin.name(),
                spec.provides(),
                products(spec),
                spec.version(),
                spec.dependsOn(),
                spec.help(),
                null,
                spec.options(),
                BUILT_IN);
    }

    /// Checks that `plugin` has options of these names.
    ///
    /// @throws UsageException if it has not; the message suggests the nearest, or lists those that there are
    public static void requireOptions(KnownPlugin plugin, List<String> wanted) {
        List<String> names = plugin.options().stream().<String>map(Option::name).toList();
        for (String name : wanted) {
            if (!names.contains(name)) {
                throw new UsageException(plugin.name() + " has no option '" + name + "'"
                        + NearestName.choices(name, "there are", names));
            }
        }
    }
}
