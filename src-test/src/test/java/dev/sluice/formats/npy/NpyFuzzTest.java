package dev.sluice.formats.npy;

import static org.junit.jupiter.api.Assertions.fail;

import dev.sluice.formats.FormatException;
import dev.sluice.record.RecordType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFuzzTest {
    private static final RecordType TYPE = RecordType.parse(
            "[(('a title', 'time'), '<i8'), ('', '|V2'), ('x', '<f4', (2, 3)), ('s', '|S5'), ('u', '<U3')]");
    private static final String ALPHABET = "()[]{}',:<>|=0123456789iufSUVObc-L\\\" \n\0\u00ff";

    @TempDir
    Path folder;

    private static byte[] mutated(byte[] good, int limit, Random random) {
        byte[] bad = good.clone();
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
            int at = random.nextInt(limit);
            switch (random.nextInt(4)) {
                case 0 -> bad[at] = (byte) random.nextInt();
                case 1 -> bad[at] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
                case 2 -> {
                    int from = random.nextInt(limit);
                    int length = Math.min(random.nextInt(12), limit - Math.max(at, from));
                    System.arraycopy(good, from, bad, at, length);
                }
                default -> bad[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad;
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void damagedFilesRaiseNothingButFormatErrors(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] header = NpyLayout.encode(TYPE, 2);
        byte[] good = Arrays.copyOf(header, header.length + 2 * TYPE.size());
        for (int trial = 0; trial < 500; trial++) {
            byte[] bad = mutated(good, header.length, random);
            Path path = Files.write(folder.resolve("bad.npy"), bad);
            try {
                NpyFile.map(path).close();
            } catch (FormatException e) {
                continue;
            } catch (RuntimeException | Error e) {
                fail("seed=" + seed + ", trial=" + trial, e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34})
    void damagedHeadersRaiseNothingButFormatErrors(long seed) {
        Random random = new Random(seed);
        byte[] encoded = NpyLayout.encode(TYPE, 2);
        byte[] good = Arrays.copyOfRange(encoded, NpyLayout.textOffset(1), encoded.length);
        for (int trial = 0; trial < 10_000; trial++) {
            String text = new String(mutated(good, good.length, random), NpyLayout.charset(1));
            try {
                NpyHeader.parse(folder, 10, text, NpyLayout.charset(1));
            } catch (FormatException e) {
                continue;
            } catch (RuntimeException | Error e) {
                fail("seed=" + seed + ", trial=" + trial + ", header=" + text, e);
            }
        }
    }
}
