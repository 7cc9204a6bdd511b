package dev.sluice.formats.wavedump.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.WaveDumpFixture;
import dev.sluice.formats.wavedump.WaveDumpMerge;
import dev.sluice.formats.wavedump.WaveDumpRun;
import dev.sluice.formats.wavedump.WaveDumpSource;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.EventLayout;
import dev.sluice.formats.wavedump.file.WaveDumpLoss;
import dev.sluice.plugin.FailurePolicy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// W2: what nobody but the user knows is asked for once, and the answer gives right times: the remedies of the messages
/// are followed here.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LoneTagTest {
    private static final long TURN = 1L << 31;
    private static final int EVENT = EventLayout.HEADER_BYTES + 8;

    @TempDir
    private Path folder;

    private final WaveDumpFixture events = new WaveDumpFixture();
    private final List<Long> ticks = new ArrayList<>();

    /// The clock turns after the first event, which stands alone before a long pause.
    @BeforeEach
    void writeALoneEventAndMany() {
        add(1_500_000_000L);
        for (int event = 0; event < 40; event++) {
            add(TURN + 400_000_000L + 1000L * event);
        }
    }

    private void add(long now) {
        events.event(now % TURN, 1, 2, 3, 4);
        ticks.add(now);
    }

    private Path write(byte[] content) {
        return WaveDumpFixture.write(folder.resolve("wave0.dat"), content);
    }

    private List<Long> times(DamagePolicy policy, LoneTagRule rule, List<WaveDumpLoss> losses) throws Exception {
        WaveDumpOptions options =
                WaveDumpOptions.defaults().withClockNs(1).withOnDamage(policy).withLoneTag(rule);
        List<Long> times = new ArrayList<>();
        try (WaveDumpMerge merge = WaveDumpRun.open(List.of(folder), options).merge()) {
            while (merge.next()) {
                times.add(merge.time());
            }
            losses.addAll(merge.losses());
        }
        return times;
    }

    private String refused(DamagePolicy policy) {
        return assertThrows(FormatException.class, () -> times(policy, LoneTagRule.REFUSE, new ArrayList<>()))
                .getMessage();
    }

    @ParameterizedTest
    @EnumSource(DamagePolicy.class)
    void theMessageSaysThatTimesDependOnTheAnswer(DamagePolicy policy) {
        write(events.bytes());
        String message = refused(policy);
        assertTrue(message.contains("set lone_tag=turn"), message);
        assertTrue(message.contains("lone_tag=damage with --on-error skip"), message);
        assertTrue(message.contains("all later times are then one turn early"), message);
    }

    /// The message once said to cut the event out, though it is the only witness of the turn.
    @ParameterizedTest
    @EnumSource(DamagePolicy.class)
    void aTagThatIsBelievedGivesAllEventsTheirTime(DamagePolicy policy) throws Exception {
        write(events.bytes());
        List<WaveDumpLoss> losses = new ArrayList<>();
        assertEquals(ticks, times(policy, LoneTagRule.TURN, losses));
        assertEquals(List.of(), losses);
    }

    @Test
    void aTagThatIsWrongCostsItsEventOnly() throws Exception {
        byte[] content = events.bytes();
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(EventLayout.TAG, 1_700_000_000);
        write(content);
        List<WaveDumpLoss> losses = new ArrayList<>();
        List<Long> expected =
                ticks.subList(1, ticks.size()).stream().map(now -> now - TURN).toList();
        assertEquals(expected, times(DamagePolicy.SKIP, LoneTagRule.DAMAGE, losses));
        assertEquals(1, losses.size());
        assertEquals(0, losses.get(0).damage().offset());
        FormatException error = assertThrows(
                FormatException.class, () -> times(DamagePolicy.FAIL, LoneTagRule.DAMAGE, new ArrayList<>()));
        assertTrue(error.getMessage().contains("rerun with --on-error skip"), error.getMessage());
    }

    /// In the middle of a run, and at its end.
    @Test
    void loneTagsBetweenTurnsAndAtTheEndAreBelieved() throws Exception {
        add(TURN + 1_900_000_000L);
        for (int event = 0; event < 40; event++) {
            add(2 * TURN + 1_300_000_000L + 1000L * event);
        }
        add(3 * TURN + 700_000_000L);
        write(events.bytes());
        refused(DamagePolicy.SKIP);
        assertEquals(ticks, times(DamagePolicy.FAIL, LoneTagRule.TURN, new ArrayList<>()));
    }

    /// The first events are lost; whether the clock turned after them is known to the user only.
    @Test
    void lostFirstEventsAskForTheSameAnswer() throws Exception {
        WaveDumpFixture later = new WaveDumpFixture().counter(70);
        List<Long> expected = new ArrayList<>();
        for (int event = 0; event < 40; event++) {
            later.event(400_000L + 50_000_000L * event, 1, 2, 3, 4);
            expected.add(400_000L + 50_000_000L * event);
        }
        byte[] content = later.bytes();
        Arrays.fill(content, 0, EventLayout.HEADER_BYTES, (byte) 0);
        write(content);
        String message = refused(DamagePolicy.SKIP);
        assertTrue(message.contains("set lone_tag=damage if the clock did not turn since"), message);
        assertTrue(message.contains("tail -c +" + (EVENT + 1)), message);
        List<Long> rest = expected.subList(1, expected.size());
        assertEquals(rest, times(DamagePolicy.SKIP, LoneTagRule.DAMAGE, new ArrayList<>()));
        write(Arrays.copyOfRange(content, EVENT, content.length));
        assertEquals(rest, times(DamagePolicy.FAIL, LoneTagRule.REFUSE, new ArrayList<>()));
    }

    @Test
    void theSourceTakesTheAnswerAsAnOption() throws Exception {
        write(events.bytes());
        WaveDumpSource source = new WaveDumpSource(List.of(folder), Map.of("lone_tag", "turn"), FailurePolicy.FAIL);
        assertEquals(LoneTagRule.TURN, source.run().options().loneTag());
    }
}
