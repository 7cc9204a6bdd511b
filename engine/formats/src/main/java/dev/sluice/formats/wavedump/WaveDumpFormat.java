package dev.sluice.formats.wavedump;

import dev.sluice.formats.Format;
import dev.sluice.formats.InputProbe;
import dev.sluice.formats.InputRun;
import dev.sluice.formats.InputSettings;
import dev.sluice.formats.Recognition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Files of CAEN WaveDump, read: a folder of a run, or files of channels.
public final class WaveDumpFormat implements Format {
    private static final String ENDING = ".dat";

    /// A format without state.
    public WaveDumpFormat() {}

    @Override
    public String name() {
        return "wavedump";
    }

    @Override
    public String help() {
        return "CAEN WaveDump: a folder with binary files of channels, or such files";
    }

    /// Any folder that nothing else knows may be one: what is missing in it is said when it is opened.
    @Override
    public Recognition recognise(InputProbe input) throws IOException {
        return input.folder() || input.name().endsWith(ENDING) ? Recognition.BY_NAME : Recognition.NO;
    }

    @Override
    public InputRun open(List<Path> inputs, InputSettings settings) throws IOException {
        WaveDumpSource source = new WaveDumpSource(inputs, settings.options(), settings.policy());
        int count = source.run().files().size();
        return new InputRun(
                source,
                List.of(),
                "WaveDump, " + count + (count == 1 ? " file" : " files"),
                null,
                OptionalLong.of(source.recordCount()),
                List.of(),
                source.warnings());
    }
}
