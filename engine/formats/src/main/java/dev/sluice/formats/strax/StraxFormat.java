package dev.sluice.formats.strax;

import dev.sluice.formats.Format;
import dev.sluice.formats.FormatException;
import dev.sluice.formats.InputProbe;
import dev.sluice.formats.InputRun;
import dev.sluice.formats.InputSettings;
import dev.sluice.formats.Recognition;
import dev.sluice.plugin.FailurePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Storage folders of strax, or one folder in them, read.
public final class StraxFormat implements Format {
    /// A format without state.
    public StraxFormat() {}

    @Override
    public String name() {
        return "strax";
    }

    @Override
    public String help() {
        return "storage folders of strax (lz4, zstd, blosc, bz2), or one <run>-<type>-<hash> in them";
    }

    @Override
    public Recognition recognise(InputProbe input) throws IOException {
        boolean strax = input.folder()
                && (isData(input.path())
                        || !new StraxFolder(input.path()).data().isEmpty());
        return strax ? Recognition.BY_CONTENT : Recognition.NO;
    }

    private static boolean isData(Path folder) {
        return StraxName.of(folder)
                .filter(name ->
                        Files.exists(folder.resolve(name.metadata())) || Files.exists(folder.resolve("metadata.json")))
                .isPresent();
    }

    @Override
    public InputRun open(List<Path> inputs, InputSettings settings) throws IOException {
        if (inputs.size() > 1) {
            throw new FormatException(
                    inputs.get(1),
                    FormatException.NOT_IN_FILE,
                    "two folders of strax are named",
                    "name one; each run is read by itself");
        }
        Path input = inputs.get(0);
        Path folder = isData(input) ? input : new StraxFolder(input).select(settings);
        StraxSource source = new StraxSource(folder);
        boolean partial = source.data().failure() != null || !source.data().ended();
        if (settings.policy() == FailurePolicy.FAIL) {
            source.data().requireComplete();
        }
        return new InputRun(
                source,
                List.of(),
                "strax, " + source.data().dataType() + " by " + source.data().compressor(),
                source.data().runId(),
                OptionalLong.of(source.recordCount()),
                List.of(),
                partial
                        ? List.of(folder.getFileName() + " was not written to its end; what is there is read")
                        : List.of());
    }
}
