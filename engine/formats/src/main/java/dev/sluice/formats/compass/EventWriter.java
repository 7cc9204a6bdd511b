package dev.sluice.formats.compass;

import dev.sluice.formats.FormatException;
import dev.sluice.record.DoubleField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// Copies events into records. Of one thread; allocates nothing.
final class EventWriter {
    private static final double PICOSECONDS = 1000;

    private final EventLayout layout;
    private final int samples;
    private final int recordSize;
    private final double dtNs;
    private final LongField time;
    private final LongField channel;
    private final LongField board;
    private final LongField flags;
    private final LongField energy;
    private final LongField energyShort;
    private final DoubleField calibrated;
    private final LongField endtime;
    private final LongField length;
    private final DoubleField dt;
    private final int waveOffset;
    private long latestEnd = Long.MIN_VALUE;
    private long lastTime = Long.MIN_VALUE;

    EventWriter(CompassRun run, RecordType type) {
        layout = run.layout();
        dtNs = run.dtNs();
        recordSize = type.size();
        time = type.longField("time");
        channel = type.longField("channel");
        board = type.longField("board");
        flags = type.longField("flags");
        energy = layout.hasEnergy() ? type.longField("energy") : null;
        energyShort = layout.hasShort() ? type.longField("energyshort") : null;
        calibrated = layout.hasCalibrated() ? type.doubleField("energy_calibrated") : null;
        boolean wave = layout.hasWave();
        endtime = wave ? type.longField("endtime") : null;
        length = wave ? type.longField("length") : null;
        dt = wave ? type.doubleField("dt") : null;
        waveOffset = wave ? type.field("wave").offset() : 0;
        samples = wave ? type.field("wave").elements() : 0;
    }

    /// Copies the event that the file is at.
    ///
    /// @throws FormatException if its waveform is longer than the records have room for, or ends beyond int64
    void write(CompassFile file, Records chunk, long index) {
        time.set(chunk, index, file.time());
        channel.set(chunk, index, file.channel());
        board.set(chunk, index, file.board());
        flags.set(chunk, index, file.flags());
        if (energy != null) {
            energy.set(chunk, index, file.energy());
        }
        if (energyShort != null) {
            energyShort.set(chunk, index, file.energyShort());
        }
        if (calibrated != null) {
            calibrated.set(chunk, index, file.calibrated());
        }
        lastTime = file.time();
        latestEnd = Math.max(latestEnd, layout.hasWave() ? writeWave(file, chunk, index) : lastTime);
    }

    private long writeWave(CompassFile file, Records chunk, long index) {
        long end = file.time() + (long) Math.ceil(file.samples() * dtNs * PICOSECONDS - 1e-6);
        if (file.samples() > samples || end < file.time()) {
            throw new FormatException(
                    file.path(),
                    FormatException.NOT_IN_FILE,
                    "event " + file.index() + " at time=" + file.time() + " ps has samples=" + file.samples()
                            + ", where records have room for " + samples,
                    "set record_length=" + file.samples() + " if the waveform is whole");
        }
        endtime.set(chunk, index, end);
        length.set(chunk, index, file.samples());
        dt.set(chunk, index, dtNs);
        file.copySamples(chunk.segment(), chunk.byteOffset() + index * recordSize + waveOffset, samples);
        return end;
    }

    long latestEnd() {
        return latestEnd;
    }

    long lastTime() {
        return lastTime;
    }
}
