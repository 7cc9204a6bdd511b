package dev.sluice.benchmarks.file;

import dev.sluice.benchmarks.input.SampleNoise;
import dev.sluice.context.Context;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.source.SimulatedFragments;
import dev.sluice.source.Waveforms;
import dev.sluice.waveform.StraxTypes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Simulated records that are written again and again, each time later, so that a file is made as fast as a disk takes
/// it. Of one thread; the memory is that of an arena of its owner.
final class RepeatedBlock {
    private static final int WAVEFORMS = 1 << 14;
    private static final int FRAGMENTS = 1 << 16;
    private static final int LONG_RECORDS = 64;
    private static final int EVENTS = 1 << 11;
    private static final int EVENT_HEADER = 24;
    private static final int TICKS = 500;
    private static final int TAG = 0x7fff_ffff;
    private static final int MARGIN = 10_000;

    private final MemorySegment records;
    private final int stride;
    private final Later later;

    /// Shifts the record at an address to the next time that the block is written.
    private interface Later {
        void shift(MemorySegment records, long record, long count);
    }

    private RepeatedBlock(MemorySegment records, int stride, Later later) {
        this.records = records;
        this.stride = stride;
        this.later = later;
    }

    /// Waveforms of 800 samples of a simulated detector of 16 channels.
    static RepeatedBlock waveforms(long most, long seed, Arena arena) {
        SourcePlugin source =
                SimulatedDetector.ofRecords(Math.min(most, WAVEFORMS)).withSeed(seed);
        Records records = simulated(source, Waveforms.DATA_TYPE, arena);
        return ofWaveforms(records);
    }

    /// Waveforms of 100 000 samples of noise, with a pulse each.
    static RepeatedBlock longWaveforms(long most, long seed, Arena arena) {
        int samples = RunKind.LONG.samples();
        RecordType type = Waveforms.type("<i2", samples);
        Records records = Records.allocate(type, Math.min(most, LONG_RECORDS), arena);
        SampleNoise noise = new SampleNoise(seed);
        for (long i = 0; i < records.count(); i++) {
            long start = 3L * samples * i;
            type.longField("time").set(records, i, start);
            type.longField("endtime").set(records, i, start + 2L * samples);
            type.doubleField("dt").set(records, i, 2);
            type.longField("length").set(records, i, samples);
            type.longField("channel").set(records, i, i % RunKind.CHANNELS);
            type.longField("event").set(records, i, i);
            noise.pulse(records.segment(), i * type.size() + type.field("wave").offset(), samples);
        }
        return ofWaveforms(records);
    }

    private static RepeatedBlock ofWaveforms(Records records) {
        RecordType type = records.type();
        long period = type.longField("endtime").get(records, records.count() - 1) + MARGIN;
        int event = type.field("event").offset();
        return new RepeatedBlock(records.segment(), type.size(), (block, record, count) -> {
            add(block, record, period);
            add(block, record + Long.BYTES, period);
            int number = block.get(ValueLayout.JAVA_INT_UNALIGNED, record + event);
            block.set(ValueLayout.JAVA_INT_UNALIGNED, record + event, number + (int) count);
        });
    }

    /// Raw records of 110 samples of a simulated detector of 494 channels.
    static RepeatedBlock fragments(long most, long seed, Arena arena) {
        SourcePlugin source =
                SimulatedFragments.ofRecords(Math.min(most, FRAGMENTS)).withSeed(seed);
        Records records = simulated(source, StraxTypes.RAW_RECORDS, arena);
        long last = records.type().longField("time").get(records, records.count() - 1);
        // Not before the last pulses end: one has 330 samples of 10 ns at most.
        long period = last + MARGIN;
        return new RepeatedBlock(
                records.segment(), records.type().size(), (block, record, count) -> add(block, record, period));
    }

    /// Events of one channel of a WaveDump run: those of all channels have the same tags.
    static RepeatedBlock events(int channel, long most, long seed, Arena arena) {
        int samples = RunKind.WAVEDUMP.samples();
        int stride = EVENT_HEADER + Short.BYTES * samples;
        long count = Math.min(most, EVENTS);
        Records waves = simulated(
                SimulatedDetector.ofRecords(count).withSeed(seed * RunKind.CHANNELS + channel),
                Waveforms.DATA_TYPE,
                arena);
        MemorySegment events = arena.allocate(count * stride, Long.BYTES);
        for (int i = 0; i < count; i++) {
            int[] header = {stride, 0, 0, channel, i, 1000 + TICKS * i};
            MemorySegment.copy(header, 0, events, ValueLayout.JAVA_INT, (long) i * stride, header.length);
            long wave =
                    i * (long) waves.type().size() + waves.type().field("wave").offset();
            MemorySegment.copy(
                    waves.segment(), wave, events, (long) i * stride + EVENT_HEADER, (long) Short.BYTES * samples);
        }
        return new RepeatedBlock(events, stride, (block, record, number) -> {
            int counter = block.get(ValueLayout.JAVA_INT_UNALIGNED, record + 16) + (int) number;
            int tag = block.get(ValueLayout.JAVA_INT_UNALIGNED, record + 20) + TICKS * (int) number;
            block.set(ValueLayout.JAVA_INT_UNALIGNED, record + 16, counter & 0xff_ffff);
            block.set(ValueLayout.JAVA_INT_UNALIGNED, record + 20, tag & TAG);
        });
    }

    private static Records simulated(SourcePlugin source, String type, Arena arena) {
        try (Context context = Context.create().register(source)) {
            Records records =
                    context.streaming("simulated").getArray(arena, type).records();
            Records copy = Records.allocate(records.type(), records.count(), arena);
            copy.copyFrom(0, records, 0, records.count());
            return copy;
        }
    }

    private static void add(MemorySegment block, long place, long period) {
        block.set(ValueLayout.JAVA_LONG_UNALIGNED, place, block.get(ValueLayout.JAVA_LONG_UNALIGNED, place) + period);
    }

    /// Appends `count` records to a file.
    void write(FileChannel file, long count) throws IOException {
        long each = records.byteSize() / stride;
        for (long left = count; left > 0; left -= each) {
            ByteBuffer bytes = records.asSlice(0, Math.min(left, each) * stride).asByteBuffer();
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            for (long i = 0; i < each; i++) {
                later.shift(records, i * stride, each);
            }
        }
    }
}
