package dev.sluice.formats.strax;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.InputSettings;
import dev.sluice.plugin.FailurePolicy;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
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

    /// The data that a request means.
    ///
    /// @param folders  a folder for each type of data, the first of which the run is named by
    /// @param passedBy data that would have been nearer, but are not whole
    record Chosen(List<Path> folders, List<Path> passedBy) {}

    /// Folders of finished data, sorted by name.
    List<Path> data() throws IOException {
        return all().stream().filter(data -> !StraxName.isUnfinished(data)).toList();
    }

    /// Folders of data, finished or not, sorted by name.
    List<Path> all() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path child : children) {
                if (isData(child)) {
                    found.add(child);
                }
            }
        } catch (DirectoryIteratorException unreadable) {
            throw unreadable.getCause();
        }
        found.sort(null);
        return found;
    }

    /// Whether it is a folder of one type of data of one run.
    static boolean isData(Path folder) {
        return StraxName.of(folder)
                .filter(name ->
                        Files.exists(folder.resolve(name.metadata())) || Files.exists(folder.resolve("metadata.json")))
                .isPresent();
    }

    /// The data from which the targets of a request are computed with the least work: all targets, if they are there;
    /// else the nearest one type from which all of them are computed; else records, or raw records, or the only type.
    ///
    /// Results are not mixed with what they are computed from: strax numbers the records of a hit within its chunk.
    ///
    /// @throws FormatException if it is not clear which; the message lists what there is
    Chosen select(InputSettings settings) throws IOException {
        List<Path> ofRun = ofRun(settings.run());
        List<Path> passedBy = new ArrayList<>();
        for (List<String> wanted : wanted(settings)) {
            List<Path> found = new ArrayList<>();
            for (String type : wanted) {
                Path data = whole(ofRun, type, settings.policy(), passedBy);
                if (data != null) {
                    found.add(data);
                }
            }
            if (!wanted.isEmpty() && found.size() == wanted.size()) {
                passedBy.removeAll(found);
                return new Chosen(found, passedBy);
            }
        }
        if (passedBy.size() == 1 || ofRun.size() == 1 && settings.dataType() == null) {
            return new Chosen(List.of(passedBy.size() == 1 ? passedBy.get(0) : ofRun.get(0)), List.of());
        }
        throw unclear(
                settings.dataType() == null
                        ? "it is not clear from which type of data to compute: " + names(ofRun)
                        : "there is no " + settings.dataType() + " among " + names(ofRun),
                "name one with --input-type, or its folder as the input");
    }

    /// Groups of types that will do, the best first.
    private static List<List<String>> wanted(InputSettings settings) {
        if (settings.dataType() != null) {
            return List.of(List.of(settings.dataType()));
        }
        List<List<String>> wanted = new ArrayList<>();
        wanted.add(settings.targets());
        settings.sources().forEach(type -> wanted.add(List.of(type)));
        USUAL.forEach(type -> wanted.add(List.of(type)));
        return wanted;
    }

    /// The folder of a type that may be read; null if there is none. What is not whole is added to `passedBy`.
    private Path whole(List<Path> ofRun, String type, FailurePolicy policy, List<Path> passedBy) {
        List<Path> found = new ArrayList<>();
        List<Path> broken = new ArrayList<>();
        for (Path data : ofRun) {
            if (StraxName.of(data).orElseThrow().dataType().equals(type)) {
                (isWhole(data) ? found : broken).add(data);
            }
        }
        if (found.isEmpty() && policy == FailurePolicy.SKIP) {
            found.addAll(broken);
        }
        if (found.size() > 1) {
            throw unclear(
                    "there are several " + type + " of the run, of different lineages: " + names(found),
                    "name one of these folders as the input");
        }
        if (found.isEmpty()) {
            broken.stream().filter(data -> !passedBy.contains(data)).forEach(passedBy::add);
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private static boolean isWhole(Path data) {
        try {
            StraxMetadata.read(data).requireComplete();
            return true;
        } catch (FormatException broken) {
            return false;
        }
    }

    private List<Path> ofRun(String run) throws IOException {
        List<Path> all = data();
        if (all.isEmpty()) {
            List<Path> unfinished = all();
            throw unclear(
                    unfinished.isEmpty()
                            ? "there are no folders <run>-<type>-<hash> of strax in it"
                            : "no data in it were written to their end: " + names(unfinished),
                    unfinished.isEmpty()
                            ? "name a storage folder of strax"
                            : "name one of them with --on-error skip to read what there is");
        }
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
