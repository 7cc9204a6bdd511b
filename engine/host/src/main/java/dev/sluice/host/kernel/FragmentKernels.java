package dev.sluice.host.kernel;

import dev.sluice.analysis.event.Peaks;
import dev.sluice.analysis.hit.BaselineCutter;
import dev.sluice.analysis.hit.FragmentHits;
import dev.sluice.analysis.hit.PulseRecords;
import dev.sluice.analysis.hit.RecordCutter;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.hit.FindHitsKernel;
import dev.sluice.kernels.record.CutBaselineKernel;
import dev.sluice.kernels.record.CutOutsideHitsKernel;
import dev.sluice.kernels.record.RecordLinks;
import dev.sluice.kernels.record.RecordsKernel;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.StraxTypes;
import java.util.List;

/// Kernels on strax's fragments of pulses: records, their hits, and what is cut around them.
final class FragmentKernels {
    static final List<KernelForm> FORMS = List.of(
            new KernelForm("records", "RecordsKernel", List.of("raw_records", "records"), FragmentKernels::records),
            new KernelForm("find_hits", "FindHitsKernel", List.of("records", "hits"), FragmentKernels::findHits),
            new KernelForm(
                    "cut_outside_hits",
                    "CutOutsideHitsKernel",
                    List.of("records", "hits", "results"),
                    FragmentKernels::cutOutsideHits),
            new KernelForm(
                    "cut_baseline", "CutBaselineKernel", List.of("records", "results"), FragmentKernels::cutBaseline));

    private FragmentKernels() {}

    /// Raw records of one call make records; what was before them is not known.
    private static KernelForm.Bound records(KernelWords words) {
        RecordType raw = rawRecords(words);
        FragmentLayout layout = layout("raw_records", raw, StraxTypes.rawRecord(samples(raw)));
        RecordsKernel.Builder builder = RecordsKernel.of(layout)
                .baselineSamples(words.count(PulseRecords.BASELINE_SAMPLES))
                .polarities(words.get(PulseRecords.POLARITY))
                .compatibility(compatibility(words));
        words.get(PulseRecords.FALLBACK_BASELINE).ifPresent(builder::fallback);
        RecordsKernel kernel = builder.build();
        Bindings<ChannelBaselines> channels = new Bindings<>(ChannelBaselines::ofAll, ended -> {});
        return KernelForm.Bound.rows(
                raw,
                words.fixed("records", StraxTypes.record(layout.samples())),
                (from, to) -> channels.with(known -> {
                    known.clear();
                    requireAsMany(from, to);
                    kernel.compute(from.segment(), 0, from.count(), to.segment(), 0, known);
                    return to.count();
                }));
    }

    private static KernelForm.Bound findHits(KernelWords words) {
        RecordType records = strax(words);
        FragmentLayout layout = layout("records", records, StraxTypes.record(samples(records)));
        FindHitsKernel kernel = FindHitsKernel.of(layout)
                .leastAmplitudes(words.get(FragmentHits.LEAST_AMPLITUDE))
                .leastHeightsOverNoise(words.get(FragmentHits.LEAST_HEIGHT_OVER_NOISE))
                .polarities(words.get(FragmentHits.POLARITY))
                .compatibility(compatibility(words))
                .build();
        return new KernelForm.Bound(List.of(records, words.fixed("hits", StraxTypes.HIT)), arrays -> {
            Records hits = arrays[1];
            return kernel.find(arrays[0].segment(), 0, arrays[0].count(), hits.segment(), 0, hits.count());
        });
    }

    private static KernelForm.Bound cutOutsideHits(KernelWords words) {
        RecordType records = strax(words);
        FragmentLayout layout = layout("records", records, StraxTypes.record(samples(records)));
        CutOutsideHitsKernel kernel = CutOutsideHitsKernel.of(
                layout,
                words.count(RecordCutter.LEFT_EXTENSION),
                words.count(RecordCutter.RIGHT_EXTENSION),
                compatibility(words));
        Bindings<RecordLinks> links = new Bindings<>(() -> new RecordLinks(layout), ended -> {});
        return new KernelForm.Bound(
                List.of(records, words.fixed("hits", StraxTypes.HIT), words.fixed("results", records)),
                arrays -> links.with(own -> {
                    Records from = arrays[0];
                    requireAsMany(from, arrays[2]);
                    kernel.cut(
                            from.segment(),
                            0,
                            from.count(),
                            arrays[1].segment(),
                            0,
                            arrays[1].count(),
                            arrays[2].segment(),
                            0,
                            own);
                    return from.count();
                }));
    }

    private static KernelForm.Bound cutBaseline(KernelWords words) {
        RecordType records = strax(words);
        FragmentLayout layout = layout("records", records, StraxTypes.record(samples(records)));
        CutBaselineKernel kernel = CutBaselineKernel.of(layout)
                .before(words.count(BaselineCutter.SAMPLES_BEFORE))
                .after(words.count(BaselineCutter.SAMPLES_AFTER))
                .build();
        return KernelForm.Bound.rows(records, words.fixed("results", records), (from, to) -> {
            requireAsMany(from, to);
            kernel.cut(from.segment(), 0, from.count(), to.segment(), 0);
        });
    }

    static Compatibility compatibility(KernelWords words) {
        return Compatibility.parse(words.get(Peaks.COMPATIBILITY));
    }

    /// The type of strax's raw records.
    static RecordType rawRecords(KernelWords words) {
        return words.type(
                "raw_records", StraxTypes.rawRecord(StraxTypes.SAMPLES).descr());
    }

    /// The type of strax's records.
    static RecordType strax(KernelWords words) {
        return words.type("records", StraxTypes.record(StraxTypes.SAMPLES).descr());
    }

    /// Samples that a fragment has room for.
    static int samples(RecordType fragments) {
        return fragments.field("data").elements();
    }

    static FragmentLayout layout(String name, RecordType given, RecordType expected) {
        StraxTypes.requireFragments(name, expected, given);
        return new FragmentLayout(samples(given));
    }

    static void requireAsMany(Records from, Records to) {
        if (from.count() != to.count()) {
            throw new IllegalArgumentException("there is not one result per record: records=" + from.count()
                    + ", results=" + to.count() + "; give as much room");
        }
    }
}
