package dev.sluice.formats.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/// Does what it is asked in a real folder and remembers each step, so that a crash after any of them can be played
/// back: what was not forced by then may be lost, torn, or there without what was written before.
final class SimulatedDisk implements Disk {
    /// What happens to bytes and names that were not forced.
    enum Fate {
        /// All of it is there.
        KEPT,
        /// None of it is.
        LOST,
        /// Files are as long as they were, but hold zeros where bytes were not forced.
        ZEROS,
        /// Each write is there, lost, torn or zeros by chance; of the last names some are lost.
        CHANCE
    }

    /// A step: what changes names, or what changes a file.
    private sealed interface Step {
        record Name(Kind kind, Path path, Path to) implements Step {}

        record Bytes(int file, long at, byte[] bytes) implements Step {}

        record Cut(int file, long size) implements Step {}

        record Force(int file) implements Step {}

        record ForceNames(Path folder) implements Step {}
    }

    private enum Kind {
        FOLDER,
        FILE,
        RENAME,
        DELETE
    }

    private final LocalDisk disk = new LocalDisk();
    private final Path root;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Path, Integer> files = new LinkedHashMap<>();
    private int nextFile;

    SimulatedDisk(Path root) {
        this.root = root;
    }

    /// How many steps there were so far.
    int steps() {
        return steps.size();
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        disk.createFolder(folder);
        steps.add(new Step.Name(Kind.FOLDER, inside(folder), null));
    }

    @Override
    public Appending append(Path file, long size) throws IOException {
        boolean isNew = !Files.exists(file);
        Appending real = disk.append(file, size);
        if (isNew) {
            files.put(inside(file), nextFile++);
            steps.add(new Step.Name(Kind.FILE, inside(file), null));
        }
        int number = files.get(inside(file));
        steps.add(new Step.Cut(number, size));
        return new Recorded(real, number, size);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
        Path old = inside(from);
        Path name = inside(to);
        steps.add(new Step.Name(Kind.RENAME, old, name));
        for (Map.Entry<Path, Integer> file : List.copyOf(files.entrySet())) {
            if (file.getKey().startsWith(old)) {
                files.remove(file.getKey());
                files.put(name.resolve(old.relativize(file.getKey())), file.getValue());
            }
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.delete(path);
        files.remove(inside(path));
        steps.add(new Step.Name(Kind.DELETE, inside(path), null));
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        disk.forceFolder(folder);
        steps.add(new Step.ForceNames(inside(folder)));
    }

    @Override
    public long usableBytes(Path folder) {
        return Long.MAX_VALUE / 2;
    }

    @Override
    public long totalBytes(Path folder) {
        return Long.MAX_VALUE / 2;
    }

    private Path inside(Path path) {
        return root.relativize(path);
    }

    private final class Recorded implements Appending {
        private final Appending real;
        private final int number;
        private long end;

        Recorded(Appending real, int number, long end) {
            this.real = real;
            this.number = number;
            this.end = end;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            real.write(bytes);
            steps.add(new Step.Bytes(number, end, copy));
            end += copy.length;
        }

        @Override
        public void force() throws IOException {
            real.force();
            steps.add(new Step.Force(number));
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }

    /// Makes in `target` what a crash after `count` steps leaves.
    void crash(int count, Fate fate, Random random, Path target) throws IOException {
        clear(target);
        List<byte[]> contents = new ArrayList<>();
        for (int file = 0; file < nextFile; file++) {
            contents.add(content(file, count, fate, random));
        }
        names(count, fate, random, contents, target);
    }

    private byte[] content(int file, int count, Fate fate, Random random) {
        int forced = lastForce(file, count);
        byte[] content = new byte[0];
        for (int i = 0; i < count; i++) {
            if (steps.get(i) instanceof Step.Cut cut && cut.file() == file) {
                content = Arrays.copyOf(content, (int) cut.size());
            } else if (steps.get(i) instanceof Step.Bytes write && write.file() == file) {
                byte[] kept = i < forced ? write.bytes() : survivor(write.bytes(), fate, random);
                if (kept != null) {
                    content = Arrays.copyOf(content, Math.max(content.length, (int) write.at() + kept.length));
                    System.arraycopy(kept, 0, content, (int) write.at(), kept.length);
                }
            }
        }
        return content;
    }

    private int lastForce(int file, int count) {
        int forced = 0;
        for (int i = 0; i < count; i++) {
            forced = steps.get(i) instanceof Step.Force force && force.file() == file ? i : forced;
        }
        return forced;
    }

    private static byte[] survivor(byte[] bytes, Fate fate, Random random) {
        Fate own = fate == Fate.CHANCE ? Fate.values()[random.nextInt(4)] : fate;
        return switch (own) {
            case KEPT -> bytes;
            case LOST -> null;
            case ZEROS -> new byte[bytes.length];
            case CHANCE -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        };
    }

    /// Names last in the order in which they were given, as journals keep it; those after the last forced one may not.
    private void names(int count, Fate fate, Random random, List<byte[]> contents, Path target) throws IOException {
        int forced = 0;
        for (int i = 0; i < count; i++) {
            forced = steps.get(i) instanceof Step.ForceNames ? i : forced;
        }
        int last = fate == Fate.LOST ? forced : fate == Fate.CHANCE ? random.nextInt(forced, count + 1) : count;
        int file = 0;
        for (int i = 0; i < Math.min(last, count); i++) {
            if (steps.get(i) instanceof Step.Name name) {
                switch (name.kind()) {
                    case FOLDER -> Files.createDirectory(target.resolve(name.path()));
                    case FILE -> Files.write(target.resolve(name.path()), contents.get(file++));
                    case RENAME -> disk.rename(target.resolve(name.path()), target.resolve(name.to()));
                    case DELETE -> Files.delete(target.resolve(name.path()));
                }
            }
        }
    }

    private static void clear(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.walk(folder)) {
            paths = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            if (!path.equals(folder)) {
                Files.delete(path);
            }
        }
    }
}
