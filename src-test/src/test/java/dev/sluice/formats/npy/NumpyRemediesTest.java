package dev.sluice.formats.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Numpy;
import dev.sluice.formats.FormatException;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// C11: what a message says to do in numpy is done as it stands, and the file can be read then, with the same values.
final class NumpyRemediesTest {
    private static final Pattern CONVERSION =
            Pattern.compile("(arr?\\.astype\\(arr.*?\\)\\)|a\\.astype\\(.*names\\]\\))");

    private static final String SAVE = """
            import sys, numpy as np
            types = dict(time='<i8', length='<i4', dt='<i4', channel='<i2', wave='<i2')
            types[sys.argv[1]] = sys.argv[2]
            a = np.zeros(4, [(n, t, (30,)) if n == 'wave' else (n, t) for n, t in types.items()])
            a['time'] = np.array([3_000, 4_000, 5_000, 6_000]).astype(a['time'].dtype)
            a['length'], a['dt'], a['channel'] = 30, 2, [0, 1, 2, 3]
            a['wave'] = np.array(np.arange(30)).astype(a['wave'].dtype)
            np.save('before.npy', a)
            """;
    private static final String APPLY = """
            import sys, numpy as np
            a = arr = np.load('before.npy')
            b = eval(sys.argv[1])
            np.save('after.npy', b)
            for n in a.dtype.names:
                if a[n].dtype.kind not in 'mM': assert np.array_equal(a[n], b[n].astype(a[n].dtype)), n
            """;

    @TempDir
    Path folder;

    private String refusal() {
        return assertThrows(FormatException.class, () -> {
                    try (NpyFile file = NpyFile.map(folder.resolve("before.npy"))) {
                        NpySource source = new NpySource(List.of(file.path()));
                        source.requireWaveforms();
                    }
                })
                .getMessage();
    }

    private List<Long> times(String file) {
        try (NpyFile after = NpyFile.map(folder.resolve(file))) {
            RecordType type = NpyTimes.require(after.path(), after.type());
            NpyWaveforms.require(after.path(), type);
            LongField time = after.type().longField("time");
            return List.of(0L, 1L, 2L, 3L).stream()
                    .map(i -> time.get(after.records(), i))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "time, <M8[ns], 1",
        "time, <M8[us], 1000",
        "time, <m8[ms], 1000000",
        "time, <u8, 1",
        "time, <i4, 1",
        "time, <f8, 1",
        "wave, >i2, 1",
        "wave, <i4, 1",
        "wave, <f8, 1",
        "wave, <f2, 1",
    })
    void aConversionThatAMessageNamesGivesAFileThatIsRead(String field, String type, long unit) throws Exception {
        Numpy.run(folder, SAVE, field, type);
        String message = refusal();
        Matcher found = CONVERSION.matcher(message);
        assertTrue(found.find(), message);
        Numpy.run(folder, APPLY, found.group(1));
        assertTrue(Files.exists(folder.resolve("after.npy")));
        assertEquals(List.of(3_000 * unit, 4_000 * unit, 5_000 * unit, 6_000 * unit), times("after.npy"), message);
    }

    /// A float holds seconds in many files: the cast alone cuts them.
    @Test
    void secondsAsFloatsAreNotCutToWholeOnesUnseen() throws Exception {
        Numpy.run(folder, SAVE, "time", "<f8");
        Numpy.run(folder, """
                import numpy as np
                a = np.load('before.npy'); a['time'] = 1611682557 + np.array([.25, .5, .75, .875]); np.save('before.npy', a)
                """);
        String message = refusal();
        assertTrue(message.contains("where it holds whole ns"), message);
        String set = message.substring(message.indexOf("b['time'] = "), message.indexOf(" in that array b"));
        Matcher found = CONVERSION.matcher(message);
        assertTrue(found.find(), message);
        Numpy.run(
                folder,
                "import sys, numpy as np; a = np.load('before.npy'); b = eval(sys.argv[1]); exec(sys.argv[2]);"
                        + " np.save('after.npy', b)",
                found.group(1),
                set);
        long second = 1_611_682_557_000_000_000L;
        assertEquals(
                List.of(second + 250_000_000, second + 500_000_000, second + 750_000_000, second + 875_000_000),
                times("after.npy"));
    }
}
