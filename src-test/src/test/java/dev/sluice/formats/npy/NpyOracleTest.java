package dev.sluice.formats.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.sluice.formats.FormatException;
import dev.sluice.record.RecordType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A damaged `.npy` file is refused, or read as what its header says after the damage: never as another dtype.
///
/// A million: `-Dsluice.fuzz.runs=1000000`.
@Timeout(value = 24, unit = TimeUnit.HOURS)
final class NpyOracleTest {
    private static final String DESCR =
            "[('time', '<i8'), ('length', '<i4'), ('dt', '<i2'), ('x', '<f4'), ('w', '<i2', (3,))]";
    private static final int SIZE = 8 + 4 + 2 + 4 + 6;
    private static final int COUNT = 5;
    private static final Pattern PARTS =
            Pattern.compile("\\{'descr': (.*), 'fortran_order': False, 'shape': \\((\\d+),\\), \\}\\s*");
    private static final String ALPHABET = "()[]{}',:<>|=0123456789iufSUVObcxtw_- \n\"L";
    private static final int RUNS = Integer.getInteger("sluice.fuzz.runs", 4000);

    @TempDir
    private Path folder;

    private static byte[] header() {
        String text = "{'descr': " + DESCR + ", 'fortran_order': False, 'shape': (" + COUNT + ",), }";
        text += " ".repeat(63 - (10 + text.length()) % 64) + "\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        out.write(text.length() & 0xFF);
        out.write(text.length() >> 8);
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }

    /// A dtype as it is written, without what makes no difference to numpy on a little-endian machine.
    private static String canonical(String descr) {
        return escaped(descr)
                .replaceAll("\\s", "")
                .replace('"', '\'')
                .replace("'=", "'<")
                .replaceAll("(\\d)L", "$1")
                .replaceAll(",([\\])])", "$1");
    }

    /// What cannot be printed, as Python shows it.
    private static String escaped(String text) {
        StringBuilder shown = new StringBuilder();
        for (char character : text.toCharArray()) {
            boolean printed = character >= ' ' && character != 127 && (character < 128 || character > 160);
            int known = "\t\n\r".indexOf(character);
            if (known >= 0) {
                shown.append('\\').append("tnr".charAt(known));
                continue;
            }
            shown.append(printed ? String.valueOf(character) : String.format("\\x%02x", (int) character));
        }
        return shown.toString();
    }

    private static byte[] damaged(byte[] good, int headerLength, Random random) {
        byte[] bad = good.clone();
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
            int at = 8 + random.nextInt(headerLength - 8);
            switch (random.nextInt(6)) {
                case 0 -> bad[at] = (byte) random.nextInt();
                case 1 -> bad[at] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
                case 2 -> bad[at] ^= (byte) (1 << random.nextInt(8));
                case 3 -> bad[8 + random.nextInt(2)] = (byte) random.nextInt();
                case 4 -> bad[headerLength + random.nextInt(bad.length - headerLength)] ^= 1;
                default -> {
                    int from = 10 + random.nextInt(headerLength - 10);
                    int length = Math.min(random.nextInt(6), headerLength - Math.max(at, from));
                    System.arraycopy(good, from, bad, at, length);
                }
            }
        }
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bad, random.nextInt(bad.length));
            case 1 -> Arrays.copyOf(bad, bad.length + 1 + random.nextInt(2 * SIZE));
            default -> bad;
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aDamagedFileIsRefusedOrReadAsItsHeaderSays(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] header = header();
        byte[] good = Arrays.copyOf(header, header.length + COUNT * SIZE);
        for (int at = header.length; at < good.length; at++) {
            good[at] = (byte) (17 * at);
        }
        Path path = folder.resolve("damaged.npy");
        for (int trial = 0; trial < RUNS / 5; trial++) {
            byte[] bad = damaged(good, header.length, random);
            Files.write(path, bad);
            String message = "seed=" + seed + ", trial=" + trial;
            try (NpyFile file = NpyFile.map(path)) {
                check(file, bad, message);
            } catch (FormatException refused) {
                assertTrue(refused.getMessage().contains("; "), message + ": " + refused.getMessage());
            } catch (RuntimeException | Error bug) {
                fail(message, bug);
            }
        }
    }

    private static void check(NpyFile file, byte[] bad, String message) {
        int length = (bad[8] & 0xFF) | (bad[9] & 0xFF) << 8;
        String text = new String(bad, 10, length, StandardCharsets.ISO_8859_1);
        Matcher parts = PARTS.matcher(text.replace('\n', ' '));
        byte[] data = Arrays.copyOfRange(bad, 10 + length, bad.length);
        RecordType type = file.type();
        long count = file.records().count();
        assertEquals(data.length, count * type.size(), message + ": bytes left over, or missing");
        if (parts.matches()) {
            assertEquals(canonical(parts.group(1)), canonical(type.descr()), message + ": " + text);
            assertEquals(Long.parseLong(parts.group(2)), count, message + ": " + text);
        }
        byte[] read = new byte[data.length];
        MemorySegment.ofArray(read)
                .copyFrom(file.records().segment().asSlice(file.records().byteOffset(), data.length));
        assertEquals(List.of(Arrays.hashCode(data)), List.of(Arrays.hashCode(read)), message);
    }
}
