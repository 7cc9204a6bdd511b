package dev.sluice.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FormatsTest {
    /// A format that is of a fixed sureness.
    private record Sure(String name, Recognition recognition, List<String> endings) implements Format {
        @Override
        public String help() {
            return name;
        }

        @Override
        public Recognition recognise(InputProbe input) {
            return recognition;
        }
    }

    private static Sure format(String name, Recognition recognition, String... endings) {
        return new Sure(name, recognition, List.of(endings));
    }

    @Test
    void contentGoesBeforeNames(@TempDir Path folder) throws IOException {
        InputProbe input = InputProbe.of(Files.writeString(folder.resolve("x"), "abc"));
        Format name = format("a", Recognition.BY_NAME);
        Format content = format("b", Recognition.BY_CONTENT);
        Format none = format("c", Recognition.NO);
        assertEquals(List.of(content), new Formats(List.of(name, none, content)).recognising(input));
        assertEquals(List.of(name), new Formats(List.of(none, name)).recognising(input));
        assertEquals(List.of(), new Formats(List.of(none)).recognising(input));
        Format other = format("d", Recognition.BY_CONTENT);
        assertEquals(List.of(content, other), new Formats(List.of(other, name, content)).recognising(input));
    }

    @Test
    void theLongestEndOfANameSaysHowAFileIsWritten() {
        Format plain = format("csv", Recognition.NO, ".csv");
        Format packed = format("packed", Recognition.NO, ".csv.gz", ".gz");
        Formats formats = new Formats(List.of(packed, plain));
        assertEquals(plain, formats.writing("A.CSV").orElseThrow());
        assertEquals(packed, formats.writing("a.csv.gz").orElseThrow());
        assertTrue(formats.writing("csv").isEmpty());
    }

    @Test
    void twoFormatsOfOneNameAreRefused() {
        List<Format> twins = List.of(format("npy", Recognition.NO), format("npy", Recognition.BY_NAME));
        String message = assertThrows(IllegalArgumentException.class, () -> new Formats(twins))
                .getMessage();
        assertTrue(message.contains("name=npy"), message);
    }

    @Test
    void whatOnlyReadsRefusesToWriteAndWhatOnlyWritesToRead() {
        Format neither = format("x", Recognition.NO);
        assertThrows(FormatException.class, () -> neither.create(Path.of("f"), null, OutputSettings.of("t", "r")));
        assertThrows(FormatException.class, () -> neither.open(List.of(Path.of("f")), InputSettings.plain()));
    }

    @Test
    void everyInstalledFormatHasAWordAndALine() {
        for (Format format : Formats.installed().all()) {
            assertTrue(format.name().matches("[a-z0-9]+"), format.name());
            assertTrue(!format.help().isBlank() && !format.help().endsWith("."), format.help());
            format.endings().forEach(ending -> assertTrue(ending.matches("(\\.[a-z0-9]+)+"), ending));
            assertEquals(format, Formats.installed().named(format.name()).orElseThrow());
        }
    }
}
