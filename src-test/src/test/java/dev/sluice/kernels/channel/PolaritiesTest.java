package dev.sluice.kernels.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolaritiesTest {

    @Test
    void oneWordHoldsForEveryChannel() {
        assertEquals(Polarity.POSITIVE, Polarities.parse(" Positive ").of(3));
        assertEquals(Polarity.NEGATIVE, Polarities.parse("negative").of(3));
        assertTrue(Polarities.parse("positive").isUniform());
    }

    @Test
    void channelsThatAreNotListedStayNegative() {
        Polarities polarities = Polarities.parse("0:positive, 2:positive,1:negative");
        assertEquals(Polarity.POSITIVE, polarities.of(0));
        assertEquals(Polarity.NEGATIVE, polarities.of(1));
        assertEquals(Polarity.POSITIVE, polarities.of(2));
        assertEquals(Polarity.NEGATIVE, polarities.of(3));
        assertEquals(Polarity.NEGATIVE, polarities.of(-1));
        assertEquals(Polarity.NEGATIVE, polarities.of(1L << 40));
        assertFalse(polarities.isUniform());
    }

    @Test
    void anEntryWithoutChannelIsTheDefault() {
        Polarities polarities = Polarities.parse("positive,3:negative");
        assertEquals(Polarity.POSITIVE, polarities.of(0));
        assertEquals(Polarity.NEGATIVE, polarities.of(3));
        assertEquals(Polarity.POSITIVE, polarities.of(70_000));
    }

    @Test
    void listedChannelsThatEqualTheDefaultAreUniform() {
        assertTrue(Polarities.parse("0:negative,7:negative").isUniform());
    }

    @Test
    void toStringIsWhatParseReads() {
        Polarities polarities = Polarities.of(Polarity.NEGATIVE, Map.of(7, Polarity.POSITIVE, 1, Polarity.NEGATIVE));
        assertEquals("negative,1:negative,7:positive", polarities.toString());
        assertEquals(polarities, Polarities.parse(polarities.toString()));
        assertEquals(
                polarities.hashCode(), Polarities.parse(polarities.toString()).hashCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "up",
                "0:up",
                "x:positive",
                "-1:positive",
                "1048576:positive",
                "0:positive,0:negative",
                "positive,negative",
                "0:positive,",
                "0=positive"
            })
    void parseRefusesAnythingElseAndQuotesIt(String text) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> Polarities.parse(text));
        assertTrue(refusal.getMessage().contains("polarity=" + text), refusal.getMessage());
    }
}
