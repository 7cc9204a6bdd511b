package dev.sluice.formats.wavedump;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.RegularFile;
import dev.sluice.formats.wavedump.file.DigitizerModel;
import dev.sluice.formats.wavedump.file.FileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Finds the files of a run and the configuration beside them. Stateless.
final class WaveDumpInputs {
    private static final String ASCII_REMEDY = "take the run with OUTPUT_FILE_FORMAT BINARY and OUTPUT_FILE_HEADER YES"
            + " in WaveDumpConfig.txt, or convert the text first";

    private static final String READ_NAMES = "wave*.dat and TR_*.dat";
    private static final String CONFIGURATION = "wavedumpconfig.*\\.txt";

    /// A size's upper byte is never a character, so fewer bytes may also be a binary file that was cut off.
    private static final int SIZE_WORD_BYTES = 4;

    private WaveDumpInputs() {}

    /// The files that `inputs` (files and directories) stand for: of a directory, its waves and triggers by channel.
    static List<FileName> files(List<Path> inputs) throws IOException {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("no input: inputs=[]; give a WaveDump directory or its .dat files");
        }
        List<FileName> files = new ArrayList<>();
        for (Path input : inputs) {
            if (Files.isDirectory(input)) {
                files.addAll(filesOf(input));
            } else if (!Files.exists(input)) {
                throw new NoSuchFileException(input.toString(), null, "there is no such file or directory");
            } else {
                files.add(FileName.of(input));
            }
        }
        for (FileName file : files) {
            if (isText(file.path())) {
                throw new FormatException(file.path(), 0, "this is text, as WaveDump writes it in ASCII", ASCII_REMEDY);
            }
        }
        return files;
    }

    /// The first configuration beside the files; `WaveDumpConfig.txt` goes before a single `WaveDumpConfig….txt`.
    ///
    /// Where files of several directories are read together, their configurations must not name different models.
    static Optional<WaveDumpConfiguration> configuration(List<FileName> files) throws IOException {
        Optional<WaveDumpConfiguration> found = Optional.empty();
        List<Path> directories = files.stream()
                .map(file -> file.path().toAbsolutePath().getParent())
                .distinct()
                .toList();
        for (Path directory : directories) {
            Optional<WaveDumpConfiguration> here = configurationOf(directory);
            if (found.isPresent() && here.isPresent()) {
                checkSameModel(found.get(), here.get());
            }
            found = found.isPresent() ? found : here;
        }
        return found;
    }

    private static void checkSameModel(WaveDumpConfiguration first, WaveDumpConfiguration other) {
        Optional<DigitizerModel> model = first.model();
        if (model.isPresent() && other.model().isPresent() && !model.equals(other.model())) {
            throw new FormatException(
                    other.file(),
                    0,
                    "the files come from different digitizers, here model="
                            + other.model().get().number() + ", in " + first.file() + " model="
                            + model.get().number(),
                    "read each digitizer's files by themselves");
        }
    }

    /// Of a directory among `inputs`, what in it is not read: one sentence each, none where all of it is.
    ///
    /// Nothing is missed in configurations of WaveDump, empty files, hidden ones and files that are still written: they
    /// are left out.
    static List<String> unread(List<Path> inputs) throws IOException {
        List<String> notes = new ArrayList<>();
        for (Path input : inputs) {
            List<Path> unread =
                    Files.isDirectory(input) ? list(input, name -> !isRead(name) && !isNoData(name)) : List.of();
            List<String> missed = unread.stream()
                    .filter(path -> !isEmpty(path))
                    .map(path -> path.getFileName().toString())
                    .toList();
            if (!missed.isEmpty()) {
                notes.add((missed.size() == 1 ? "1 file or folder is" : missed.size() + " files and folders are")
                        + " not read in " + input + ", the first " + missed.get(0) + ": of a directory, " + READ_NAMES
                        + " are; name others one by one, or move them elsewhere");
            }
        }
        return notes;
    }

    private static boolean isRead(String lowerName) {
        return lowerName.matches("(?:wave|tr_).*\\.dat");
    }

    private static boolean isNoData(String lowerName) {
        return lowerName.startsWith(".") || lowerName.endsWith(".part") || lowerName.matches(CONFIGURATION);
    }

    private static boolean isEmpty(Path path) {
        try {
            return Files.isRegularFile(path) && Files.size(path) == 0;
        } catch (IOException gone) {
            return true;
        }
    }

    private static List<FileName> filesOf(Path directory) throws IOException {
        List<Path> all = list(directory, name -> true);
        List<FileName> files = all.stream()
                .filter(path -> isRead(lowerName(path)))
                .map(FileName::of)
                .sorted(FileName.ORDER)
                .toList();
        if (!files.isEmpty()) {
            return files;
        }
        List<String> texts = all.stream()
                .map(WaveDumpInputs::lowerName)
                .filter(name -> name.matches("(?:wave_?\\d+|tr_\\d_\\d)\\.txt"))
                .toList();
        if (!texts.isEmpty()) {
            throw new FormatException(
                    directory, 0, "the run was written as text (ASCII), found " + shorten(texts), ASCII_REMEDY);
        }
        throw new FormatException(
                directory,
                0,
                "no WaveDump files (" + READ_NAMES + ") in the directory, found "
                        + shorten(all.stream()
                                .map(path -> path.getFileName().toString())
                                .toList()),
                "give the directory that WaveDump wrote to, or name the files one by one");
    }

    private static Optional<WaveDumpConfiguration> configurationOf(Path directory) throws IOException {
        Optional<WaveDumpConfiguration> plain = WaveDumpConfiguration.read(directory.resolve("WaveDumpConfig.txt"));
        if (plain.isPresent()) {
            return plain;
        }
        List<Path> others = list(directory, name -> name.matches(CONFIGURATION));
        return others.size() == 1 ? WaveDumpConfiguration.read(others.get(0)) : Optional.empty();
    }

    private static boolean isText(Path file) throws IOException {
        byte[] start;
        try (var stream = Files.newInputStream(RegularFile.requireOrNull(file))) {
            start = stream.readNBytes(64);
        }
        for (byte character : start) {
            boolean printable = character >= ' ' && character <= '~';
            if (!printable && character != '\n' && character != '\r' && character != '\t') {
                return false;
            }
        }
        return start.length >= SIZE_WORD_BYTES;
    }

    private static List<Path> list(Path directory, Predicate<String> wanted) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(path -> wanted.test(lowerName(path))).sorted().toList();
        }
    }

    private static String lowerName(Path path) {
        return path.getFileName().toString().toLowerCase(Locale.ROOT);
    }

    private static String shorten(List<String> names) {
        if (names.isEmpty()) {
            return "nothing";
        }
        String shown = String.join(", ", names.subList(0, Math.min(5, names.size())));
        return names.size() > 5 ? shown + " and " + (names.size() - 5) + " more" : shown;
    }
}
