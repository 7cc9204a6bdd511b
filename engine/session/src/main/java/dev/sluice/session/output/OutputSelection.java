package dev.sluice.session.output;

import dev.sluice.formats.Format;
import dev.sluice.formats.Formats;
import dev.sluice.formats.OutputSettings;
import dev.sluice.formats.csv.CsvWriter;
import dev.sluice.record.RecordType;
import dev.sluice.session.request.UsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Where the records of the target go. Immutable.
///
/// @param kind   whether it is a file
/// @param format how the file is written; null if there is none
/// @param file   the file; null if there is none
/// @param making whether the folders that it lies in are made where they are missing
/// @param titled whether fields have titles, where the format keeps them
public record OutputSelection(Kind kind, Format format, Path file, boolean making, boolean titled) {
    /// Nothing is written.
    static final OutputSelection NONE = new OutputSelection(Kind.NOTHING, null, null, false, false);

    private static final String CUSTOMARY = ".npy";

    /// What the records go to.
    public enum Kind {
        /// A file.
        FILE,
        /// Text on standard output.
        STANDARD_OUTPUT,
        /// Nothing: the fields are summed up instead.
        NOTHING
    }

    /// Reads the value of `--out`; null if it was not given.
    ///
    /// @throws UsageException if the name does not end as a format asks that is written
    public static OutputSelection parse(String out) {
        if (out == null) {
            return NONE;
        }
        if (out.equals("-")) {
            return new OutputSelection(Kind.STANDARD_OUTPUT, null, null, false, false);
        }
        Format format = Formats.installed()
                .writing(out)
                .orElseThrow(() -> new UsageException("the format cannot be recognised by the name: out=" + out
                        + "; end it in " + endings() + ", or write - for CSV on standard output"));
        return new OutputSelection(Kind.FILE, format, path(out), false, false);
    }

    /// A file that a command writes by itself.
    public static OutputSelection ofFile(Path file) {
        return new OutputSelection(Kind.FILE, null, file, false, false);
    }

    /// Whether the name ends as that of a file of some format.
    static boolean isFileName(String out) {
        return Formats.installed().writing(out).isPresent();
    }

    /// The ends of names that are known, the customary first.
    private static String endings() {
        List<String> all = Formats.installed().all().stream()
                .flatMap(format -> format.endings().stream())
                .sorted(Comparator.comparing((String ending) -> !ending.equals(CUSTOMARY))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        return String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.get(all.size() - 1);
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
        return new OutputSelection(kind, format, file, true, titled);
    }

    /// The same, with titles of fields in a numpy file if `wanted`.
    OutputSelection titled(boolean wanted) {
        return new OutputSelection(kind, format, file, making, wanted);
    }

    /// Whether text goes to standard output.
    public boolean isStandardOutput() {
        return kind == Kind.STANDARD_OUTPUT;
    }

    /// What the format has no place for, as a sentence; empty if it keeps all.
    public Optional<String> dropped() {
        return switch (kind) {
            case FILE ->
                format.drops().isEmpty()
                        ? Optional.empty()
                        : Optional.of(format.name() + " has no place for " + format.drops());
            case STANDARD_OUTPUT -> Optional.of("CSV has no place for types, units, lineage, intervals and losses");
            case NOTHING -> Optional.empty();
        };
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

    /// Opens the output for records of `type`, of which `origin` tells the run and how they came about.
    ///
    /// @throws dev.sluice.formats.FormatException if the file cannot be created
    public RecordSink open(RecordType type, OutputSettings origin, OutputStream standardOutput) {
        if (making && file != null && file.getParent() != null) {
            makeFolders(file.getParent());
        }
        return switch (kind) {
            case FILE -> written(titled ? type.titled() : type, origin);
            case STANDARD_OUTPUT -> new WriterSink(CsvWriter.to(standardOutput, "standard output", type), type);
            case NOTHING -> new RecordStatistics(type);
        };
    }

    private RecordSink written(RecordType type, OutputSettings origin) {
        return new WriterSink(format.create(file, type, origin.titled(titled)), type);
    }

    private static void makeFolders(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
