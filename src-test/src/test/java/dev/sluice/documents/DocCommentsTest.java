package dev.sluice.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The formatter breaks a line of documentation that is too long, and leaves what was over as a line of its own.
final class DocCommentsTest {
    private static final int WIDTH = 119;

    /// A line may end so much earlier than the next word would fit: a break that an author chose.
    private static final int SLACK = 24;

    private static final Pattern APART = Pattern.compile("- .*|\\* .*|\\d+\\. .*|@\\w+.*|\\|.*|#.*|```.*| {4}.*|");

    @Test
    void noParagraphHasALineThatWasBrokenFarTooEarly() throws IOException {
        List<String> broken = new ArrayList<>();
        for (String module : List.of("kernels", "engine", "benchmarks", "src-test")) {
            try (Stream<Path> files =
                    Files.walk(Path.of(System.getProperty("sluice.home")).resolve(module))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                        .filter(path -> !path.toString().contains("/target/"))
                        .toList()) {
                    look(file, broken);
                }
            }
        }
        assertEquals(List.of(), broken, "wrap these lines by hand, none longer than " + WIDTH);
    }

    private static void look(Path file, List<String> broken) throws IOException {
        List<String> lines = Files.readAllLines(file);
        boolean code = false;
        for (int i = 0; i + 1 < lines.size(); i++) {
            String line = lines.get(i);
            String next = lines.get(i + 1);
            if (!isDoc(line)) {
                code = false;
                continue;
            }
            code ^= text(line).startsWith("```");
            if (code || !isDoc(next) || text(line).isEmpty() || text(line).matches("[|#`].*| {4}.*")) {
                continue;
            }
            boolean goesOn = !APART.matcher(text(next)).matches()
                    || text(line).startsWith("@") && text(next).startsWith("    ");
            String word = text(next).strip().split(" ", 2)[0];
            if (goesOn && line.length() + 1 + word.length() <= WIDTH - SLACK) {
                broken.add(file + ":" + (i + 1) + ": " + line.strip());
            }
        }
    }

    private static boolean isDoc(String line) {
        return line.strip().startsWith("///");
    }

    private static String text(String line) {
        String text = line.strip().substring(3);
        return text.startsWith(" ") ? text.substring(1) : text;
    }
}
