package dev.sluice.formats.strax;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.InputSettings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// A storage folder of strax: which data lie in it, and which of them a request means.
///
/// @param folder the folder
record StraxFolder(Path folder) {
    private static final List<String> USUAL = List.of("records", "raw_records");

    /// Folders of finished data, sorted by name.
    List<Path> data() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path child : children) {
                boolean named = StraxName.of(child)
                        .filter(name -> Files.exists(child.resolve(name.metadata()))
                                || Files.exists(child.resolve("metadata.json")))
                        .isPresent();
                if (named && !StraxName.isUnfinished(child)) {
                    found.add(child);
                }
            }
        }
        found.sort(null);
        return found;
    }

    /// The folder of the data from which the targets of a request are computed with the least work: a target itself,
    /// else records, else raw records, else the only type that there is.
    ///
    /// @throws FormatException if it is not clear which; the message lists what there is
    Path select(InputSettings settings) throws IOException {
        List<Path> ofRun = ofRun(settings.run());
        for (String wanted : wanted(settings)) {
            List<Path> found = ofType(ofRun, wanted);
            if (found.size() > 1) {
                throw unclear(
                        "there are several " + wanted + " of the run, of different lineages: " + names(found),
                        "name one of these folders as the input");
            }
            if (!found.isEmpty()) {
                return found.get(0);
            }
        }
        if (ofRun.size() == 1 && settings.dataType() == null) {
            return ofRun.get(0);
        }
        throw unclear(
                settings.dataType() == null
                        ? "it is not clear from which type of data to compute: " + names(ofRun)
                        : "there is no " + settings.dataType() + " among " + names(ofRun),
                "name one with --input-type, or its folder as the input");
    }

    private static List<String> wanted(InputSettings settings) {
        if (settings.dataType() != null) {
            return List.of(settings.dataType());
        }
        List<String> wanted = new ArrayList<>(settings.targets());
        wanted.addAll(USUAL);
        return wanted;
    }

    private List<Path> ofRun(String run) throws IOException {
        List<Path> all = data();
        TreeSet<String> runs = new TreeSet<>();
        all.forEach(data -> runs.add(StraxName.of(data).orElseThrow().run()));
        if (run == null && runs.size() > 1) {
            throw unclear(
                    "there are " + runs.size() + " runs: " + listed(List.copyOf(runs)),
                    "name one, as in --run " + runs.first());
        }
        String wanted = run == null ? runs.first() : run;
        List<Path> found = all.stream()
                .filter(data -> StraxName.of(data).orElseThrow().run().equals(wanted))
                .toList();
        if (found.isEmpty()) {
            throw unclear("there is no run " + wanted + " but " + listed(List.copyOf(runs)), "name one with --run");
        }
        return found;
    }

    private static List<Path> ofType(List<Path> data, String type) {
        return data.stream()
                .filter(path -> StraxName.of(path).orElseThrow().dataType().equals(type))
                .toList();
    }

    private static String names(List<Path> data) {
        return listed(data.stream().map(path -> path.getFileName().toString()).toList());
    }

    private static String listed(List<String> names) {
        int most = 20;
        return String.join(", ", names.subList(0, Math.min(most, names.size())))
                + (names.size() > most ? " and " + (names.size() - most) + " more" : "");
    }

    private FormatException unclear(String problem, String remedy) {
        return new FormatException(folder, FormatException.NOT_IN_FILE, problem, remedy);
    }
}
