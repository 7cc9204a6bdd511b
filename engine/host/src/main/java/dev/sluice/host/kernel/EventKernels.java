package dev.sluice.host.kernel;

import dev.sluice.analysis.event.Coincidences;
import dev.sluice.analysis.event.Peaks;
import dev.sluice.analysis.hit.HitMerger;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.event.CoincidenceKernel;
import dev.sluice.kernels.event.FindPeaksKernel;
import dev.sluice.kernels.event.PeakFinding;
import dev.sluice.kernels.event.PeakLayout;
import dev.sluice.kernels.event.PeakPropertiesKernel;
import dev.sluice.kernels.event.SumWaveformKernel;
import dev.sluice.plugin.Option;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingMemory;
import dev.sluice.waveform.Coincidence;
import dev.sluice.waveform.HitMerging;
import dev.sluice.waveform.PeakType;
import dev.sluice.waveform.StraxTypes;
import dev.sluice.waveform.ThresholdHits;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Kernels on hits of several channels: peaks, and what is computed of them.
final class EventKernels {
    /// As that of the plugin, but that a channel may have no gain: strax leaves such channels out.
    private static final Option<ChannelThresholds> TO_PE = Option.thresholds(
            Peaks.TO_PE.name(), "0.01", "gain of the channels in PE per ADC count × sample, 0 for none");
    private static final Option<Long> LONGEST =
            Option.integerRange("longest_peak", 1 << 16, 1, Integer.MAX_VALUE / 16, "samples of the longest peak");

    private static final Option<Boolean> DATA_TOP =
            Option.flag("data_top", true, "whether to write data_top of peaks that have it; else it stays as it was");
    private static final Option<Boolean> DATA_START = Option.flag(
            "data_start", true, "whether to write data_start of peaks that have it; else it stays as it was");

    static final List<KernelForm> FORMS = List.of(
            new KernelForm("find_peaks", "FindPeaksKernel", List.of("hits", "peaks"), EventKernels::findPeaks),
            new KernelForm(
                    "sum_waveform",
                    "SumWaveformKernel",
                    List.of("hits", "records", "previous", "next", "peaks"),
                    EventKernels::sum),
            new KernelForm("peak_properties", "PeakPropertiesKernel", List.of("peaks"), EventKernels::properties),
            new KernelForm("coincidences", "CoincidenceKernel", List.of("hits", "groups"), EventKernels::coincidences),
            new KernelForm("merge_hits", "MergeHitsKernel", List.of("hits", "merged"), EventKernels::mergeHits));

    private EventKernels() {}

    private static KernelForm.Bound findPeaks(KernelWords words) {
        RecordType peaks = peaks(words);
        PeakLayout layout = layout(peaks);
        PeakFinding settings = PeakFinding.DEFAULT
                .with()
                .gapThreshold(words.get(Peaks.GAP_THRESHOLD))
                .leftExtension(words.get(Peaks.LEFT_EXTENSION))
                .rightExtension(words.get(Peaks.RIGHT_EXTENSION))
                .minArea(words.get(Peaks.MIN_AREA))
                .minChannels(words.count(Peaks.MIN_CHANNELS))
                .maxDuration(words.get(Peaks.MAX_DURATION))
                .build();
        FindPeaksKernel kernel =
                FindPeaksKernel.of(layout, gains(words, layout), settings, FragmentKernels.compatibility(words));
        ScratchMemory scratch = new ScratchMemory();
        return new KernelForm.Bound(List.of(words.fixed("hits", StraxTypes.HIT), peaks), arrays -> {
            Records hits = arrays[0];
            MemorySegment room = scratch.take(kernel.scratchBytes());
            long found = hits.count() == 0
                    ? 0
                    : kernel.find(hits.segment(), 0, hits.count(), arrays[1].segment(), 0, arrays[1].count(), room);
            scratch.giveBack(room);
            return found;
        });
    }

    private static KernelForm.Bound sum(KernelWords words) {
        RecordType peaks = peaks(words);
        RecordType records = FragmentKernels.strax(words);
        PeakLayout layout = layout(peaks);
        int samples = FragmentKernels.samples(records);
        FragmentKernels.layout("records", records, StraxTypes.record(samples));
        RecordType link = OperationKernels.links(words);
        SumWaveformKernel sum = SumWaveformKernel.of(
                        layout,
                        samples,
                        words.count(LONGEST),
                        gains(words, layout),
                        words.count(Peaks.TOP_CHANNELS),
                        FragmentKernels.compatibility(words))
                .polarities(words.get(Peaks.POLARITY), words.count(Peaks.ADC_MAX))
                .writing(words.get(DATA_TOP), words.get(DATA_START));
        SumWaveformKernel kernel = OperationKernels.isWide(link) ? sum.linkedByInt64() : sum;
        ScratchMemory scratch = new ScratchMemory();
        return new KernelForm.Bound(
                List.of(words.fixed("hits", StraxTypes.HIT), records, link, link, peaks), arrays -> {
                    FragmentKernels.requireAsMany(arrays[1], arrays[2]);
                    FragmentKernels.requireAsMany(arrays[1], arrays[3]);
                    MemorySegment room = scratch.take(kernel.scratchBytes());
                    kernel.sum(
                            arrays[4].segment(),
                            arrays[4].count(),
                            arrays[0].segment(),
                            arrays[0].count(),
                            arrays[1].segment(),
                            arrays[1].count(),
                            arrays[2].segment(),
                            arrays[3].segment(),
                            room);
                    scratch.giveBack(room);
                    return arrays[4].count();
                });
    }

