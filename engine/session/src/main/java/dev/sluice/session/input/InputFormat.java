package dev.sluice.session.input;

import dev.sluice.session.request.Spelling;
import dev.sluice.session.request.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// What the input files are.
public enum InputFormat {
    /// Found out from the first file's name and first bytes.
    AUTO,
    /// CAEN WaveDump: a directory, or channel files.
    WAVEDUMP,
    /// Structured arrays of numpy.
    NPY;

    private static final byte[] NPY_MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int SHOWN_BYTES = 8;

    /// The format that all `inputs` have, which must exist: this one, or if this is [#AUTO] the one found.
    ///
    /// @throws UsageException if an input is missing or not a file, or no format fits; the message says what was found
    public InputFormat resolve(List<Path> inputs) {
        inputs.forEach(InputFormat::requireReadable);
        if (this != AUTO) {
            return this;
        }
        InputFormat found = detect(inputs.get(0));
        for (Path input : inputs) {
            InputFormat other = detect(input);
            if (other != found) {
                throw new UsageException("the inputs are of two formats: " + inputs.get(0) + " is " + Spelling.of(found)
                        + ", " + input + " is " + Spelling.of(other) + "; read them in two runs");
            }
        }
        return found;
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

    private static InputFormat detect(Path input) {
        if (Files.isDirectory(input)) {
            ForeignFormat.ofFolder(input).ifPresent(foreign -> refuse(input, foreign));
            return WAVEDUMP;
        }
        byte[] start = start(input);
        ForeignFormat.ofFile(input, start).ifPresent(foreign -> refuse(input, foreign));
        String name = String.valueOf(input.getFileName()).toLowerCase(Locale.ROOT);
        if (startsWith(start, NPY_MAGIC) || name.endsWith(".npy")) {
            return NPY;
        }
        if (name.endsWith(".dat")) {
            return WAVEDUMP;
        }
        String found = start.length == 0
                ? "it is empty"
                : "it starts with the bytes " + HexFormat.ofDelimiter(" ").formatHex(start);
        throw new UsageException("the format cannot be recognised by the name: input=" + input + ", " + found
                + "; say which it is with --format wavedump or --format npy");
    }

    private static void refuse(Path input, ForeignFormat.Found foreign) {
        throw new UsageException(foreign.what() + ": input=" + input + "; " + foreign.remedy());
    }

    private static boolean startsWith(byte[] start, byte[] magic) {
        return Arrays.equals(start, 0, Math.min(start.length, magic.length), magic, 0, magic.length);
    }

    private static byte[] start(Path input) {
        try (InputStream stream = Files.newInputStream(input)) {
            return stream.readNBytes(SHOWN_BYTES);
        } catch (IOException unreadable) {
            throw new UsageException(
                    "the file cannot be read: input=" + input + ", " + unreadable.getMessage(), unreadable);
        }
    }
}
