package dev.sluice.formats.compass;

import dev.sluice.formats.FormatException;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.record.RecordType;
import dev.sluice.source.Waveforms;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// The files of a run, what they hold, and how fast they were sampled. Immutable.
///
/// @param files    the files, sorted by name
/// @param layout   what all of their events hold
/// @param samples  the length of the longest waveform
/// @param dtNs     the sampling period in ns; 0 without waveforms
/// @param events   how many events there are, exact where all are of one size
/// @param warnings what was assumed
record CompassRun(List<Path> files, EventLayout layout, int samples, double dtNs, long events, List<String> warnings) {
    static final String EVENTS = "compass_events";

    /// The `.BIN` files that inputs stand for: themselves, those in a folder, or those in its folder `RAW`.
    ///
    /// @throws FormatException if a folder has none
    static List<Path> files(List<Path> inputs) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path input : inputs) {
            if (!Files.isDirectory(input)) {
                found.add(input);
                continue;
            }
            Path raw = input.resolve("RAW");
            List<Path> inside = inFolder(Files.isDirectory(raw) ? raw : input);
            if (inside.isEmpty()) {
                throw new FormatException(
                        input,
                        FormatException.NOT_IN_FILE,
                        "the folder holds no file .BIN of CoMPASS",
                        "name the folder RAW of a run, or files");
            }
            found.addAll(inside);
        }
        return found.stream().sorted().distinct().toList();
    }

    private static List<Path> inFolder(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.{BIN,bin}")) {
            entries.forEach(found::add);
        }
        return found;
    }

    /// Looks at the files: at the first word and some events of each, and at all where events are of many sizes.
    static CompassRun look(List<Path> inputs, OptionalDouble dtNs, long recordLength, FailurePolicy policy)
            throws IOException {
        List<Path> files = files(inputs);
        EventLayout layout = null;
        int samples = (int) recordLength;
        int board = 0;
        int first = 0;
        long events = 0;
        for (Path path : files) {
            try (CompassFile file = CompassFile.open(path)) {
                layout = layout == null ? file.layout() : requireSame(path, layout, file.layout());
                CompassSurvey survey = CompassSurvey.of(file, policy);
                samples = recordLength > 0 ? samples : Math.max(samples, survey.longest());
                board = events == 0 ? survey.board() : board;
                first = events == 0 ? survey.first() : first;
                events += survey.events();
            }
        }
        double period = !layout.hasWave() || events == 0 ? 0 : period(files.get(0), dtNs, board, first);
        return new CompassRun(files, layout, samples, period, events, List.of());
    }

    private static EventLayout requireSame(Path path, EventLayout one, EventLayout other) {
        if (one.word() != other.word()) {
            throw new FormatException(
                    path,
                    0,
                    "the file holds events of 0x" + Integer.toHexString(other.word()) + ", the first file of 0x"
                            + Integer.toHexString(one.word()),
                    "read files with the same parts in one run, and others in another");
        }
        return one;
    }

    private static double period(Path file, OptionalDouble set, int board, int samples) {
        if (set.isPresent()) {
            return set.getAsDouble();
        }
        RunSettings settings = RunSettings.beside(file);
        double period = settings == null ? Double.NaN : settings.period(board, samples);
        if (Double.isNaN(period)) {
            throw new FormatException(
                    file,
                    FormatException.NOT_IN_FILE,
                    "the sampling period is not known, as events do not tell it, and "
                            + (settings == null
                                    ? "there is no settings.xml beside the folder"
                                    : settings.file() + " has no SRV_PARAM_RECLEN that fits samples=" + samples),
                    "set it, as in --set dt_ns=2");
        }
        return period;
    }

    String dataType() {
        return layout.hasWave() ? Waveforms.DATA_TYPE : EVENTS;
    }

    /// The type of the records; times are in ps.
    RecordType type() {
        var type = RecordType.builder().field("time", "<i8");
        if (layout.hasWave()) {
            type.field("endtime", "<i8").field("dt", "<f4").field("length", "<i4");
        }
        type.field("channel", "<i2").field("board", "<i2").field("flags", "<u4");
        if (layout.hasEnergy()) {
            type.field("energy", "<u2");
        }
        if (layout.hasShort()) {
            type.field("energyshort", "<u2");
        }
        if (layout.hasCalibrated()) {
            type.field("energy_calibrated", "<f8");
        }
        if (layout.hasWave()) {
            type.field("wave", "<u2", Math.max(1, samples));
        }
        RecordType built = type.build().documented(CompassFields.DOCS).picoseconds();
        return layout.hasWave() ? built : built.instantaneous();
    }
}
