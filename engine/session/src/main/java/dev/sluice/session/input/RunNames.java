package dev.sluice.session.input;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Names of runs after what they read. Stateless.
///
/// One input is named after its file or folder. Many inputs get names that differ: `daq/run1/raw.npy` and
/// `daq/run2/raw.npy` are `run1` and `run2`, as the part of the path that differs is the folder.
public final class RunNames {
    private static final String EXTENSION = "(?i)(?<=.)\\.(npy|dat|txt)$";

    private RunNames() {}

    /// The name of a run that reads this file or folder; only a file loses its extension.
    public static String of(Path input) {
        Path name = input.toAbsolutePath().normalize().getFileName();
        String text = name == null ? "" : name.toString();
        String bare = Files.isDirectory(input) ? text : text.replaceFirst(EXTENSION, "");
        return bare.isBlank() ? "run" : bare;
    }

    /// The names of runs that read these inputs, in their order; they differ where the inputs do.
    public static List<String> of(List<Path> inputs) {
        List<String> names = inputs.stream().map(RunNames::of).toList();
        return isDistinct(names) ? names : ofParts(inputs);
    }

    /// The parts of the paths that are not the same in all of them, joined by `-`.
    private static List<String> ofParts(List<Path> inputs) {
        List<Path> paths =
                inputs.stream().map(path -> path.toAbsolutePath().normalize()).toList();
        int least = paths.stream().mapToInt(Path::getNameCount).min().orElse(0);
        int first = 0;
        while (first < least && same(paths, first, false)) {
            first++;
        }
        int last = 0;
        while (last < least - first && same(paths, last, true)) {
            last++;
        }
        List<String> names = new ArrayList<>();
        for (Path path : paths) {
            int end = path.getNameCount() - last;
            String name = first < end ? path.subpath(first, end).toString() : of(path);
            names.add(name.replace('/', '-'));
        }
        List<String> bare =
                names.stream().map(name -> name.replaceFirst(EXTENSION, "")).toList();
        return last == 0 && isDistinct(bare) ? bare : names;
    }

    private static boolean same(List<Path> paths, int part, boolean fromEnd) {
        Set<Path> found = new HashSet<>();
        for (Path path : paths) {
            found.add(path.getName(fromEnd ? path.getNameCount() - 1 - part : part));
        }
        return found.size() == 1;
    }

    private static boolean isDistinct(List<String> names) {
        return new HashSet<>(names).size() == names.size();
    }
}
