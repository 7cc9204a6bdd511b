package dev.sluice.formats.wavedump;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The times of a run whose files are as a digitizer writes them, read from their bytes alone, without the reader.
///
/// There is none where a single word says that something is damaged: events follow each other without a byte between
/// them up to the end of the file, with one board and one channel; counters rise; files of one board have the same tag
/// at the same counter, and another channel each; no trigger is far from the others. Tags that fall are turns of the
/// clock. Damage that leaves such files, without a turn that none of them shows, shows to no reader.
final class PlainReading {
    private static final int HEADER = 24;
    private static final long COUNTERS = 1L << 24;
    private static final long WORD = 0xFFFF_FFFFL;

    private record Header(int file, long offset, long board, long channel, long counter, long tag) {}

    private final Map<String, Long> ticks = new HashMap<>();
    private boolean sound = true;

    /// Reads `files`, of samples of `sampleBytes` each, whose clock turns after `turn` ticks.
    PlainReading(List<byte[]> files, int sampleBytes, long turn) {
        Map<Long, TreeMap<Long, List<Header>>> triggers = new HashMap<>();
        Map<Long, Long> base = new HashMap<>();
        Set<List<Long>> channels = new HashSet<>();
        for (int file = 0; file < files.size(); file++) {
            List<Header> headers = headers(file, files.get(file), sampleBytes);
            sound &= !headers.isEmpty();
            long counted = 0;
            for (int event = 0; event < headers.size(); event++) {
                Header header = headers.get(event);
                Header first = headers.get(0);
                sound &= header.board() == first.board() && header.channel() == first.channel();
                sound &= event > 0 || channels.add(List.of(header.board(), header.channel()));
                base.putIfAbsent(header.board(), header.counter());
                long before = event == 0
                        ? base.get(header.board())
                        : headers.get(event - 1).counter();
                long step = header.counter() - before & COUNTERS - 1;
                step -= event == 0 && step > COUNTERS / 2 ? COUNTERS : 0;
                sound &= header.counter() < COUNTERS && (event == 0 || step > 0 && step < COUNTERS / 2);
                counted += step;
                triggers.computeIfAbsent(header.board(), key -> new TreeMap<>())
                        .computeIfAbsent(counted, key -> new ArrayList<>())
                        .add(header);
            }
        }
        triggers.forEach((board, all) -> count(all, turn));
    }

    private static List<Header> headers(int file, byte[] bytes, int sampleBytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Header> headers = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            long size = at + HEADER <= bytes.length ? buffer.getInt(at) & WORD : 0;
            if (size <= HEADER || (size - HEADER) % sampleBytes != 0 || at + size > bytes.length) {
                return List.of();
            }
            headers.add(new Header(
                    file,
                    at,
                    buffer.getInt(at + 4) & WORD,
                    buffer.getInt(at + 12) & WORD,
                    buffer.getInt(at + 16) & WORD,
                    buffer.getInt(at + 20) & WORD));
            at += (int) size;
        }
        return headers;
    }

    private void count(TreeMap<Long, List<Header>> triggers, long turn) {
        long[] steps = new long[triggers.size()];
        long longest = 0;
        int count = 0;
        long before = -1;
        long counter = 0;
        long turned = 0;
        for (Map.Entry<Long, List<Header>> trigger : triggers.entrySet()) {
            long tag = trigger.getValue().get(0).tag();
            if (count > 0) {
                steps[count] = trigger.getKey() - counter;
                longest = Math.max(longest, steps[count]);
            }
            count++;
            counter = trigger.getKey();
            long own = tag & turn - 1;
            sound &= own != before;
            turned += own < before ? turn : 0;
            before = own;
            for (Header header : trigger.getValue()) {
                sound &= header.tag() == tag;
                ticks.put(key(header.file(), header.offset()), turned + own);
            }
        }
        Arrays.sort(steps, 1, Math.max(1, count));
        sound &= count < 3 || longest <= 64 * steps[count / 2] + 256;
    }

    private static String key(int file, long offset) {
        return file + "@" + offset;
    }

    /// Whether the event of a file at byte `offset` has `time` here, which is a whole number of turns before `true`
    /// ticks: so many turns were lost with what was damaged.
    boolean hidesTurns(int file, long offset, long time, long truth, long turn) {
        Long own = ticks.get(key(file, offset));
        return sound && own != null && own == time && truth > time && (truth - time) % turn == 0;
    }
}
