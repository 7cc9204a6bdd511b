package dev.sluice.formats.compass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.formats.FormatException;
import dev.sluice.formats.InputProbe;
import dev.sluice.formats.Recognition;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.record.TimeResolution;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class CompassSourceTest {
    private static final int SAMPLES = 5;

    @TempDir
    private Path folder;

    /// The bytes of a file whose events have the given times; energy is 100 + number, samples count on from it.
    private static byte[] file(int word, int channel, long... times) {
        ByteBuffer out = ByteBuffer.allocate(2 + times.length * 64).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) word);
        for (int i = 0; i < times.length; i++) {
            out.putShort((short) 1).putShort((short) channel).putLong(times[i]);
            if ((word & 1) != 0) {
                out.putShort((short) (100 + i));
            }
            if ((word & 2) != 0) {
                out.putDouble(0.5 + i);
            }
            if ((word & 4) != 0) {
                out.putShort((short) (50 + i));
            }
            out.putInt(0x80);
            if ((word & 8) != 0) {
                out.put((byte) 1).putInt(SAMPLES);
                for (int s = 0; s < SAMPLES; s++) {
                    out.putShort((short) (60000 + i + s));
                }
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Files.createDirectories(folder.resolve("RAW"));
        return Files.write(folder.resolve("RAW").resolve(name), bytes);
    }

    private CompassSource source(FailurePolicy policy) throws IOException {
        return new CompassSource(List.of(folder), Map.of("dt_ns", "2"), policy);
    }

    private static List<String> read(CompassSource source, FailurePolicy policy, TimeRange range, List<String> losses) {
        List<String> found = new ArrayList<>();
        try (Context context = Context.create().register(source);
                ChunkStream stream = context.streaming("run")
                        .onError(policy)
                        .chunkRecords(3)
                        .getStream(source.spec().provides(), range)) {
            for (Chunk chunk : stream) {
                var records = chunk.records();
                var time = records.type().longField("time");
                var channel = records.type().longField("channel");
                for (long i = 0; i < records.count(); i++) {
                    found.add(time.get(records, i) + "@" + channel.get(records, i));
                }
                chunk.losses().forEach(loss -> losses.add(loss.toString()));
            }
        }
        return found;
    }

    private List<String> all() throws IOException {
        return read(source(FailurePolicy.FAIL), FailurePolicy.FAIL, TimeRange.UNBOUNDED, new ArrayList<>());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void everyWordOfTheHeaderIsRead(int parts) throws IOException {
        write("DataR_CH0@V1730_1_run.BIN", file(0xCAE0 | parts, 0, 1000, 2001, 90000));
        CompassSource source = source(FailurePolicy.FAIL);
        assertEquals(TimeResolution.PICOSECONDS, source.spec().type().timeResolution());
        try (Context context = Context.create().register(source);
                ChunkStream stream =
                        context.streaming("run").getStream(source.spec().provides(), TimeRange.UNBOUNDED)) {
            for (Chunk chunk : stream) {
                var records = chunk.records();
                var type = records.type();
                assertEquals(3, records.count());
                assertEquals(2001, type.longField("time").get(records, 1));
                assertEquals(0x80, type.longField("flags").get(records, 1));
                assertEquals(1, type.longField("board").get(records, 1));
                assertEquals((parts & 1) != 0, type.has("energy"));
                assertEquals((parts & 2) != 0, type.has("energy_calibrated"));
                assertEquals((parts & 4) != 0, type.has("energyshort"));
                assertEquals((parts & 8) != 0, type.has("wave"));
                if ((parts & 1) != 0) {
                    assertEquals(101, type.longField("energy").get(records, 1));
                }
                if ((parts & 2) != 0) {
                    assertEquals(1.5, type.doubleField("energy_calibrated").get(records, 1));
                }
                if ((parts & 4) != 0) {
                    assertEquals(51, type.longField("energyshort").get(records, 1));
                }
                if ((parts & 8) != 0) {
                    assertEquals(60005, type.longField("wave").get(records, 1, 4));
                    assertEquals(12001, type.longField("endtime").get(records, 1));
                    assertEquals(2, type.doubleField("dt").get(records, 1));
                }
            }
        }
    }

    @Test
    void filesOfChannelsAreMergedByTime() throws IOException {
        write("DataR_CH0@V1730_1_run.BIN", file(0xCAED, 0, 10, 30, 50, 70));
        write("DataR_CH1@V1730_1_run.BIN", file(0xCAED, 1, 10, 20, 50, 51, 52));
        write("DataR_CH2@V1730_1_run.BIN", file(0xCAED, 2));
        assertEquals(List.of("10@0", "10@1", "20@1", "30@0", "50@0", "50@1", "51@1", "52@1", "70@0"), all());
        for (long start = 0; start < 80; start += 7) {
            for (long end = start + 1; end < 90; end += 9) {
                long from = start;
                long to = end;
                List<String> wanted = all().stream()
                        .filter(event -> {
                            long time = Long.parseLong(event.substring(0, event.indexOf('@')));
                            return time >= from && time < to;
                        })
                        .toList();
                assertEquals(
                        wanted,
                        read(
                                source(FailurePolicy.FAIL),
                                FailurePolicy.FAIL,
                                TimeRange.of(from, to),
                                new ArrayList<>()));
            }
        }
    }

    @Test
    void settingsTellTheSamplingPeriod() throws IOException {
        write("DataR_CH0@V1730_1_run.BIN", file(0xCAED, 0, 10, 30));
        List<Path> inputs = List.of(folder);
        String missing = assertThrows(
                        FormatException.class, () -> new CompassSource(inputs, Map.of(), FailurePolicy.FAIL))
                .getMessage();
        assertTrue(missing.contains("dt_ns=2"), missing);
        Files.writeString(
                folder.resolve("settings.xml"),
                "<configuration><board><parameters><entry><key>SRV_PARAM_RECLEN</key><value><value>20.0</value>"
                        + "</value></entry></parameters></board></configuration>");
        assertEquals(
                4, new CompassSource(inputs, Map.of(), FailurePolicy.FAIL).run().dtNs());
    }

    @Test
    void everyFlippedByteIsAnErrorOrAFieldOfItsEvent() throws IOException {
        byte[] sound = file(0xCAEF, 3, 1000, 2000, 3000);
        for (int at = 0; at < sound.length; at++) {
            for (int mask : new int[] {1, 0x80, 0xFF}) {
                byte[] bytes = sound.clone();
                bytes[at] ^= (byte) mask;
                write("DataR_CH3@V1730_1_run.BIN", bytes);
                try {
                    assertTrue(all().size() <= 3);
                } catch (FormatException | PipelineException refused) {
                    assertFalse(refused.getMessage().isBlank());
                }
            }
        }
    }

    @Test
    void aCutFileIsAnErrorOrItsRestIsLost() throws IOException {
        byte[] sound = file(0xCAEF, 3, 1000, 2000, 3000);
        int event = (sound.length - 2) / 3;
        for (int length = 0; length < sound.length; length++) {
            write("DataR_CH3@V1730_1_run.BIN", Arrays.copyOf(sound, length));
            if (length >= 2 && (length - 2) % event == 0) {
                assertEquals((length - 2) / event, all().size());
                continue;
            }
            assertThrows(RuntimeException.class, this::all);
            if (length > 2 + event) {
                List<String> losses = new ArrayList<>();
                List<String> kept = read(source(FailurePolicy.SKIP), FailurePolicy.SKIP, TimeRange.UNBOUNDED, losses);
                assertEquals((length - 2) / event, kept.size());
                assertFalse(losses.isEmpty());
            }
        }
    }

    @Test
    void runsAndFilesAreRecognisedByContent() throws IOException {
        Path file = write("DataR_CH0@V1730_1_run.BIN", file(0xCAE1, 0, 10));
        CompassFormat format = new CompassFormat();
        assertEquals(Recognition.BY_CONTENT, format.recognise(InputProbe.of(file)));
        assertEquals(Recognition.BY_CONTENT, format.recognise(InputProbe.of(folder)));
        Path other = Files.write(folder.resolve("x.bin"), new byte[10]);
        assertEquals(Recognition.NO, format.recognise(InputProbe.of(other)));
    }
}
