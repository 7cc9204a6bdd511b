package dev.sluice.kernels.record;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.channel.Polarity;
import dev.sluice.kernels.internal.check.Channels;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.loop.Contents;
import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.Call;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.Segments;
import dev.sluice.kernels.internal.record.FragmentFields;
import dev.sluice.kernels.internal.record.FragmentPlan;
import dev.sluice.kernels.internal.record.RecordsPlan;
import dev.sluice.kernels.internal.record.ScalarRecords;
import dev.sluice.kernels.internal.wave.RawBaselines;
import dev.sluice.kernels.internal.wave.RawFragments;
import java.lang.foreign.MemorySegment;

/// From raw records to records in one pass: copied, zeroed after their length, the baseline found and subtracted, and
/// integrated.
///
/// Immutable and safe from any thread; it owns no memory, and the baselines of channels are the caller's. Per record of
/// a `FragmentLayout`:
///
/// - baseline and baseline_rms: of a first fragment (record_i 0) the mean and the standard deviation (of the
///   population) of its first samples, as many as are set, at most its length; of no samples both are NaN. The sums
///   are exact. Later fragments take those of the first fragment of their pulse: of the last one in their channel, if
///   it starts `record_i` full fragments earlier, or the fragment has no dt above 0. Where it does not, they are an
///   error, or get the fallback with an rms of NaN, or NaN for both and samples of 0.
/// - samples and area as `RecordOperations` documents; reduction_level and amplitude_bit_shift are 0.
///
/// Formulas of strax' `raw_to_records`, `zero_out_of_bounds`, `baseline` and `integrate`, without the faults that
/// `RecordOperations` lists and two more: there padding counts in the baseline of a pulse that is shorter than the
/// window, and a fragment takes the baseline that its channel had last, be it of another pulse.
/// `Compatibility.STRAX` brings them back bit for bit.
public final class RecordsKernel {

    private final FragmentLayout layout;
    private final RecordsPlan plan;
    private final RecordsPlan.Loop loop;
    private final Call.Body body = this::run;

    private RecordsKernel(Builder builder) {
        this.layout = builder.layout;
        this.plan = builder.plan();
        this.loop = Loops.of(builder.chosenProvider(), plan, ScalarRecords::of);
    }

    /// A kernel for fragments of this layout.
    public static Builder of(FragmentLayout layout) {
        return new Builder(layout);
    }

    /// Makes records, from byte `recordOffset` of `records` on, of `count` raw records that start at byte `offset` of
    /// `raw`, and notes the baselines of their channels.
    ///
    /// Both segments must be native; a shared arena cannot be closed during the call; they must not overlap.
    /// Fails before anything is written: `IndexOutOfBoundsException` if a segment is too small,
    /// `IllegalArgumentException` if it is a heap or read-only segment, `IllegalStateException` if it is closed,
    /// `WrongThreadException` if it belongs to another thread. Fails with `IllegalArgumentException`, after the records
    /// before it were written, at a fragment of unknown baseline. `baselines` has room for all channels. Allocates
    /// nothing.
    public void compute(
            MemorySegment raw,
            long offset,
            long count,
            MemorySegment records,
            long recordOffset,
            ChannelBaselines baselines) {
        RawBaselines channels = Contents.of(Fields.required("baselines", baselines));
        if (!channels.covers(Short.MIN_VALUE) || !channels.covers(Short.MAX_VALUE)) {
            throw new IllegalArgumentException("no room for every channel: channels=" + channels.channels()
                    + " from 0, raw records have int16 ones; make the baselines by ChannelBaselines.ofAll()");
        }
        int rawStride = layout.rawBytes();
        int stride = layout.recordBytes();
        long from = Segments.addressOfRecords("raw", raw, offset, count, rawStride, rawStride);
        long to = Segments.addressOfResults("records", records, recordOffset, count, stride, stride);
        Call.begin()
                .holding(raw)
                .holding(records)
                .with(from)
                .with(count)
                .with(Segments.limit(raw))
                .with(to)
                .with(channels)
                .run(body);
    }

