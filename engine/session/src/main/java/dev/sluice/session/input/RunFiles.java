package dev.sluice.session.input;

import dev.sluice.session.request.PathText;
import dev.sluice.session.request.UsageException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/// Finds the inputs of many runs by a pattern of their names. Stateless.
///
/// Each part of the path between slashes is a name or a pattern: `*` any letters, `?` one, `[ab]` one of these,
/// `{one,two}` one of these words. As in a shell, a pattern finds hidden files only if it starts with a point.
public final class RunFiles {
    private static final String SPECIAL = ".*[*?\\[{\\\\].*";

    private RunFiles() {}

    /// The files and folders that match, sorted by name; one at least.
    ///
    /// @throws UsageException if none does, or it is no pattern
    public static List<Path> matching(String pattern) {
        Path root = PathText.parse(pattern.startsWith("/") ? "/" : ".");
        List<Path> found = List.of(root);
        for (String part : pattern.split("/+")) {
            if (!part.isEmpty()) {
                found = step(found, part, pattern);
            }
        }
        if (found.isEmpty() || pattern.isBlank()) {
            throw wrong(pattern, "matches no file and no folder; see what is there with ls");
        }
        return found.stream()
                .map(path ->
                        path.startsWith(".") && path.getNameCount() > 1 ? path.subpath(1, path.getNameCount()) : path)
                .sorted()
                .toList();
    }

    private static List<Path> step(List<Path> folders, String part, String pattern) {
        if (part.equals("**")) {
            throw wrong(pattern, "looks into folders of any depth; name the folders in between with *");
        }
        List<Path> found = new ArrayList<>();
        for (Path folder : folders) {
            if (!part.matches(SPECIAL)) {
                Path named = folder.resolve(PathText.parse(part));
                if (Files.exists(named)) {
                    found.add(named);
                }
            } else if (Files.isDirectory(folder)) {
                found.addAll(matching(folder, part, pattern));
            }
        }
        return found;
    }

    private static List<Path> matching(Path folder, String part, String pattern) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, part)) {
            for (Path entry : entries) {
                if (part.startsWith(".") || !entry.getFileName().toString().startsWith(".")) {
                    found.add(entry);
                }
            }
            return found;
        } catch (PatternSyntaxException broken) {
            throw wrong(pattern, "is no pattern: " + broken.getDescription());
        } catch (IOException | DirectoryIteratorException unreadable) {
            throw wrong(pattern, "cannot be searched: " + unreadable.getMessage());
        }
    }

    private static UsageException wrong(String pattern, String why) {
        return new UsageException("--runs=" + pattern + " " + why);
    }
}
