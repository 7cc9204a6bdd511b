package dev.sluice.session.input;

import dev.sluice.formats.Format;
import dev.sluice.formats.Formats;
import dev.sluice.formats.InputProbe;
import dev.sluice.formats.Recognition;
import dev.sluice.record.NearestName;
import dev.sluice.session.request.OptionValue;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds out of which format inputs are: the one that is named, or the one that knows them best. Stateless.
public final class InputFormats {
    /// The name of structured arrays of numpy.
    public static final String NPY = "npy";
    /// The name of files of CAEN WaveDump.
    public static final String WAVE_DUMP = "wavedump";

    private static final String AUTO = "auto";
    private static final int SHOWN_BYTES = 8;

    private InputFormats() {}

    /// The one format of all `inputs`, which must exist: what `--format` says, or what is found.
    ///
    /// @throws UsageException if an input is missing or not a file, or no format fits; the message says what was found
    public static Format of(List<Path> inputs, OptionValue wanted) {
        inputs.forEach(InputFormats::requireReadable);
        Optional<Format> named = named(wanted);
        return named.isPresent() ? named.get() : of(inputs);
    }

    /// The one format that all `inputs` are found to have.
    ///
    /// @throws UsageException if an input is missing or not a file, or no format fits; the message says what was found
    public static Format of(List<Path> inputs) {
        inputs.forEach(InputFormats::requireReadable);
        Format found = detect(inputs.get(0));
        for (Path input : inputs) {
            Format other = detect(input);
            if (other != found) {
                throw new UsageException("the inputs are of two formats: " + inputs.get(0) + " is " + found.name()
                        + ", " + input + " is " + other.name() + "; read them in two runs");
            }
        }
        return found;
    }

    /// The format that `--format` names; none if it is to be found out.
    ///
    /// @throws UsageException if there is none of that name that can be read
    static Optional<Format> named(OptionValue wanted) {
        String word = wanted.text();
        if (word == null || word.equals(AUTO)) {
            return Optional.empty();
        }
        List<String> words = Formats.installed().all().stream()
                .filter(Format::reads)
                .map(Format::name)
                .toList();
        if (!words.contains(word)) {
            throw wanted.wrong(
                    "is none of " + AUTO + ", " + String.join(", ", words) + NearestName.suggestion(word, words));
        }
        return Formats.installed().named(word);
    }

    private static void requireReadable(Path input) {
        if (!Files.exists(input)) {
            throw new UsageException("there is no such file or directory: input=" + input);
        }
        if (!Files.isRegularFile(input) && !Files.isDirectory(input)) {
            throw new UsageException("neither a file nor a directory: input=" + input
                    + "; files are mapped into memory, so write the data to a file first");
        }
        if (!Files.isReadable(input)) {
            throw new UsageException("no permission to read: input=" + input + "; change it with chmod +r");
        }
    }

    private static Format detect(Path input) {
        try {
            InputProbe probe = InputProbe.of(input);
            List<Format> found = Formats.installed().recognising(probe);
            boolean certain = !found.isEmpty() && found.get(0).recognise(probe) == Recognition.BY_CONTENT;
            Optional<ForeignFormat.Found> foreign = certain ? Optional.empty() : ForeignFormat.of(probe);
            if (foreign.isPresent()) {
                throw new UsageException(foreign.get().what() + ": input=" + input + "; "
                        + foreign.get().remedy());
            }
            if (found.size() == 1) {
                return found.get(0);
            }
            if (found.size() > 1) {
                throw new UsageException("the input may be of several formats: input=" + input + " is "
                        + found.stream().map(Format::name).collect(Collectors.joining(" or "))
                        + "; say which with " + SessionOption.FORMAT.word() + " "
                        + found.get(0).name());
            }
            throw unknown(probe);
        } catch (IOException unreadable) {
            throw new UsageException(
                    "the input cannot be read: input=" + input + ", " + unreadable.getMessage(), unreadable);
        }
    }

    private static UsageException unknown(InputProbe probe) {
        byte[] shown = Arrays.copyOf(probe.start(), Math.min(SHOWN_BYTES, probe.start().length));
        String found = probe.folder()
                ? "nothing in the folder is known"
                : shown.length == 0
                        ? "it is empty"
                        : "it starts with the bytes "
                                + HexFormat.ofDelimiter(" ").formatHex(shown);
        return new UsageException("the format cannot be recognised by the name: input=" + probe.path() + ", " + found
                + "; say which it is with --format wavedump or --format npy, or see ./sluice formats");
    }
}
