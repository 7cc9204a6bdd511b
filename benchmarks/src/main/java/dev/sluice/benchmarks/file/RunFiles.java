package dev.sluice.benchmarks.file;

import dev.sluice.record.RecordType;
import dev.sluice.source.Waveforms;
import dev.sluice.waveform.StraxTypes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The files of a run that commands are measured on. Immutable; the files are made once and used as long as they last.
///
/// @param kind    what run it is
/// @param folder  where the files are, and nothing else
/// @param files   the files
/// @param records how many records they hold together
/// @param seed    of the simulation
record RunFiles(RunKind kind, Path folder, List<Path> files, long records, long seed) {
    private static final String DONE = "made";
    private static final int NPY_BLOCK = 64;
    private static final int EVENT_HEADER = 24;

    /// What a run takes on the disk with results of commands, by what it takes alone.
    private static final double WITH_RESULTS = 1.6;

    private static final long MARGIN = 64L << 20;

    /// Files of about `bytes` bytes in a folder of their own below `parent`. Makes none.
    static RunFiles of(RunKind kind, Path parent, long bytes, long seed) {
        boolean dump = kind == RunKind.WAVEDUMP;
        int channels = dump ? RunKind.CHANNELS : 1;
        long records = Math.max(1, bytes / channels / stride(kind)) * channels;
        Path folder = parent.resolve(kind.word() + "-" + records + "-seed" + seed);
        List<Path> files = dump
                ? IntStream.range(0, channels)
                        .mapToObj(channel -> folder.resolve("run/wave" + channel + ".dat"))
                        .toList()
                : List.of(folder.resolve("run.npy"));
        return new RunFiles(kind, folder, files, records, seed);
    }

    private static long stride(RunKind kind) {
        return kind == RunKind.WAVEDUMP
                ? EVENT_HEADER + 2L * kind.samples()
                : type(kind).size();
    }

    private static RecordType type(RunKind kind) {
        return kind == RunKind.FRAGMENTS ? StraxTypes.rawRecord(kind.samples()) : Waveforms.type("<i2", kind.samples());
    }

    /// What a command is given: the file, or the folder of a WaveDump run.
    Path input() {
        return kind == RunKind.WAVEDUMP ? folder.resolve("run") : files.get(0);
    }

    /// Bytes of all records.
    long bytes() {
        return records * stride(kind);
    }

    /// Whether they were made before, and are whole.
    boolean isMade() throws IOException {
        return Files.exists(folder.resolve(DONE)) && sizes() == Long.parseLong(Files.readString(folder.resolve(DONE)));
    }

    private long sizes() throws IOException {
        long sum = 0;
        for (Path file : files) {
            sum += Files.exists(file) ? Files.size(file) : 0;
        }
        return sum;
    }

    /// Makes them.
    ///
    /// @throws IllegalArgumentException if there is no room for them and for results
    void make() throws IOException {
        long room = Files.getFileStore(Files.createDirectories(folder)).getUsableSpace();
        double needed = WITH_RESULTS * bytes() + MARGIN;
        if (room < needed) {
            Files.delete(folder);
            throw new IllegalArgumentException(String.format(
                    java.util.Locale.ROOT,
                    "no room for size=%.1f GB of %s: it needs %.1f GB with results, and %s has %.1f; name a larger disk by"
                            + " --folder, or give smaller --sizes",
                    1e-9 * bytes(),
                    kind.word(),
                    1e-9 * needed,
                    folder.getParent(),
                    1e-9 * room));
        }
        long each = records / files.size();
        for (int i = 0; i < files.size(); i++) {
            Files.createDirectories(files.get(i).getParent());
            try (Arena arena = Arena.ofConfined();
                    FileChannel file = FileChannel.open(
                            files.get(i),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                if (kind != RunKind.WAVEDUMP) {
                    file.write(header(type(kind), each));
                }
                block(i, each, arena).write(file, each);
                // What is written back later would be measured with the commands.
                file.force(true);
            }
        }
        Files.writeString(folder.resolve(DONE), Long.toString(sizes()));
    }

    private RepeatedBlock block(int channel, long each, Arena arena) {
        return switch (kind) {
            case NPY -> RepeatedBlock.waveforms(each, seed, arena);
            case WAVEDUMP -> RepeatedBlock.events(channel, each, seed, arena);
            case FRAGMENTS -> RepeatedBlock.fragments(each, seed, arena);
            case LONG -> RepeatedBlock.longWaveforms(each, seed, arena);
        };
    }

    /// The header of version 1 as numpy writes it.
    private static ByteBuffer header(RecordType type, long records) {
        String text = "{'descr': " + type.descr() + ", 'fortran_order': False, 'shape': (" + records + ",), }";
        int length = Math.ceilDiv(10 + text.length() + 1, NPY_BLOCK) * NPY_BLOCK - 10;
        ByteBuffer bytes = ByteBuffer.allocate(10 + length);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.put((byte) length).put((byte) (length >> 8));
        bytes.put((text + " ".repeat(length - 1 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        return bytes.flip();
    }

    /// Removes them.
    void remove() throws IOException {
        remove(folder);
    }

    /// Removes a folder with all in it.
    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
