package dev.sluice.session.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SessionRequestTest {
    @Test
    void wordsAreReadAsTheCommandLineReadsThem() {
        SessionRequest request = SessionRequest.parse(List.of(
                "daq/run42",
                "--target",
                "features,baseline",
                "--set=peak_range=40:90",
                "other.dat",
                "--titles",
                "--set",
                "polarity=positive",
                "--sim-seed",
                "-7",
                "--",
                "--target"));
        assertEquals(List.of("daq/run42", "other.dat", "--target"), request.inputs());
        assertEquals("features,baseline", request.text(SessionOption.TARGET));
        assertEquals(List.of("peak_range=40:90", "polarity=positive"), request.texts(SessionOption.SET));
        assertEquals(-7, request.value(SessionOption.SIM_SEED).whole(-10, 10));
        assertTrue(request.isGiven(SessionOption.TITLES));
        assertFalse(request.isGiven(SessionOption.WORKERS));
        assertNull(request.text(SessionOption.WORKERS));
    }

    @Test
    void wordsAndCallsMakeTheSameRequest() {
        SessionRequest words = SessionRequest.parse(List.of(
                "a.npy", "--target", "hits,peaks", "--set", "threshold=20", "--time-range", "0:100", "--workers=2"));
        SessionRequest calls = SessionRequest.reading("a.npy")
                .targets("hits", "peaks")
                .set("threshold", 20)
                .with(SessionOption.TIME_RANGE, "0:100")
                .with("workers", "2");
        assertEquals(words, calls);
        assertEquals(words, calls.with("--workers", "2"));
    }

    @Test
    void aRequestThatIsGivenMoreStaysWhatItWas() {
        SessionRequest one = SessionRequest.reading("a.npy");
        one.set("threshold", 20).with(SessionOption.TITLES);
        assertEquals(Map.of(), one.values());
        assertThrows(UnsupportedOperationException.class, () -> one.values().clear());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--taget hits               | there is no option '--taget'; did you mean '--target'?",
                "-t hits                    | there is no option '-t'",
                "--target                   | Missing required parameter for option '--target' (NAME[,NAME...])",
                "--target --titles          | Missing required parameter for option '--target' (NAME[,NAME...])",
                "--target hits --target a   | option '--target' (NAME[,NAME...]) should be specified only once",
                "--titles=yes               | --titles takes no value",
            })
    void wordsThatAreNoOptionsAreRefused(String words, String message) {
        UsageException refused =
                assertThrows(UsageException.class, () -> SessionRequest.parse(List.of(words.split(" "))));
        assertTrue(refused.getMessage().contains(message), refused::getMessage);
    }

    @Test
    void anOptionTakesItsNumberOfValues() {
        SessionRequest request = SessionRequest.reading();
        assertThrows(UsageException.class, () -> request.with(SessionOption.TARGET));
        assertThrows(UsageException.class, () -> request.with(SessionOption.TARGET, "a", "b"));
        assertThrows(UsageException.class, () -> request.with(SessionOption.TITLES, "yes"));
        UsageException unknown = assertThrows(UsageException.class, () -> request.with("worker", "2"));
        assertTrue(unknown.getMessage().contains("did you mean '--workers'"), unknown::getMessage);
    }

    @ParameterizedTest
    @EnumSource(SessionOption.class)
    void everyOptionIsFoundByItsWordAndHasOne(SessionOption option) {
        assertEquals(option, SessionOption.named(option.word()).orElseThrow());
        assertEquals(option, SessionOption.named(option.word().substring(2)).orElseThrow());
        assertEquals(option.kind() == SessionOption.Kind.FLAG, option.label().isEmpty());
        Set<String> words = new HashSet<>(SessionOption.words());
        assertEquals(SessionOption.values().length, words.size(), () -> Arrays.toString(SessionOption.values()));
    }
}
