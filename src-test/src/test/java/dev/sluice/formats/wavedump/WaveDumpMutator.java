package dev.sluice.formats.wavedump;

import dev.sluice.formats.wavedump.file.SampleKind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Makes WaveDump runs and damages them, and knows which events it touched. It never asks the reader.
final class WaveDumpMutator {
    /// An event as the digitiser wrote it.
    record Event(int file, long board, int channel, long counter, long ticks, byte[] samples) {}

    /// A part of a file: an event, whole or damaged, or bytes that are none (`event` is null).
    ///
    /// `touched`: its bytes or its place were changed. `structural`: what follows its header is not its samples.
    /// `foreign`: it does not belong here, but to another file or run, or is there a second time.
    static final class Cell {
        final Event event;
        byte[] bytes;
        boolean touched;
        boolean structural;
        boolean foreign;
        int times;

        Cell(Event event, byte[] bytes) {
            this.event = event;
            this.bytes = bytes;
        }

        Cell copy() {
            Cell copy = new Cell(event, bytes.clone());
            copy.touched = true;
            copy.structural = structural;
            copy.foreign = true;
            return copy;
        }
    }

    private static final long CONTROLS = 8;

    final Random random;
    final List<List<Cell>> files = new ArrayList<>();
    final List<byte[]> originals = new ArrayList<>();
    private final List<List<Long>> written = new ArrayList<>();
    private final long[] usual = new long[2];
    final List<String> did = new ArrayList<>();
    final SampleKind kind;
    final int bits;
    final boolean setBits;
    final int boards;
    private final boolean flag;
    private final int[] sizes;
    private final boolean rare;

    WaveDumpMutator(long seed) {
        random = new Random(seed);
        bits = 30 + random.nextInt(3);
        setBits = bits == 30 || random.nextInt(3) == 0;
        flag = bits == 31 && random.nextInt(4) == 0;
        // Tags of 32 bits that fall back early look like those of 31 bits and a flag.
        rare = isControl(seed) && seed / CONTROLS % 3 == 0 && (bits < 32 || setBits);
        SampleKind[] kinds = {SampleKind.UNSIGNED_16, SampleKind.UNSIGNED_16, SampleKind.UNSIGNED_8, SampleKind.FLOAT_32
        };
        kind = kinds[random.nextInt(kinds.length)];
        sizes = new int[random.nextInt(3) == 0 ? 2 + random.nextInt(3) : 1];
        for (int size = 0; size < sizes.length; size++) {
            sizes[size] = 4 + random.nextInt(40);
        }
        boards = random.nextInt(4) == 0 ? 2 : 1;
        int count = boards + random.nextInt(5 - boards);
        for (int file = 0; file < count; file++) {
            files.add(new ArrayList<>());
        }
        int triggers = random.nextInt(8) == 0 ? 1 + random.nextInt(4) : 3 + random.nextInt(50);
        double kept = random.nextInt(3) == 0 ? 0.2 + 0.7 * random.nextDouble() : 1;
        for (int board = 0; board < boards; board++) {
            acquire(board, boards, triggers, kept);
        }
        for (int file = count - 1; file >= 0; file--) {
            if (files.get(file).isEmpty()) {
                files.remove(file);
            }
        }
    }

    /// Whether the run of a seed is left undamaged.
    static boolean isControl(long seed) {
        return seed % CONTROLS == 0;
    }

    private void acquire(int board, int of, int triggers, double kept) {
        long range = 1L << bits;
        // Where triggers are rare, the clock turns after a few of them, or nearly after each.
        long usual = rare ? (long) (range * (0.02 + 0.48 * random.nextDouble())) : 1L << 4 + random.nextInt(19);
        this.usual[board] = usual;
        boolean regular = random.nextBoolean();
        long ticks = random.nextBoolean()
                ? range - 1 - random.nextLong(usual * triggers + 2) % range
                : random.nextLong(range);
        ticks = Math.max(0, ticks);
        long counter = random.nextInt(4) == 0 ? random.nextInt(1 << 24) : 0;
        long number = of == 1 ? random.nextInt(3) == 0 ? 0 : random.nextInt(1000) : 3 + 4L * board;
        for (int trigger = 0; trigger < triggers; trigger++) {
            int sure = board + of * random.nextInt((files.size() - board + of - 1) / of);
            for (int file = 0; file < files.size(); file++) {
                if (file % of == board && (random.nextDouble() < kept || file == sure)) {
                    add(new Event(file, number, file, counter, ticks, samples()));
                }
            }
            counter = counter + 1 & (1 << 24) - 1;
            long step = regular ? usual : 1 + (long) (-usual * Math.log(1 - random.nextDouble()));
            // More than a turn is seen by nobody.
            ticks += rare ? Math.min(step, range - range / 20) : step;
            if (random.nextInt(20) == 0 && !rare) {
                ticks += random.nextLong(range / 5);
            }
        }
    }