    private static KernelForm.Bound properties(KernelWords words) {
        RecordType peaks = peaks(words);
        PeakPropertiesKernel kernel = PeakPropertiesKernel.of(
                layout(peaks), words.count(Peaks.TOP_CHANNELS), FragmentKernels.compatibility(words));
        ScratchMemory scratch = new ScratchMemory();
        return new KernelForm.Bound(List.of(peaks), arrays -> {
            MemorySegment room = scratch.take(PeakPropertiesKernel.SCRATCH_BYTES);
            kernel.compute(arrays[0].segment(), 0, arrays[0].count(), room);
            scratch.giveBack(room);
            return arrays[0].count();
        });
    }

    /// Groups of records that are sorted by time.
    private static KernelForm.Bound coincidences(KernelWords words) {
        RecordType hits = words.type("hits", "time:<i8,endtime:<i8,channel:<i2");
        boolean anchored = words.get(Coincidences.RULE).equals("anchored");
        CoincidenceKernel.Rule rule = anchored ? CoincidenceKernel.Rule.ANCHORED : CoincidenceKernel.Rule.CHAINED;
        long window = words.get(Coincidences.WINDOW);
        int channels = words.count(Coincidences.CHANNELS);
        int least = words.count(Coincidences.MIN_CHANNELS);
        Bindings<Coincidence> groupings = new Bindings<>(
                () -> Coincidence.of(hits, channels, rule, window, least, WorkingMemory.UNCOUNTED), Coincidence::close);
        return new KernelForm.Bound(
                List.of(hits, words.fixed("groups", Coincidence.TYPE)),
                arrays -> groupings.with(binding -> binding.group(arrays[0], arrays[1])),
                groupings::close);
    }

    /// Hits of waveforms in any order; merged ones come in order of time and channel. Needs room for as many as there
    /// are.
    private static KernelForm.Bound mergeHits(KernelWords words) {
        RecordType hits = words.type("hits", ThresholdHits.TYPE.descr());
        RecordType merged = words.fixed("merged", HitMerging.type(hits));
        long gap = words.get(HitMerger.MERGE_GAP);
        long width = words.get(HitMerger.MAX_TOTAL_WIDTH);
        Bindings<HitMerging> merging =
                new Bindings<>(() -> HitMerging.of(hits).gap(gap).width(width).build(), HitMerging::close);
        return new KernelForm.Bound(
                List.of(hits, merged),
                arrays -> merging.with(binding -> merge(binding, arrays[0], arrays[1])),
                merging::close);
    }

    private static long merge(HitMerging binding, Records hits, Records merged) {
        if (merged.count() < hits.count()) {
            throw new IllegalArgumentException("there is no room for the merged hits: merged=" + merged.count()
                    + ", hits=" + hits.count() + "; give as much, as it may be that none is merged");
        }
        long found = binding.merge(hits);
        binding.write(merged.slice(0, found));
        return found;
    }

    /// The type of strax's peaks.
    private static RecordType peaks(KernelWords words) {
        return words.type("peaks", PeakType.of(PeakLayout.ofChannels(494)).descr());
    }

    /// The layout of strax's peaks, with as many channels and samples as the type has room for.
    private static PeakLayout layout(RecordType peaks) {
        PeakLayout layout = PeakLayout.ofChannels(
                        peaks.field("area_per_channel").elements())
                .withSamples(peaks.field("data").elements());
        layout = peaks.has("data_top") ? layout.withDataTop() : layout;
        layout = peaks.has("data_start") ? layout.withDataStart() : layout;
        if (!PeakType.of(layout).sameLayout(peaks)) {
            throw new IllegalArgumentException("no peaks as strax has them: " + peaks.descr() + " is not "
                    + PeakType.of(layout).descr());
        }
        return layout;
    }

    private static double[] gains(KernelWords words, PeakLayout layout) {
        ChannelThresholds gains = words.get(TO_PE);
        double[] values = new double[layout.channels()];
        for (int channel = 0; channel < values.length; channel++) {
            values[channel] = gains.of(channel);
        }
        return values;
    }
}
