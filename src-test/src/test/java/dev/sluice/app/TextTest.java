package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.app.console.TextTable;
import dev.sluice.app.run.SummaryPrinter;
import dev.sluice.chunk.OutOfBudgetException;
import dev.sluice.formats.FormatException;
import dev.sluice.session.FailureMessage;
import dev.sluice.session.request.ByteSize;
import dev.sluice.stream.PipelineException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextTest {
    @ParameterizedTest
    @CsvSource({
        "65536, 65536",
        "512K, 524288",
        "256m, 268435456",
        "2G, 2147483648",
        "1GiB, 1073741824",
        "1 kb, 1024",
        "1T, 1099511627776"
    })
    void sizesAreReadInStepsOf1024(String text, long bytes) {
        assertEquals(bytes, ByteSize.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5G", "K", "99999999999G", "1X"})
    void otherSizesAreRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "999949, 999.9 kB", "999950, 1.0 MB", "10200000000, 10.2 GB"})
    void sizesAreToldInStepsOf1000(long bytes, String text) {
        assertEquals(text, ByteSize.text(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0", "-3.5, -3.5", "12565.33, 12565.33", "402.9663, 402.9663", "0.001234567, 0.001234567",
        "1e-9, 1.000000e-09", "1249667782.4, 1249667782", "1e300, 1.000000e+300", "NaN, NaN", "100, 100"
    })
    void numbersHaveSevenDigitsAndNoZerosAtTheEnd(double value, String text) {
        assertEquals(text, SummaryPrinter.real(value));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.000 s", "1.819, 1.819 s", "38.75, 38.8 s", "0.04256, 42.560 ms", "0.000078854, 78.854 us"})
    void durationsHaveAUnitThatFits(double seconds, String text) {
        assertEquals(text, SummaryPrinter.seconds(seconds));
    }

    @Test
    void tablesAlignTheirColumns() {
        String table = new TextTable(" ").row("a", "b").row("long", "c").toString();
        assertEquals(" a     b\n long  c\n", table);
    }

    @Test
    void theCauseThatNamesTheFileIsTold() {
        FormatException format = new FormatException(Path.of("a.npy"), 7, "broken", "repair it");
        PipelineException outer = new PipelineException("NpySource", "run", "waves", 3, null, format);
        assertEquals("broken: file=a.npy, offset=7; repair it", FailureMessage.of(outer));
    }

    @Test
    void otherFailuresOfAPluginNamePluginAndChunk() {
        PipelineException failure =
                new PipelineException("Sharp", "run", "waves", 3, null, new IllegalArgumentException("too sharp"));
        assertEquals("Sharp failed in run run on chunk 3 of waves: too sharp", FailureMessage.of(failure));
    }

    @Test
    void failuresOfTheMachineAreToldInWords() {
        assertTrue(FailureMessage.of(new NoSuchFileException("x")).contains("no such file or directory: file=x"));
        assertTrue(FailureMessage.of(new OutOfMemoryError("Java heap space")).contains("SLUICE_JAVA_OPTIONS=-Xmx"));
        assertTrue(FailureMessage.of(new InternalError("fault")).contains("mapped file shrank"));
        assertTrue(FailureMessage.of(new OutOfBudgetException("used up")).contains("--memory"));
        assertTrue(FailureMessage.of(new NullPointerException("x")).contains("--stacktrace"));
    }
}