    /// Whether the clock of a board turns in a pause after its first or before its last trigger, of which only one file
    /// has an event: a wrong tag there would look the same.
    boolean hasLonelyTurn() {
        for (int board = 0; board < boards; board++) {
            TreeMap<Long, Integer> triggers = new TreeMap<>();
            for (int file = board; file < written.size(); file += boards) {
                written.get(file).forEach(ticks -> triggers.merge(ticks, 1, Integer::sum));
            }
            if (triggers.size() < 2) {
                continue;
            }
            Map.Entry<Long, Integer> first = triggers.firstEntry();
            Map.Entry<Long, Integer> last = triggers.lastEntry();
            // Few triggers do not tell what a pause is, and where they are rare, usual steps are as pauses.
            long pause = rare || triggers.size() < 10 ? 0 : 8 * usual[board];
            boolean atStart = first.getValue() == 1 && turns(first.getKey(), triggers.higherKey(first.getKey()), pause);
            boolean atEnd = last.getValue() == 1 && turns(triggers.lowerKey(last.getKey()), last.getKey(), pause);
            if (atStart || atEnd || hasLonelyPause(triggers, pause)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the clock takes a whole turn, or nearly so, from before to after one or two triggers that one file only
    /// has: if their tags were wrong, the others would be in order without that turn.
    private boolean hasLonelyPause(TreeMap<Long, Integer> triggers, long pause) {
        List<Long> ticks = List.copyOf(triggers.keySet());
        long turn = 1L << bits;
        for (int lone = 1; lone < ticks.size() - 1; lone++) {
            for (int after = lone + 1; after <= Math.min(lone + 2, ticks.size() - 1); after++) {
                boolean alone = triggers.get(ticks.get(lone)) == 1 && triggers.get(ticks.get(after - 1)) == 1;
                long passed = ticks.get(after) - ticks.get(lone - 1);
                if (alone && passed > Math.max(pause, turn)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether a board's clock turns, and two of its files have no trigger in common.
    boolean hasDisjointFiles() {
        for (int one = 0; one < written.size(); one++) {
            for (int other = one + boards; other < written.size(); other += boards) {
                List<Long> all = new ArrayList<>(written.get(one));
                all.addAll(written.get(other));
                boolean turns = !all.isEmpty()
                        && all.stream()
                                        .mapToLong(ticks -> ticks >>> bits)
                                        .distinct()
                                        .count()
                                > 1;
                if (turns && written.get(one).stream().noneMatch(written.get(other)::contains)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean turns(long ticks, long later, long pause) {
        return ticks >>> bits != later >>> bits && later - ticks > pause;
    }

    private void add(Event event) {
        while (written.size() <= event.file()) {
            written.add(new ArrayList<>());
        }
        written.get(event.file()).add(event.ticks());
        byte[] bytes = bytes(event, 0);
        originals.add(bytes.clone());
        files.get(event.file()).add(new Cell(event, bytes));
    }

    private byte[] samples() {
        byte[] samples = new byte[sizes[random.nextInt(sizes.length)] * kind.fileBytes()];
        ByteBuffer buffer = ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN);
        int baseline = 1000 + random.nextInt(3000);
        while (buffer.hasRemaining()) {
            switch (kind) {
                case UNSIGNED_8 -> buffer.put((byte) random.nextInt(256));
                case UNSIGNED_16 -> buffer.putShort((short) (baseline + random.nextInt(50)));
                case FLOAT_32 -> buffer.putFloat(baseline + random.nextFloat());
            }
        }
        return samples;
    }

    private byte[] bytes(Event event, long later) {
        ByteBuffer bytes = ByteBuffer.allocate(24 + event.samples().length).order(ByteOrder.LITTLE_ENDIAN);
        long ticks = event.ticks() + later;
        long tag = ticks & (1L << bits) - 1;
        tag |= flag && ticks >= 1L << bits ? 1L << bits : 0;
        return bytes.putInt(bytes.capacity())
                .putInt((int) event.board())
                .putInt(random.nextInt())
                .putInt(event.channel())
                .putInt((int) event.counter())
                .putInt((int) tag)
                .put(event.samples())
                .array();
    }

    byte[] content(int file) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        files.get(file).forEach(cell -> content.writeBytes(cell.bytes));
        return content.toByteArray();
    }

    void mutate() {
        int file = random.nextInt(files.size());
        List<Cell> cells = files.get(file);
        if (cells.isEmpty()) {
            return;
        }
        int at = random.nextInt(cells.size());
        Cell cell = cells.get(at);
        int what = random.nextInt(16);
        switch (what) {
            case 0, 1, 2 -> flip(cell);
            case 3 -> setWord(cell, random.nextInt());
            case 4 -> setWord(cell, 0);
            case 5 -> zeroHeader(cell);
            case 6 -> flipSample(cell);
            case 7 -> insert(cells, at);
            case 8 -> cut(cells, at);
            case 9 -> swap(cells, at, at + 1);
            case 10 -> swap(cells, at, random.nextInt(cells.size()));
            case 11 -> duplicate(cells, at);
            case 12 -> append(cells, file);
            case 13 -> swapFiles(file, random.nextInt(files.size()));
            case 14 -> truncate(cells);
            default -> remove(cells, at);
        }
        did.add(what + "@" + file + ":" + at);
    }

    private void touch(Cell cell) {
        cell.touched = true;
        cell.times++;
    }

    private void flip(Cell cell) {
        int bit = random.nextInt(Math.min(24, cell.bytes.length) * 8);
        cell.bytes[bit / 8] ^= (byte) (1 << bit % 8);
        touch(cell);
        did.add("word " + bit / 32);
    }

    private void setWord(Cell cell, int value) {
        int word = random.nextInt(6);
        if (cell.bytes.length >= 24) {
            ByteBuffer.wrap(cell.bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4 * word, value);
        }
        touch(cell);
        did.add("word " + word);
    }

    private void zeroHeader(Cell cell) {
        Arrays.fill(cell.bytes, 0, Math.min(24, cell.bytes.length), (byte) 0);
        touch(cell);
    }

    private void flipSample(Cell cell) {
        if (cell.bytes.length > 24) {
            cell.bytes[24 + random.nextInt(cell.bytes.length - 24)] ^= (byte) (1 << random.nextInt(8));
            touch(cell);
        }
    }

    private void insert(List<Cell> cells, int at) {
        byte[] junk = new byte[1 + random.nextInt(random.nextBoolean() ? 8 : 200)];
        random.nextBytes(junk);
        Cell cell = cells.get(at);
        int position = random.nextInt(cell.bytes.length + 1);
        if (position == 0 || position == cell.bytes.length) {
            Cell inserted = new Cell(null, junk);
            inserted.touched = true;
            inserted.foreign = true;
            cells.add(position == 0 ? at : at + 1, inserted);
            return;
        }
        ByteBuffer longer = ByteBuffer.allocate(cell.bytes.length + junk.length);
        longer.put(cell.bytes, 0, position).put(junk).put(cell.bytes, position, cell.bytes.length - position);
        cell.bytes = longer.array();
        cell.structural = true;
        touch(cell);
    }

    private void cut(List<Cell> cells, int from) {
        int left = 1 + random.nextInt(random.nextBoolean() ? 8 : 300);
        int at = from;
        int position = random.nextInt(cells.get(at).bytes.length);
        while (left > 0 && at < cells.size()) {
            Cell cell = cells.get(at);
            int here = Math.min(left, cell.bytes.length - position);
            byte[] shorter = new byte[cell.bytes.length - here];
            System.arraycopy(cell.bytes, 0, shorter, 0, position);
            System.arraycopy(cell.bytes, position + here, shorter, position, shorter.length - position);
            cell.bytes = shorter;
            cell.structural = true;
            touch(cell);
            left -= here;
            position = 0;
            at++;
        }
        cells.removeIf(cell -> cell.bytes.length == 0);
    }

    private void swap(List<Cell> cells, int one, int other) {
        if (other < cells.size() && one != other) {
            Cell kept = cells.get(one);
            cells.set(one, cells.get(other));
            cells.set(other, kept);
            touch(kept);
            touch(cells.get(one));
        }
    }

    private void duplicate(List<Cell> cells, int at) {
        int to = random.nextBoolean() ? at + 1 : random.nextInt(cells.size() + 1);
        cells.add(to, cells.get(at).copy());
    }

    private void append(List<Cell> cells, int file) {
        if (random.nextBoolean()) {
            List<Cell> others = List.copyOf(files.get(random.nextInt(files.size())));
            others.forEach(cell -> cells.add(cell.copy()));
            return;
        }
        long ticks = random.nextInt(1000);
        int count = 1 + random.nextInt(20);
        for (int counter = 0; counter < count; counter++) {
            Event event = new Event(file, boardOf(cells), file, counter, ticks, samples());
            Cell cell = new Cell(event, bytes(event, 0));
            cell.touched = true;
            cell.foreign = true;
            cells.add(cell);
            ticks += 1 + random.nextInt(1000);
        }
    }

    private static long boardOf(List<Cell> cells) {
        return cells.stream()
                .filter(cell -> cell.event != null)
                .findFirst()
                .map(cell -> cell.event.board())
                .orElse(0L);
    }

    private void swapFiles(int one, int other) {
        List<Cell> kept = files.get(one);
        files.set(one, files.get(other));
        files.set(other, kept);
    }

    private void truncate(List<Cell> cells) {
        int keep = random.nextInt(cells.size());
        Cell last = cells.get(keep);
        while (cells.size() > keep + 1) {
            cells.remove(cells.size() - 1);
        }
        last.bytes = Arrays.copyOf(last.bytes, random.nextInt(last.bytes.length));
        last.structural = true;
        touch(last);
        cells.removeIf(cell -> cell.bytes.length == 0);
    }

    private void remove(List<Cell> cells, int at) {
        cells.remove(at);
    }
}
