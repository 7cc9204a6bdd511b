package dev.sluice.formats.compass;

import dev.sluice.formats.Format;
import dev.sluice.formats.InputProbe;
import dev.sluice.formats.InputRun;
import dev.sluice.formats.InputSettings;
import dev.sluice.formats.Recognition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Runs of CAEN CoMPASS, read: a folder, or `.BIN` files.
public final class CompassFormat implements Format {
    private static final int BYTE = 0xFF;

    /// A format without state.
    public CompassFormat() {}

    @Override
    public String name() {
        return "compass";
    }

    @Override
    public String help() {
        return "CAEN CoMPASS: the folder of a run with RAW in it, or .BIN files; times in ps";
    }

    @Override
    public Recognition recognise(InputProbe input) throws IOException {
        if (input.folder()) {
            Path raw = input.path().resolve("RAW");
            boolean binary = input.holds("*.{BIN,bin}")
                    || Files.isDirectory(raw) && InputProbe.of(raw).holds("*.{BIN,bin}");
            return binary ? Recognition.BY_CONTENT : Recognition.NO;
        }
        byte[] start = input.start();
        if (!input.name().endsWith(".bin") || start.length < EventLayout.WORD_BYTES) {
            return Recognition.NO;
        }
        int word = start[0] & BYTE | (start[1] & BYTE) << Byte.SIZE;
        return (word & EventLayout.MARK_BITS) == EventLayout.MARK ? Recognition.BY_CONTENT : Recognition.NO;
    }

    @Override
    public InputRun open(List<Path> inputs, InputSettings settings) throws IOException {
        CompassSource source = new CompassSource(inputs, settings.options(), settings.policy());
        int count = source.run().files().size();
        return new InputRun(
                source,
                List.of(),
                "CoMPASS, " + count + (count == 1 ? " file" : " files"),
                null,
                OptionalLong.of(source.run().events()),
                List.of(),
                source.run().warnings());
    }
}
