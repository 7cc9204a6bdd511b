package dev.sluice.formats.strax;

import dev.sluice.formats.Format;
import dev.sluice.formats.FormatException;
import dev.sluice.formats.InputProbe;
import dev.sluice.formats.InputRun;
import dev.sluice.formats.InputSettings;
import dev.sluice.formats.Recognition;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.SourcePlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

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
    public boolean holdsRuns() {
        return true;
    }

    @Override
    public Recognition recognise(InputProbe input) throws IOException {
        boolean strax = input.folder()
                && (StraxFolder.isData(input.path())
                        || !new StraxFolder(input.path()).all().isEmpty());
        return strax ? Recognition.BY_CONTENT : Recognition.NO;
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
        StraxFolder.Chosen chosen = chosen(inputs.get(0), settings);
        List<StraxSource> sources = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Path data : chosen.passedBy()) {
            warnings.add(data.getFileName() + " is not whole, and passed by");
        }
        for (Path data : chosen.folders()) {
            StraxSource source = new StraxSource(data);
            if (settings.policy() == FailurePolicy.FAIL) {
                source.data().requireComplete();
            } else if (!source.data().complete()) {
                warnings.add(data.getFileName() + " was not written to its end; what is there is read");
            }
            sources.add(source);
        }
        StraxMetadata first = sources.get(0).data();
        return new InputRun(
                sources.get(0),
                List.<SourcePlugin>copyOf(sources.subList(1, sources.size())),
                "strax, "
                        + sources.stream()
                                .map(source -> source.data().dataType() + " by "
                                        + source.data().compressor())
                                .collect(Collectors.joining(" and ")),
                first.runId(),
                OptionalLong.of(sources.get(0).recordCount()),
                List.of(),
                warnings);
    }

    private static StraxFolder.Chosen chosen(Path input, InputSettings settings) throws IOException {
        if (!Files.isDirectory(input)) {
            throw new FormatException(
                    input, FormatException.NOT_IN_FILE, "it is a file", "name the folder of strax that it lies in");
        }
        if (!StraxFolder.isData(input)) {
            return new StraxFolder(input).select(settings);
        }
        StraxName name = StraxName.of(input).orElseThrow();
        require(input, "run", settings.run(), name.run());
        require(input, "input-type", settings.dataType(), name.dataType());
        return new StraxFolder.Chosen(List.of(input), List.of());
    }

    private static void require(Path input, String option, String asked, String there) {
        if (asked != null && !asked.equals(there)) {
            throw new FormatException(
                    input,
                    FormatException.NOT_IN_FILE,
                    "it holds " + there + ", but " + option + "=" + asked + " is asked for",
                    "leave --" + option + " out, or name the storage folder");
        }
    }
}
