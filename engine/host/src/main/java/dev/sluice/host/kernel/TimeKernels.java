package dev.sluice.host.kernel;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.time.FullyContainedKernel;
import dev.sluice.kernels.time.TimeSortKernel;
import dev.sluice.kernels.time.TouchingWindowsKernel;
import dev.sluice.plugin.Option;
import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import dev.sluice.waveform.IntervalFields;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Kernels on times: order, and which records lie in or near others.
final class TimeKernels {
    private static final String INTERVAL = "time:<i8,endtime:<i8";
    private static final RecordType INDEX = RecordType.of("index:<i4");
    private static final RecordType RANGE = RecordType.of("first:<i4", "beyond:<i4");
    private static final Option<Long> WINDOW = Option.integer("window", 0, "how far from a container a thing may be");

    static final List<KernelForm> FORMS = List.of(
            new KernelForm("sort_by_time", "TimeSortKernel", List.of("records", "results"), TimeKernels::sort),
            new KernelForm(
                    "touching_windows",
                    "TouchingWindowsKernel",
                    List.of("things", "containers", "ranges"),
                    TimeKernels::touching),
            new KernelForm(
                    "fully_contained_in",
                    "FullyContainedKernel",
                    List.of("things", "containers", "indices"),
                    TimeKernels::contained));

    private TimeKernels() {}

    /// By `time`, and where the records have it, by `channel` among those of one time.
    private static KernelForm.Bound sort(KernelWords words) {
        RecordType records = words.type("records", "time:<i8,channel:<i2");
        Field time = records.field("time");
        if (!time.type().equals(FieldType.INT64) || !time.isScalar()) {
            throw new IllegalArgumentException("records are sorted by an int64 time, but the field is " + time);
        }
        TimeSortKernel kernel = TimeSortKernel.of(records.size(), time.offset());
        TimeSortKernel sort =
                records.has("channel") ? kernel.breakingTiesBy(IntervalFields.column(records, "channel")) : kernel;
        ScratchMemory scratch = new ScratchMemory();
        return KernelForm.Bound.rows(records, words.fixed("results", records), (from, to) -> {
            FragmentKernels.requireAsMany(from, to);
            MemorySegment room = scratch.take(TimeSortKernel.scratchBytes(from.count(), records.size()));
            sort.sort(from.segment(), 0, from.count(), to.segment(), 0, room);
            scratch.giveBack(room);
        });
    }

    private static KernelForm.Bound touching(KernelWords words) {
        RecordType things = words.type("things", INTERVAL);
        RecordType containers = words.type("containers", INTERVAL);
        TouchingWindowsKernel kernel = TouchingWindowsKernel.of(
                IntervalFields.layout(things), IntervalFields.layout(containers), words.get(WINDOW));
        return new KernelForm.Bound(List.of(things, containers, words.fixed("ranges", RANGE)), arrays -> {
            FragmentKernels.requireAsMany(arrays[1], arrays[2]);
            kernel.compute(
                    arrays[0].segment(),
                    0,
                    arrays[0].count(),
                    arrays[1].segment(),
                    0,
                    arrays[1].count(),
                    arrays[2].segment(),
                    0);
            return arrays[1].count();
        });
    }

    private static KernelForm.Bound contained(KernelWords words) {
        RecordType things = words.type("things", INTERVAL);
        RecordType containers = words.type("containers", INTERVAL);
        Compatibility mode = FragmentKernels.compatibility(words);
        FullyContainedKernel kernel =
                FullyContainedKernel.of(IntervalFields.layout(things), IntervalFields.layout(containers), mode);
        return new KernelForm.Bound(List.of(things, containers, words.fixed("indices", INDEX)), arrays -> {
            FragmentKernels.requireAsMany(arrays[0], arrays[2]);
            kernel.compute(
                    arrays[0].segment(),
                    0,
                    arrays[0].count(),
                    arrays[1].segment(),
                    0,
                    arrays[1].count(),
                    arrays[2].segment(),
                    0);
            return arrays[0].count();
        });
    }
}
