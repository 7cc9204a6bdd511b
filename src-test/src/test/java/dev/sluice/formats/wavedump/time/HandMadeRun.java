package dev.sluice.formats.wavedump.time;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.WaveDumpFixture;
import dev.sluice.formats.wavedump.WaveDumpMerge;
import dev.sluice.formats.wavedump.WaveDumpRun;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.EventLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;

/// A run of WaveDump files whose headers are made by hand, in a folder of its own.
abstract class HandMadeRun {
    static final long TURN = 1L << 31;
    static final int EVENT = EventLayout.HEADER_BYTES + 8;
    static final String UNKNOWN = "the time of the events from here on is not known";

    @TempDir
    Path folder;

    static WaveDumpFixture file(int channel) {
        return new WaveDumpFixture().board(3).channel(channel);
    }

    static WaveDumpFixture add(WaveDumpFixture file, int counter, long ticks) {
        return file.counter(counter).event(ticks % TURN, 1, 2, 3, 4);
    }

    /// Events with these counters, the one of counter `c` at `first + c * step`.
    static WaveDumpFixture events(int channel, long first, long step, int... counters) {
        WaveDumpFixture file = file(channel);
        for (int counter : counters) {
            add(file, counter, first + step * counter);
        }
        return file;
    }

    static void set(byte[] content, int event, int field, int value) {
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(event * EVENT + field, value);
    }

    void write(int channel, byte[] content) {
        write("wave" + channel + ".dat", content);
    }

    void write(String name, byte[] content) {
        WaveDumpFixture.write(folder.resolve(name), content);
    }

    List<Long> times(DamagePolicy policy, LoneTagRule rule) throws IOException {
        WaveDumpOptions options =
                WaveDumpOptions.defaults().withClockNs(1).withOnDamage(policy).withLoneTag(rule);
        List<Long> times = new ArrayList<>();
        try (WaveDumpMerge merge = WaveDumpRun.open(List.of(folder), options).merge()) {
            while (merge.next()) {
                times.add(merge.time());
            }
        }
        return times;
    }

    void assertRefused(DamagePolicy policy, String message) {
        FormatException refused = assertThrows(FormatException.class, () -> times(policy, LoneTagRule.REFUSE));
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }

    void assertUnknown() {
        assertThrows(FormatException.class, () -> times(DamagePolicy.FAIL, LoneTagRule.REFUSE));
        assertRefused(DamagePolicy.SKIP, UNKNOWN);
    }

    static int[] counters(int from, int to) {
        return LongStream.range(from, to).mapToInt(counter -> (int) counter).toArray();
    }
}
