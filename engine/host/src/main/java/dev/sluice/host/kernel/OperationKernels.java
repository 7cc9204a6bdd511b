package dev.sluice.host.kernel;

import dev.sluice.analysis.feature.Baselines;
import dev.sluice.analysis.hit.PulseRecords;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.channel.Polarity;
import dev.sluice.kernels.feature.BaselineKernel;
import dev.sluice.kernels.feature.BaselineResults;
import dev.sluice.kernels.feature.OrphanFragments;
import dev.sluice.kernels.record.RecordLinks;
import dev.sluice.kernels.record.RecordOperations;
import dev.sluice.plugin.Option;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.BaselineBinding;
import dev.sluice.waveform.StraxTypes;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// What is done to strax's records one step after the other, each step by itself; `records` does all of them in one.
final class OperationKernels {
    /// Records of which baseline and samples are computed while they are in the cache.
    private static final int BLOCK = 256;

    private static final RecordType LINK = RecordType.of("record:<i4");
    private static final RecordType WIDE_LINK = RecordType.of("record:<i8");
    private static final Option<String> POLARITY = Option.choice(
            "polarity", "negative", List.of("negative", "positive"), "direction of pulses, of all channels");

    static final List<KernelForm> FORMS = List.of(
            new KernelForm(
                    "raw_to_records",
                    "RecordOperations",
                    List.of("raw_records", "records"),
                    OperationKernels::rawToRecords),
            new KernelForm(
                    "zero_out_of_bounds", "RecordOperations", List.of("records"), OperationKernels::zeroOutOfBounds),
            new KernelForm(
                    "subtract_baseline", "BaselineKernel", List.of("records"), OperationKernels::subtractBaseline),
            new KernelForm("integrate", "RecordOperations", List.of("records"), OperationKernels::integrate),
            new KernelForm(
                    "record_links",
                    "RecordLinks",
                    List.of("records", "previous", "next"),
                    OperationKernels::recordLinks));

    private OperationKernels() {}

    private static FragmentLayout layout(RecordType records) {
        return FragmentKernels.layout("records", records, StraxTypes.record(FragmentKernels.samples(records)));
    }

    private static RecordOperations operations(KernelWords words, FragmentLayout layout) {
        return RecordOperations.of(layout, Polarity.parse(words.get(POLARITY)), FragmentKernels.compatibility(words));
    }

    private static KernelForm.Bound rawToRecords(KernelWords words) {
        RecordType raw = FragmentKernels.rawRecords(words);
        FragmentLayout layout =
                FragmentKernels.layout("raw_records", raw, StraxTypes.rawRecord(FragmentKernels.samples(raw)));
        RecordOperations operations = operations(words, layout);
        return KernelForm.Bound.rows(raw, words.fixed("records", StraxTypes.record(layout.samples())), (from, to) -> {
            FragmentKernels.requireAsMany(from, to);
            operations.fromRaw(from.segment(), 0, from.count(), to.segment(), 0);
        });
    }

    private static KernelForm.Bound zeroOutOfBounds(KernelWords words) {
        RecordType records = FragmentKernels.strax(words);
        RecordOperations operations = operations(words, layout(records));
        return KernelForm.Bound.inPlace(
                records, given -> operations.zeroOutOfBounds(given.segment(), 0, given.count()));
    }

    private static KernelForm.Bound integrate(KernelWords words) {
        RecordType records = FragmentKernels.strax(words);
        RecordOperations operations = operations(words, layout(records));
        return KernelForm.Bound.inPlace(records, given -> operations.integrate(given.segment(), 0, given.count()));
    }

    /// Finds the baseline of pulses and subtracts it: as strax in one pass, else block by block, as the baseline kernel
    /// gives samples without a baseline otherwise. What was before the records is not known.
    private static KernelForm.Bound subtractBaseline(KernelWords words) {
        RecordType records = FragmentKernels.strax(words);
        RecordOperations operations = operations(words, layout(records));
        boolean strax = FragmentKernels.compatibility(words) == Compatibility.STRAX;
        boolean negative = Polarity.parse(words.get(POLARITY)) == Polarity.NEGATIVE;
        BaselineKernel kernel = BaselineBinding.kernel(
                records,
                new BaselineResults(
                        records.size(),
                        records.field("baseline").offset(),
                        records.field("baseline_rms").offset(),
                        strax ? records.field("data").offset() : BaselineResults.NOT_WANTED),
                builder -> builder.window(new SampleRange(0, words.count(PulseRecords.BASELINE_SAMPLES)))
                        .orphans(OrphanFragments.parse(words.get(Baselines.ORPHANS)))
                        .fallback(words.get(Baselines.FALLBACK))
                        .flip(negative)
                        .compatibility(FragmentKernels.compatibility(words)));
        Bindings<ChannelBaselines> channels = new Bindings<>(ChannelBaselines::ofAll, ended -> {});
        return KernelForm.Bound.inPlace(
                records,
                given -> channels.with(known -> {
                    known.clear();
                    if (strax) {
                        kernel.compute(given.segment(), 0, given.count(), given.segment(), 0, known);
                    } else {
                        subtract(kernel, operations, given, known);
                    }
                    return given.count();
                }));
    }

    private static void subtract(
            BaselineKernel kernel, RecordOperations operations, Records records, ChannelBaselines known) {
        MemorySegment memory = records.segment();
        for (long first = 0; first < records.count(); first += BLOCK) {
            long count = Math.min(BLOCK, records.count() - first);
            long at = first * records.type().size();
            kernel.compute(memory, at, count, memory, at, known);
            operations.subtractBaseline(memory, at, count);
        }
    }

    private static KernelForm.Bound recordLinks(KernelWords words) {
        RecordType records = FragmentKernels.strax(words);
        FragmentLayout layout = layout(records);
        RecordType link = links(words);
        Class<?> type = isWide(link) ? long.class : int.class;
        Bindings<RecordLinks> links = new Bindings<>(() -> new RecordLinks(layout), ended -> {});
        return new KernelForm.Bound(
                List.of(records, link, link),
                arrays -> links.with(own -> {
                    FragmentKernels.requireAsMany(arrays[0], arrays[1]);
                    FragmentKernels.requireAsMany(arrays[0], arrays[2]);
                    own.write(
                            arrays[0].segment(), 0, arrays[0].count(), arrays[1].segment(), arrays[2].segment(), type);
                    return arrays[0].count();
                }));
    }

    /// Whether links are int64.
    static boolean isWide(RecordType link) {
        return link.sameLayout(WIDE_LINK);
    }

    /// The type of links, `previous` and `next`: int32 unless both are given as int64.
    static RecordType links(KernelWords words) {
        RecordType previous = words.type("previous", LINK);
        RecordType only = isWide(previous) ? previous : LINK;
        words.fixed("previous", only);
        return words.fixed("next", only);
    }
}