    private long run(Call call) {
        long raw = call.number(0);
        long count = call.number(1);
        RawBaselines channels = call.object(RawBaselines.class);
        long done = loop.run(raw, count, call.number(2), call.number(3), channels);
        if (done < count) {
            throw refusal(done, raw + done * layout.rawBytes(), channels);
        }
        return 0;
    }

    private IllegalArgumentException refusal(long index, long record, RawBaselines channels) {
        RawFragments pulses = plan.pulses();
        long channel = pulses.channel().read(record);
        String which = "no baseline for record=" + index + " at time="
                + AddressSpace.int64(record + FragmentFields.TIME) + " channel=" + channel + " record_i="
                + pulses.number().read(record);
        String why = !channels.isKnown(channel)
                ? ", whose pulse has no first fragment"
                : pulses.isNoted(record, channel, channels)
                        ? ", as the first fragment of its pulse has no sample"
                        : ": by its time, dt and record_i its pulse starts at time=" + pulses.start(record)
                                + ", but the last one of its channel at time=" + channels.start(channel);
        return KernelArgumentException.of(
                which + why,
                "cut chunks between pulses, correct these fields, or set {fallback} to the baseline of such records, in"
                        + " ADC counts",
                "fallback",
                "none");
    }

    /// Collects what a kernel needs; not for sharing between threads.
    public static final class Builder {

        private final FragmentLayout layout;
        private int baselineSamples = 40;
        private double fallback = Double.NaN;
        private boolean zeroesOrphans;
        private Polarities polarities = Polarities.NEGATIVE;
        private Compatibility compatibility = Compatibility.NONE;
        private KernelProvider provider;

        private Builder(FragmentLayout layout) {
            this.layout = Fields.required("layout", layout);
        }

        /// How many samples at the start of a pulse make its baseline, 1 or more; 40 unless set.
        public Builder baselineSamples(int count) {
            if (count < 1) {
                throw KernelArgumentException.of(
                        "no samples for the baseline", "give 1 or more", "baselineSamples", count);
            }
            this.baselineSamples = count;
            return this;
        }

        /// The baseline of fragments whose first one was not seen, in ADC counts; such are an error unless set.
        public Builder fallback(double baseline) {
            if (!Double.isFinite(baseline)) {
                throw KernelArgumentException.of(
                        "no baseline to fall back on",
                        "give a finite number, or none to make such fragments an error",
                        "fallback",
                        baseline);
            }
            this.fallback = baseline;
            return this;
        }

        /// Gives fragments whose first one was not seen NaN as baseline and 0 as samples, unless there is a fallback;
        /// such are an error unless set.
        public Builder zeroOrphans() {
            this.zeroesOrphans = true;
            return this;
        }

        /// The direction of the pulses; negative unless set.
        public Builder polarity(Polarity value) {
            return polarities(Polarities.all(Fields.required("polarity", value)));
        }

        /// The direction of pulses by channel; negative unless set. Channels are numbers, of no board.
        public Builder polarities(Polarities value) {
            this.polarities = Fields.required("polarities", value);
            return this;
        }

        /// Whose results; the right ones unless set.
        public Builder compatibility(Compatibility value) {
            this.compatibility = Fields.required("compatibility", value);
            return this;
        }

        /// Computes with this provider instead of `Kernels.provider()`.
        public Builder provider(KernelProvider value) {
            this.provider = Fields.required("provider", value);
            return this;
        }

        /// The kernel.
        public RecordsKernel build() {
            return new RecordsKernel(this);
        }

        private KernelProvider chosenProvider() {
            return provider == null ? Kernels.provider() : provider;
        }

        private RecordsPlan plan() {
            boolean likeStrax = compatibility == Compatibility.STRAX;
            FragmentPlan fragments =
                    new FragmentPlan(layout.samples(), Channels.polarities(polarities, layout), likeStrax);
            return RecordsPlan.of(fragments, baselineSamples, fallback, zeroesOrphans);
        }
    }
}
