package dev.sluice.columnar.hdf5;

import dev.sluice.formats.Format;
import dev.sluice.formats.OutputSettings;
import dev.sluice.formats.RecordWriter;
import dev.sluice.record.RecordType;
import java.nio.file.Path;
import java.util.List;

/// HDF5 files, written: a group per type of data, and a data set per field in it.
///
/// Needs libhdf5 1.10.3 or newer, which loads when a file is written.
public final class Hdf5Format implements Format {
    /// A format without state.
    public Hdf5Format() {}

    @Override
    public String name() {
        return "hdf5";
    }

    @Override
    public String help() {
        return "HDF5, a data set per field; needs libhdf5";
    }

    @Override
    public boolean reads() {
        return false;
    }

    @Override
    public List<String> endings() {
        return List.of(".h5", ".hdf5");
    }

    @Override
    public String drops() {
        return "intervals of chunks and losses";
    }

    @Override
    public RecordWriter create(Path target, RecordType type, OutputSettings settings) {
        return Hdf5Writer.create(target, type, settings, false);
    }
}
