package dev.sluice.columnar.hdf5;

import dev.sluice.formats.Format;
import dev.sluice.formats.OutputSettings;
import dev.sluice.formats.RecordWriter;
import dev.sluice.record.RecordType;
import java.nio.file.Path;
import java.util.List;

/// LH5 files of germanium detectors, written: a table with units, and waveforms as `t0`, `dt` and `values`.
///
/// Needs libhdf5 1.10.3 or newer, which loads when a file is written.
public final class Lh5Format implements Format {
    /// A format without state.
    public Lh5Format() {}

    @Override
    public String name() {
        return "lh5";
    }

    @Override
    public String help() {
        return "LH5 of germanium detectors, a table with waveforms; needs libhdf5";
    }

    @Override
    public boolean reads() {
        return false;
    }

    @Override
    public List<String> endings() {
        return List.of(".lh5");
    }

    @Override
    public String drops() {
        return "intervals of chunks and losses";
    }

    @Override
    public RecordWriter create(Path target, RecordType type, OutputSettings settings) {
        return Hdf5Writer.create(target, type, settings, true);
    }
}
