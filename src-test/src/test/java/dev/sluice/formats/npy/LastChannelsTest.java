package dev.sluice.formats.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LastChannelsTest {
    @TempDir
    private Path folder;

    /// Integers of every width and sign, and boards in rows of any length; the expectation comes from what was set.
    @ParameterizedTest
    @CsvSource({"<i2, <u1, 3", "<u4, <i8, 250", "|i1, <u2, 1001", "<u8, <i4, 401"})
    void theGreatestChannelOfEachBoardIsFound(String channels, String boards, int count) {
        RecordType type = RecordType.of("time:<i8", "channel:" + channels, "board:" + boards)
                .instantaneous();
        Path file = folder.resolve("boards.npy");
        Map<Long, Long> expected = new TreeMap<>();
        try (Arena arena = Arena.ofConfined();
                NpyWriter writer = NpyWriter.create(file, type)) {
            Records records = Records.allocate(type, count, arena);
            for (int i = 0; i < count; i++) {
                long board = i / 7 % 3 * 40;
                long channel = channels.equals("|i1") ? i % 100 - 120 : i % 101;
                type.longField("channel").set(records, i, channel);
                type.longField("board").set(records, i, board);
                expected.merge(board, channel, Math::max);
            }
            writer.write(records);
            writer.commit();
        }
        assertEquals(expected, new NpySource(List.of(file)).lastChannels());
    }

    @Test
    void aChannelAboveInt64IsRefused() {
        RecordType type = RecordType.of("time:<i8", "channel:<u8").instantaneous();
        Path file = folder.resolve("huge.npy");
        try (Arena arena = Arena.ofConfined();
                NpyWriter writer = NpyWriter.create(file, type)) {
            Records records = Records.allocate(type, 1, arena);
            records.segment().fill((byte) -1);
            type.longField("time").set(records, 0, 1);
            writer.write(records);
            writer.commit();
        }
        NpySource source = new NpySource(List.of(file));
        RuntimeException refused = assertThrows(ArithmeticException.class, source::lastChannels);
        assertTrue(refused.getMessage().contains("18446744073709551615"), refused.getMessage());
    }
}
