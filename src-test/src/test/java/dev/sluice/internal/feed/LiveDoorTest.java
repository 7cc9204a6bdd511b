package dev.sluice.internal.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// E7: passes come in and go out by one door, in any order of the publisher and those who open streams.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class LiveDoorTest {
    private final Set<String> stopped = new HashSet<>();
    private final LiveDoor<String> door = new LiveDoor<>("pulses", stopped::contains);

    /// The publisher has ended the first pass and not yet let it out when the next one comes in.
    @Test
    void aPassThatComesInWhileTheLastOneGoesOutStays() {
        door.connect("first");
        stopped.add("first");
        door.connect("second");
        door.leave("first");
        assertEquals("second", door.fed());
        assertTrue(door.isRead());
        door.leave("second");
        assertNull(door.fed());
    }

    @Test
    void oneThatIsReadKeepsOthersOutAndSettingsAsTheyAre() {
        door.connect("first");
        assertThrows(IllegalStateException.class, () -> door.connect("second"));
        boolean[] changed = {false};
        String message = assertThrows(
                        IllegalStateException.class, () -> door.change("lateness=5", () -> changed[0] = true))
                .getMessage();
        assertTrue(message.startsWith("lateness=5 comes too late"), message);
        assertFalse(changed[0]);
        stopped.add("first");
        door.change("lateness=5", () -> changed[0] = true);
        assertTrue(changed[0]);
    }

    @Test
    void aClosedDoorLetsNobodyInAndEndsTheWaiting() throws Exception {
        Throwable[] thrown = new Throwable[1];
        Thread waiting = Thread.ofPlatform().daemon().start(() -> {
            try {
                door.await(Duration.ofSeconds(60));
            } catch (IllegalStateException closed) {
                thrown[0] = closed;
            }
        });
        assertTrue(door.close());
        assertFalse(door.close());
        waiting.join(Duration.ofSeconds(20));
        assertEquals("the live input of pulses is closed", thrown[0].getMessage());
        assertThrows(IllegalStateException.class, () -> door.connect("first"));
    }
}
