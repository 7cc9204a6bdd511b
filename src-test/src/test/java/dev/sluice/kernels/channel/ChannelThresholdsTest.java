package dev.sluice.kernels.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.Compatibility;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelThresholdsTest {

    @Test
    void channelsThatAreNotListedHaveTheDefault() {
        ChannelThresholds thresholds = ChannelThresholds.parse("3:20.5, 15 ,7:-1e2");
        assertEquals(15, thresholds.of(0));
        assertEquals(20.5, thresholds.of(3));
        assertEquals(-100, thresholds.of(7));
        assertEquals(15, thresholds.of(-1));
        assertEquals(15, thresholds.of(65_536));
        assertFalse(thresholds.isUniform());
        assertTrue(ChannelThresholds.parse("15,3:15").isUniform());
    }

    @Test
    void textReadsBackAsTheSameThresholds() {
        ChannelThresholds thresholds = ChannelThresholds.of(0.1, Map.of(2, 3.0, 65_535, 1e-9));
        assertEquals(thresholds, ChannelThresholds.parse(thresholds.toString()));
        assertEquals(
                thresholds.hashCode(),
                ChannelThresholds.parse(thresholds.toString()).hashCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3:20",
                "15,16",
                "15,3:1,3:1",
                "15,x:1",
                "15,1048576:1",
                "15,-1:1",
                "nan",
                "15,1:Infinity",
                "a"
            })
    void anythingElseIsRefusedWithTheTextAndTheRemedy(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> ChannelThresholds.parse(text))
                .getMessage();
        assertTrue(message.contains(text.strip()), message);
    }

    @Test
    void compatibilityReadsItsOwnNamesOnly() {
        assertEquals(Compatibility.STRAX, Compatibility.parse(" Strax "));
        assertEquals("none", Compatibility.NONE.toString());
        assertThrows(IllegalArgumentException.class, () -> Compatibility.parse("numpy"));
    }
}
