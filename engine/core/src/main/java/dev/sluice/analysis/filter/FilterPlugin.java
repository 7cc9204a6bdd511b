package dev.sluice.analysis.filter;

import dev.sluice.analysis.feature.MissingWindows;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.filter.Filter;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.DoubleField;
import dev.sluice.record.Field;
import dev.sluice.record.FieldCopy;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.WaveformFilter;
import java.util.ArrayList;
import java.util.List;

/// What the filters have in common: records go out as they come in, with other samples, of float32. Immutable.
abstract class FilterPlugin extends StreamingPlugin {
    private static final String BASELINE = "baseline";

    private final String dependsOn;
    private final RecordType type;

    FilterPlugin(String dependsOn, RecordType waveforms) {
        this.dependsOn = dependsOn;
        this.type = WaveformFilter.filteredType(waveforms);
    }

    final PluginSpec spec(String provides, String help, Option<?>... options) {
        return PluginSpec.provides(provides, type)
                .dependsOn(dependsOn)
                .onePerRecord()
                .version("1.1")
                .writesEveryField()
                .help(help)
                .options(options);
    }

    /// The filter that the options ask for.
    abstract Filter filter(PluginContext context);

    /// The filter bound to the fields, for one worker.
    Filtering bind(RecordType waveforms, RecordType filtered, PluginContext context) {
        return WaveformFilter.between(waveforms, filtered, filter(context))::apply;
    }

    /// True if filtered samples have no baseline any more: then a baseline field becomes 0, lest it be taken away
    /// twice.
    boolean removesBaseline() {
        return baselineRange() != null;
    }

    /// True if fragments of a pulse are filtered as one.
    boolean linksFragments() {
        return false;
    }

    /// The option of the range that the baseline is averaged over; null for filters that need no baseline.
    Option<SampleRange> baselineRange() {
        return null;
    }

    @Override
    public final boolean isBoundToThread() {
        return false;
    }

    @Override
    public final Object prepare(PluginContext context) {
        MissingWindows missing = new MissingWindows(context);
        missing.samples("filtered samples that need them are NaN or infinite");
        if (!linksFragments()) {
            missing.fragments(FragmentFir.DATA_TYPE + " filters across fragments");
        }
        if (baselineRange() != null) {
            missing.baseline(baselineRange().name(), context.get(baselineRange()), "all filtered samples are");
        }
        Filtering filtering = bind(context.inputType(), type, context);
        return new Bound(context.inputType(), type, filtering, removesBaseline(), missing);
    }

    @Override
    public final void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        Records waveforms = in.records();
        context.prepared(Bound.class).compute(waveforms, out.records(waveforms.count()));
    }

    /// Filters records of one type into as many of another.
    interface Filtering {
        /// Writes the samples of `filtered`, and nothing else of it.
        void apply(Records waveforms, Records filtered);
    }

    /// The kernel and the field copies of one worker.
    private static final class Bound {
        private final Filtering filtering;
        private final FieldCopy[] copies;
        private final DoubleField baseline;
        private final MissingWindows missing;

        Bound(
                RecordType waveforms,
                RecordType filtered,
                Filtering filtering,
                boolean removesBaseline,
                MissingWindows missing) {
            this.missing = missing;
            this.filtering = filtering;
            boolean clearsBaseline = removesBaseline && filtered.has(BASELINE);
            this.baseline = clearsBaseline ? filtered.doubleField(BASELINE) : null;
            String wave = WaveformFilter.waveName(filtered);
            List<FieldCopy> others = new ArrayList<>();
            for (Field field : filtered.fields()) {
                String name = field.name();
                if (!name.equals(wave) && !(clearsBaseline && name.equals(BASELINE))) {
                    others.add(FieldCopy.of(name, waveforms, filtered));
                }
            }
            this.copies = others.toArray(FieldCopy[]::new);
        }

        /// The kernel goes first: it brings the headers into the cache while it streams through the samples.
        void compute(Records waveforms, Records filtered) {
            filtering.apply(waveforms, filtered);
            for (FieldCopy copy : copies) {
                copy.copy(waveforms, filtered);
            }
            for (long i = 0; baseline != null && i < filtered.count(); i++) {
                baseline.set(filtered, i, 0.0);
            }
            missing.count(waveforms);
        }
    }
}
