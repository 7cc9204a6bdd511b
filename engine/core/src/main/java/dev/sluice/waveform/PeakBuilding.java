package dev.sluice.waveform;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.event.FindPeaksKernel;
import dev.sluice.kernels.event.NumberedHitSum;
import dev.sluice.kernels.event.PeakFinding;
import dev.sluice.kernels.event.PeakLayout;
import dev.sluice.kernels.event.PeakPropertiesKernel;
import dev.sluice.kernels.event.SumWaveformKernel;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingBuffer;
import dev.sluice.record.WorkingMemory;
import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;

/// Builds peaks of strax from its hits and the records that they were found in: finds them, sums their waveforms and
/// computes their properties.
///
/// The kernels are [FindPeaksKernel], [SumWaveformKernel] and [PeakPropertiesKernel]. Hits are summed over the samples
/// that they have in their own record; no links between records are followed. Owns scratch memory, which [#close]
/// frees: one per thread.
public final class PeakBuilding implements AutoCloseable {
    /// Samples of a peak before it is downsampled, at first: 12 bytes of scratch memory each. Longer peaks make room.
    private static final int USUAL = 1 << 16;

    private static final int MOST = Integer.MAX_VALUE / 16;

    private final FindPeaksKernel finding;
    private final IntFunction<SumWaveformKernel> sums;
    private final LongField length;
    private SumWaveformKernel summing;
    private NumberedHitSum numbered;
    private int longest = USUAL;
    private final PeakPropertiesKernel properties;
    private final RecordType peakType;
    private final WorkingBuffer memory;
    private final WorkingBuffer links;

    private PeakBuilding(
            RecordType peakType,
            FindPeaksKernel finding,
            IntFunction<SumWaveformKernel> sums,
            PeakPropertiesKernel properties,
            WorkingMemory memory) {
        this.memory = new WorkingBuffer(memory, "scratch memory for peaks");
        this.links = new WorkingBuffer(memory, "links of records");
        this.peakType = peakType;
        this.finding = finding;
        this.sums = sums;
        this.properties = properties;
        this.length = peakType.longField("length");
        this.summing = sums.apply(longest);
        this.numbered = summing.numbered();
    }

    private MemorySegment scratch() {
        long bytes = Math.max(finding.scratchBytes(), numbered.scratchBytes());
        return memory.atLeast(Math.max(bytes, PeakPropertiesKernel.SCRATCH_BYTES));
    }

    /// Builds peaks of type `PeakType.of(layout)` from records with room for `recordSamples`.
    ///
    /// `gains` are in PE per ADC count × sample, one per channel; channels below `topChannels` are at the top.
    /// Positive pulses saturate at `greatest`, the greatest number of the digitiser. Scratch memory is taken from
    /// `memory`.
    public static PeakBuilding of(
            PeakLayout layout,
            int recordSamples,
            double[] gains,
            int topChannels,
            PeakFinding settings,
            Polarities polarities,
            int greatest,
            Compatibility mode,
            WorkingMemory memory) {
        return new PeakBuilding(
                PeakType.of(layout),
                FindPeaksKernel.of(layout, gains, settings, mode),
                longest -> SumWaveformKernel.of(layout, recordSamples, longest, gains, topChannels, mode)
                        .polarities(polarities, greatest),
                PeakPropertiesKernel.of(layout, topChannels, mode),
                memory);
    }

    /// Finds the peaks of `hits` and writes as many as `peaks` has room for; returns how many there are.
    ///
    /// @throws IllegalArgumentException if the types do not fit, or hits are out of order or of no channel
    public long find(Records hits, Records peaks) {
        PeakType.requireHits(hits.type());
        Binding.requireType("peaks", peakType, peaks);
        return hits.count() == 0
                ? 0
                : finding.find(
                        hits.segment(),
                        hits.byteOffset(),
                        hits.count(),
                        peaks.segment(),
                        peaks.byteOffset(),
                        peaks.count(),
                        scratch());
    }

    /// Completes peaks that were just found, all of them: waveforms, areas and what is computed from these.
    ///
    /// @throws IllegalArgumentException if a hit is of a record that is not there, or a peak is too long
    public void complete(Records peaks, Records hits, Records records) {
        if (peaks.count() == 0) {
            return;
        }
        PeakType.requireRecords(records.type(), summing.recordBytes());
        reserve(records.count());
        reserveSamples(peaks);
        summing.sum(
                bytes(peaks),
                peaks.count(),
                bytes(hits),
                hits.count(),
                bytes(records),
                records.count(),
                links.segment(),
                links.segment(),
                scratch());
        properties.compute(peaks.segment(), peaks.byteOffset(), peaks.count(), scratch());
    }

    /// Completes peaks as [#complete] does, of hits as a run has them: to these the first record has the number
    /// `number`.
    ///
    /// Returns false, with nothing done, if a hit does not lie in the record of its number; then it is to be looked
    /// for.
    ///
    /// @throws IllegalArgumentException if a peak is too long
    public boolean completeNumbered(Records peaks, Records hits, Records records, long number) {
        if (peaks.count() == 0) {
            return true;
        }
        PeakType.requireRecords(records.type(), summing.recordBytes());
        reserveSamples(peaks);
        boolean summed = PeakType.haveNumbers(hits.type(), records.type())
                && numbered.sum(
                        bytes(peaks),
                        peaks.count(),
                        bytes(hits),
                        hits.count(),
                        bytes(records),
                        records.count(),
                        number,
                        scratch());
        if (summed) {
            properties.compute(peaks.segment(), peaks.byteOffset(), peaks.count(), scratch());
        }
        return summed;
    }

    private static MemorySegment bytes(Records records) {
        return records.segment().asSlice(records.byteOffset(), records.byteSize());
    }

    /// Room for the longest of the peaks, before it is downsampled.
    private void reserveSamples(Records peaks) {
        long most = 0;
        for (long i = 0; i < peaks.count(); i++) {
            most = Math.max(most, length.get(peaks, i));
        }
        if (most <= longest) {
            return;
        }
        if (most > MOST) {
            throw new IllegalArgumentException("a peak is too long to be summed: samples=" + most + ", limit is " + MOST
                    + "; a hit as long, or max_duration over the sampling time, makes such peaks: lower max_duration");
        }
        longest = (int) Math.min(MOST, most + most / 2);
        summing = sums.apply(longest);
        numbered = summing.numbered();
    }

    /// One link to nowhere per record.
    private void reserve(long records) {
        if (links.segment().byteSize() < Integer.BYTES * records) {
            links.atLeast(Integer.BYTES * records).fill((byte) -1);
        }
    }

    @Override
    public void close() {
        links.close();
        memory.close();
    }
}
