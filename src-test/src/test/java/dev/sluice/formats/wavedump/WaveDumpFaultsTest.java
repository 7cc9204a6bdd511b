package dev.sluice.formats.wavedump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.DigitizerModel;
import dev.sluice.formats.wavedump.file.EventLayout;
import dev.sluice.formats.wavedump.file.SampleKind;
import dev.sluice.formats.wavedump.file.WaveDumpFile;
import dev.sluice.formats.wavedump.time.WaveDumpOptions;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Faults of WaveDump files that once gave wrong results, each named by what is true instead.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class WaveDumpFaultsTest {
    private static final int SAMPLES = 100;
    private static final int EVENT = EventLayout.HEADER_BYTES + 2 * SAMPLES;

    @TempDir
    private Path folder;

    private static int[] samples(int baseline) {
        int[] samples = new int[SAMPLES];
        Arrays.fill(samples, baseline);
        return samples;
    }

    private static byte[] events(int channel, int first, int count) {
        WaveDumpFixture events = new WaveDumpFixture().channel(channel).counter(first);
        for (int event = first; event < first + count; event++) {
            events.event(1000L * (event + 1), samples(8000 + event));
        }
        return events.bytes();
    }

    private Path write(String name, byte[] content) {
        return WaveDumpFixture.write(folder.resolve(name), content);
    }

    private WaveDumpRun open(DamagePolicy policy) throws IOException {
        return WaveDumpRun.open(List.of(folder), WaveDumpOptions.defaults().withOnDamage(policy));
    }

    private static List<Integer> baselines(WaveDumpMerge merge) {
        List<Integer> baselines = new ArrayList<>();
        while (merge.next()) {
            WaveDumpFile file = merge.file();
            baselines.add((int) file.segment()
                    .get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), file.samplesOffset()));
        }
        return baselines;
    }

    /// W3: with the length of the payload in bytes, samples were read as bytes; with half of it, as floats.
    @ParameterizedTest
    @ValueSource(ints = {2 * SAMPLES, SAMPLES / 2, 7, 4096})
    void aRecordLengthOfAnotherRunDoesNotDecideHowSamplesAreRead(int configured) throws Exception {
        write("wave0.dat", events(0, 0, 20));
        WaveDumpFixture.configuration(folder, "RECORD_LENGTH " + configured);
        WaveDumpRun run = open(DamagePolicy.FAIL);
        assertEquals(SampleKind.UNSIGNED_16, run.sampleKind());
        assertEquals(SAMPLES, run.recordLength());
        assertTrue(
                run.warnings().stream().anyMatch(line -> line.contains("RECORD_LENGTH " + configured)),
                run.warnings().toString());
    }

    void aWrongWordCostsOneEventUnderSkipAndIsNamed(int field, int event, int value) throws Exception {
        byte[] content = events(0, 0, 20);
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(event * EVENT + field, value);
        write("wave0.dat", content);
        List<Integer> expected = new ArrayList<>();
        for (int other = 0; other < 20; other++) {
            expected.add(8000 + other);
        }
        expected.remove(event);
        try (WaveDumpMerge merge = open(DamagePolicy.SKIP).merge()) {
            assertEquals(expected, baselines(merge));
            assertEquals(1, merge.losses().size(), merge.losses().toString());
            assertEquals((long) event * EVENT, merge.losses().get(0).damage().offset());
        }
        FormatException refused = assertThrows(FormatException.class, () -> {
            try (WaveDumpMerge merge = open(DamagePolicy.FAIL).merge()) {
                baselines(merge);
            }
        });
        assertEquals((long) event * EVENT, refused.offset());
        assertFalse(refused.getMessage().contains("numpy"), refused.getMessage());
    }

    /// W6: a file that was cut short gave zeros as good records.
    @ParameterizedTest
    @EnumSource(FailurePolicy.class)
    void aFileThatShrinksWhileItIsReadEndsTheRun(FailurePolicy policy) throws Exception {
        Path file = write("wave0.dat", events(0, 0, 5000));
        long size = Files.size(file);
        WaveDumpSource source = new WaveDumpSource(List.of(folder), Map.of("model", "V1730"), policy);
        try (Context context = Context.create().register(source);
                ChunkStream stream = context.streaming("r")
                        .workers(1)
                        .onError(policy)
                        .chunkRecords(50)
                        .getStream(Waveforms.DATA_TYPE)) {
            Iterator<Chunk> chunks = stream.iterator();
            chunks.next();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(size / 2 + 10);
            }
            PipelineException failure = assertThrows(PipelineException.class, () -> {
                while (chunks.hasNext()) {
                    chunks.next();
                }
            });
            FormatException cause = assertInstanceOf(FormatException.class, failure.getCause(), failure.toString());
            assertTrue(cause.getMessage().contains("shrank while it was read, from size=" + size), cause.getMessage());
        }
    }

    /// W7: triggers of several groups came out as one channel, or were refused. WaveDump numbers all of them 8, patched
    /// ones 40, and inputs in their group or through.
    @ParameterizedTest
    @CsvSource({"8,0", "40,0", "40,8"})
    void theTriggersOfAnX742AreChannelsOfTheirOwn(int trigger, int firstOfSecondGroup) throws Exception {
        WaveDumpFixture.configuration(folder, "DRS4_FREQUENCY 0", "RECORD_LENGTH 4");
        String[] names = {"TR_0_0.dat", "TR_0_1.dat", "TR_1_0.dat", "TR_1_1.dat", "wave_0.dat", "wave_8.dat"};
        for (int file = 0; file < names.length; file++) {
            // One patched WaveDump puts the start cell into the board word, which so changes from event to event.
            WaveDumpFixture events =
                    new WaveDumpFixture().channel(file < 4 ? trigger : file == 4 ? 0 : firstOfSecondGroup);
            for (int event = 0; event < 12; event++) {
                float height = 100 * file + 0.5f;
                events.board(2 << 28 | (37 * event + file) % 1024)
                        .eventOfFloats(500L * (event + 1), height, height, height, height);
            }
            events.write(folder.resolve(names[file]));
        }
        Map<Integer, Float> heights = new TreeMap<>();
        int events = 0;
        try (WaveDumpMerge merge = open(DamagePolicy.FAIL).merge()) {
            while (merge.next()) {
                WaveDumpFile file = merge.file();
                float height = file.segment()
                        .get(ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), file.samplesOffset());
                Float before = heights.put(merge.channel(), height);
                assertTrue(before == null || before == height, "channel=" + merge.channel() + " mixes two inputs");
                events++;
            }
        }
        assertEquals(Map.of(32, 0.5f, 33, 100.5f, 34, 200.5f, 35, 300.5f, 0, 400.5f, 8, 500.5f), heights);
        assertEquals(72, events);
    }

    /// W8: parts of a channel were refused as two files of one channel, whatever their order.
    @Test
    void aChannelInSeveralFilesIsOneChannel() throws Exception {
        write("wave0_000.dat", events(0, 0, 8));
        write("wave0_001.dat", events(0, 8, 8));
        write("wave0_002.dat", events(0, 16, 4));
        write("wave1.dat", events(1, 0, 20));
        for (DamagePolicy policy : DamagePolicy.values()) {
            try (WaveDumpMerge merge = open(policy).merge()) {
                for (int event = 0; event < 20; event++) {
                    for (int channel = 0; channel < 2; channel++) {
                        assertTrue(merge.next());
                        assertEquals(channel, merge.channel());
                        assertEquals(event, merge.file().counter());
                        assertEquals(8000L * (event + 1), merge.time());
                    }
                }
                assertFalse(merge.next());
                assertEquals(List.of(), merge.losses());
            }
        }
    }

    /// W8: the numbers in the names are not believed against the counters.
    @Test
    void partsThatDoNotGoOnFromOneToTheNextAreRefused() throws Exception {
        write("wave0_000.dat", events(0, 8, 8));
        write("wave0_001.dat", events(0, 0, 8));
        FormatException refused = assertThrows(FormatException.class, () -> open(DamagePolicy.SKIP));
        assertTrue(refused.getMessage().contains("two files hold the same channel"), refused.getMessage());
    }

    /// W5: float samples that look like a header of a long event, where bytes are missing, hid all events after them.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void samplesThatLookLikeAHeaderDoNotHideTheEventsAfterThem(long seed) throws Exception {
        Random random = new Random(seed);
        WaveDumpFixture[] files = new WaveDumpFixture[2];
        for (int channel = 0; channel < 2; channel++) {
            files[channel] = new WaveDumpFixture().board(0).channel(channel).counter(1);
            for (int event = 0; event < 65; event++) {
                float[] samples = new float[61];
                for (int sample = 0; sample < samples.length; sample++) {
                    samples[sample] = random.nextInt(4) == 0 ? 0.25f : 0;
                }
                files[channel].eventOfFloats(30_000L * (event + 1), samples);
            }
        }
        int size = EventLayout.HEADER_BYTES + 4 * 61;
        byte[] whole = files[0].bytes();
        byte[] cut = new byte[whole.length - 2];
        System.arraycopy(whole, 0, cut, 0, 19);
        System.arraycopy(whole, 21, cut, 19, cut.length - 19);
        files[1].write(folder.resolve("wave_1.dat"));
        write("wave_0.dat", cut);
        WaveDumpOptions options =
                WaveDumpOptions.defaults().withModel(DigitizerModel.X742).withOnDamage(DamagePolicy.SKIP);
        try (WaveDumpMerge merge = WaveDumpRun.open(List.of(folder), options).merge()) {
            int found = 0;
            while (merge.next()) {
                assertEquals(61, merge.file().sampleCount());
                if (merge.channel() == 0) {
                    assertEquals(size - 2L + (long) size * found++, merge.file().offset());
                }
            }
            assertEquals(64, found);
        }
    }
}
