package dev.sluice.formats.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.context.StreamingContext;
import dev.sluice.formats.FormatException;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// W6, E18: an input that changes while it is read ends the run with a sentence on file and size: neither zeros that
/// look like records, nor an error of the virtual machine.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ChangingInputTest {
    private static final RecordType TYPE =
            RecordType.of("time:<i8", "x:<i8", "wave:<i2[100]").instantaneous();
    private static final LongField TIME = TYPE.longField("time");
    private static final LongField X = TYPE.longField("x");
    private static final int RECORDS = 2000;

    @TempDir
    private Path folder;

    /// What may happen to a file while it is read.
    enum Change {
        SHRINKS_INSIDE_A_PAGE("shrank while it was read, from size=") {
            @Override
            void apply(Path file) throws IOException {
                truncate(file, Files.size(file) - 50);
            }
        },
        SHRINKS_TO_NOTHING("shrank while it was read, from size=") {
            @Override
            void apply(Path file) throws IOException {
                truncate(file, 0);
            }
        },
        GROWS("grew while it was read, from size=") {
            @Override
            void apply(Path file) throws IOException {
                Files.write(file, new byte[TYPE.size()], StandardOpenOption.APPEND);
            }
        },
        IS_REPLACED("was replaced by another one while it was read, size=") {
            @Override
            void apply(Path file) throws IOException {
                Path other = file.resolveSibling("other.npy");
                Files.copy(file, other);
                Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
                Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            }
        },
        IS_WRITTEN_IN_PLACE("was written while it was read, at ") {
            @Override
            void apply(Path file) throws IOException {
                FileTime before = Files.getLastModifiedTime(file);
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.allocate(100), Files.size(file) - 100);
                }
                // The clock of a file system may be coarse.
                Files.setLastModifiedTime(file, FileTime.from(before.toInstant().plusMillis(20)));
            }
        },
        IS_REMOVED("was removed while it was read, size=") {
            @Override
            void apply(Path file) throws IOException {
                Files.delete(file);
            }
        };

        private final String wording;

        Change(String wording) {
            this.wording = wording;
        }

        abstract void apply(Path file) throws IOException;

        private static void truncate(Path file, long size) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(size);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatChangesWhileAPluginReadsItEndsTheRun(Change change) throws IOException {
        Path file = write();
        long size = Files.size(file);
        try (Context context = Context.create()
                        .register(new NpySource("pulses", List.of(file)), new ChangingItsInput(change, file));
                ChunkStream stream =
                        context.streaming("r").workers(1).chunkRecords(500).getStream("sums")) {
            requireToldOf(change, file, size, assertThrows(PipelineException.class, () -> stream.forEach(chunk -> {})));
        }
    }

    /// The chunks that were read before are not taken back, but the run does not count as complete.
    @ParameterizedTest
    @EnumSource
    void aFileThatChangesWhileItsOwnRecordsAreReadEndsTheRun(Change change) throws IOException {
        Path file = write();
        long size = Files.size(file);
        try (Context context = Context.create().register(new NpySource("pulses", List.of(file)));
                ChunkStream stream =
                        context.streaming("r").workers(1).chunkRecords(500).getStream("pulses")) {
            Iterator<Chunk> chunks = stream.iterator();
            chunks.next();
            change.apply(file);
            PipelineException failure = assertThrows(PipelineException.class, () -> {
                while (chunks.hasNext()) {
                    // What lies in mapped memory is not touched: it may be gone.
                    chunks.next();
                }
            });
            requireToldOf(change, file, size, failure);
        }
    }

    /// Only a copy would keep a chunk readable: the next one that is asked for says what happened.
    @ParameterizedTest
    @ValueSource(strings = {"next chunk", "stream"})
    void aConsumerInAFileThatWasCutIsToldByTheStream(String asked) throws IOException {
        Path file = write();
        long size = Files.size(file);
        try (Context context = Context.create().register(new NpySource("pulses", List.of(file)));
                ChunkStream stream =
                        context.streaming("r").workers(1).chunkRecords(500).getStream("pulses")) {
            Iterator<Chunk> chunks = stream.iterator();
            Chunk first = chunks.next();
            assertEquals(0, X.get(first.records(), 0));
            Change.SHRINKS_TO_NOTHING.apply(file);
            long cut = System.nanoTime();
            assertThrows(InternalError.class, () -> sum(first));
            while (System.nanoTime() - cut < 20_000_000) {
                // The stream looks at the file every 10 ms.
                Thread.onSpinWait();
            }
            PipelineException failure = assertThrows(
                    PipelineException.class, asked.equals("stream") ? stream::requireUnchanged : chunks::hasNext);
            requireToldOf(Change.SHRINKS_TO_NOTHING, file, size, failure);
        }
    }

    /// Where the engine goes through the chunks, no error of the virtual machine comes out.
    @Test
    void whatTheEngineHandsOutItselfEndsWithTheSentence() throws IOException {
        for (String way : List.of("stream", "context", "accumulate")) {
            Path file = write();
            long size = Files.size(file);
            try (Context context = Context.create().register(new NpySource("pulses", List.of(file)))) {
                Consumer<Chunk> cutting = chunk -> {
                    try {
                        Change.SHRINKS_TO_NOTHING.apply(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    sum(chunk);
                };
                PipelineException failure = assertThrows(PipelineException.class, () -> {
                    StreamingContext run = context.streaming("r").workers(1).chunkRecords(500);
                    switch (way) {
                        case "stream" -> {
                            try (ChunkStream stream = run.getStream("pulses")) {
                                stream.forEach(cutting);
                            }
                        }
                        case "context" -> run.forEach("pulses", cutting);
                        default ->
                            run.accumulate("pulses", 0, (state, chunk) -> {
                                cutting.accept(chunk);
                                return state;
                            });
                    }
                });
                requireToldOf(Change.SHRINKS_TO_NOTHING, file, size, failure);
            }
        }
    }

    private static long sum(Chunk chunk) {
        long sum = 0;
        for (long i = 0; i < chunk.length(); i++) {
            sum += X.get(chunk.records(), i);
        }
        return sum;
    }

    /// Damage that a file has is skipped, a file that changes is no file to be trusted at all.
    @Test
    void aFileThatShrinksEndsTheRunUnderSkipToo() throws IOException {
        Path file = write();
        long size = Files.size(file);
        try (Context context = Context.create()
                        .register(
                                new NpySource("pulses", List.of(file)),
                                new ChangingItsInput(Change.SHRINKS_TO_NOTHING, file));
                ChunkStream stream = context.streaming("r")
                        .workers(1)
                        .onError(FailurePolicy.SKIP)
                        .chunkRecords(500)
                        .getStream("sums")) {
            requireToldOf(
                    Change.SHRINKS_TO_NOTHING,
                    file,
                    size,
                    assertThrows(PipelineException.class, () -> stream.forEach(chunk -> {})));
        }
    }

    @Test
    void aFileThatStaysIsReadToItsEnd() throws IOException {
        Path file = write();
        try (Context context = Context.create().register(new NpySource("pulses", List.of(file)));
                ChunkStream stream = context.streaming("r").chunkRecords(500).getStream("pulses")) {
            long sum = 0;
            for (Chunk chunk : stream) {
                for (long i = 0; i < chunk.length(); i++) {
                    sum += X.get(chunk.records(), i);
                }
            }
            assertEquals(3L * RECORDS * (RECORDS - 1) / 2, sum);
        }
    }

    private static void requireToldOf(Change change, Path file, long size, PipelineException failure) {
        FormatException cause = assertInstanceOf(FormatException.class, failure.getCause(), failure.toString());
        String message = cause.getMessage();
        assertTrue(message.contains(change.wording), message);
        assertTrue(message.contains("size=" + size), message);
        assertTrue(message.contains("file=" + file), message);
        assertTrue(message.contains("run again"), message);
    }

    private Path write() throws IOException {
        Path file = folder.resolve("pulses.npy");
        try (Arena arena = Arena.ofConfined();
                NpyWriter writer = NpyWriter.create(file, TYPE)) {
            Records records = Records.allocate(TYPE, RECORDS, arena);
            for (int i = 0; i < RECORDS; i++) {
                TIME.set(records, i, i);
                X.set(records, i, 3L * i);
            }
            writer.write(records);
            writer.commit();
        }
        return file;
    }

    /// Changes the file before it reads its first chunk.
    private static final class ChangingItsInput extends StreamingPlugin {
        private static final RecordType SUMS =
                RecordType.of("time:<i8", "sum:<i8").instantaneous();

        private final Change change;
        private final Path file;
        private boolean changed;

        ChangingItsInput(Change change, Path file) {
            this.change = change;
            this.file = file;
        }

        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("sums", SUMS).dependsOn("pulses");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) throws Exception {
            Records pulses = in.records();
            if (!changed) {
                changed = true;
                change.apply(file);
            }
            Records sums = out.records(pulses.count());
            sums.copyField("time", pulses);
            for (long i = 0; i < pulses.count(); i++) {
                SUMS.longField("sum").set(sums, i, X.get(pulses, i));
            }
        }
    }
}
