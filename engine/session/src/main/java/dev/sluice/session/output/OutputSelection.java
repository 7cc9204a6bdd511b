package dev.sluice.session.output;

import dev.sluice.formats.csv.CsvWriter;
import dev.sluice.formats.npy.NpyWriter;
import dev.sluice.record.RecordType;
import dev.sluice.session.request.UsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Where the records of the target go. Immutable.
///
/// @param format what is written
/// @param file   the file; null if there is none
/// @param titled whether the fields of a numpy file have titles
/// @param making whether the folders that it lies in are made where they are missing
public record OutputSelection(Format format, Path file, boolean making, boolean titled) {
    /// What is written.
    public enum Format {
        /// A numpy file.
        NPY,
        /// A text file.
        CSV,
        /// Text on standard output.
        STANDARD_OUTPUT,
        /// Nothing: the fields are summed up instead.
        NOTHING
    }

    /// Reads the value of `--out`; null if it was not given.
    ///
    /// @throws UsageException if the name does not end in `.npy` or `.csv`
    public static OutputSelection parse(String out) {
        if (out == null) {
            return new OutputSelection(Format.NOTHING, null, false, false);
        }
        if (out.equals("-")) {
            return new OutputSelection(Format.STANDARD_OUTPUT, null, false, false);
        }
        String name = out.toLowerCase(Locale.ROOT);
        if (name.endsWith(".npy") || name.endsWith(".csv")) {
            return new OutputSelection(name.endsWith(".npy") ? Format.NPY : Format.CSV, path(out), false, false);
        }
        throw new UsageException("the format cannot be recognised by the name: out=" + out
                + "; end it in .npy or .csv, or write - for CSV on standard output");
    }

    private static Path path(String out) {
        try {
            return Path.of(out);
        } catch (InvalidPathException unusable) {
            throw new UsageException("not a file name: out=" + out + ", " + unusable.getReason(), unusable);
        }
    }

    /// The same, making the folders of the file.
    OutputSelection makingFolders() {
        return new OutputSelection(format, file, true, titled);
    }

    /// The same, with titles of fields in a numpy file if `wanted`.
    OutputSelection titled(boolean wanted) {
        return new OutputSelection(format, file, making, wanted);
    }

    /// Whether text goes to standard output.
    public boolean isStandardOutput() {
        return format == Format.STANDARD_OUTPUT;
    }

    /// Refuses to overwrite what the run reads.
    ///
    /// @throws UsageException if the file is one of `inputs`
    public void requireNoneOf(List<Path> inputs) {
        for (Path input : inputs) {
            if (file != null && isSame(input)) {
                throw new UsageException(
                        "the output is an input: out=" + file + ", input=" + input + "; write to another file");
            }
        }
    }

    private boolean isSame(Path input) {
        try {
            return Files.exists(file) && Files.isSameFile(file, input);
        } catch (IOException unknown) {
            // A file system that cannot distinguish two files by identity still has their names.
            return file.toAbsolutePath()
                    .normalize()
                    .equals(input.toAbsolutePath().normalize());
        }
    }

    /// Opens the output for records of `type`.
    ///
    /// @throws dev.sluice.formats.FormatException if the file cannot be created
    public RecordSink open(RecordType type, OutputStream standardOutput) {
        if (making && file != null && file.getParent() != null) {
            makeFolders(file.getParent());
        }
        return switch (format) {
            case NPY ->
                titled
                        ? new WriterSink(NpyWriter.create(file, type.titled()), type.titled())
                        : new WriterSink(NpyWriter.create(file, type), type);
            case CSV -> new WriterSink(CsvWriter.create(file, type), type);
            case STANDARD_OUTPUT -> new WriterSink(CsvWriter.to(standardOutput, "standard output", type), type);
            case NOTHING -> new RecordStatistics(type);
        };
    }

    private static void makeFolders(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
