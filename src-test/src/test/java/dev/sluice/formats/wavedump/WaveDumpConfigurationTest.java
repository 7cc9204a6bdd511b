package dev.sluice.formats.wavedump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.formats.wavedump.file.DigitizerModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaveDumpConfigurationTest {
    @TempDir
    Path directory;

    private static WaveDumpConfiguration parse(String... lines) {
        return WaveDumpConfiguration.parse(Path.of("WaveDumpConfig.txt"), List.of(lines));
    }

    @Test
    void missingFileIsNoConfiguration() throws Exception {
        assertEquals(Optional.empty(), WaveDumpConfiguration.read(directory.resolve("WaveDumpConfig.txt")));
    }

    @Test
    void modelIsReadBetweenOffAndOn() {
        WaveDumpConfiguration configuration =
                parse("@OFF", "Digitizer 751", "RECORD_LENGTH 1", "@ON", "RECORD_LENGTH 400");
        assertEquals(Optional.of(DigitizerModel.X751), configuration.model());
        assertEquals(OptionalInt.of(400), configuration.recordLength());
    }

    @Test
    void settingsBetweenOffAndOnAreSkipped() {
        WaveDumpConfiguration configuration = parse("@OFF", "PULSE_POLARITY POSITIVE", "[3]", "@ON", "POST_TRIGGER 20");
        assertEquals(Optional.empty(), configuration.polarity(0));
        assertEquals(OptionalInt.of(20), configuration.postTriggerPercent());
    }

    @Test
    void commentsUnknownLinesTabsAndCarriageReturnsAreTolerated() throws Exception {
        String text = "# RECORD_LENGTH 1\r\n#RECORD_LENGTH 2\r\n\r\n[COMMON]\r\n\tRECORD_LENGTH\t6000\t\r\n"
                + "SOMETHING new \u00b5\r\n]]\r\nOUTPUT_FILE_FORMAT BINARY\r\nOUTPUT_FILE_HEADER YES # yes\r\n";
        Path file = directory.resolve("WaveDumpConfig.txt");
        Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        WaveDumpConfiguration configuration = WaveDumpConfiguration.read(file).orElseThrow();
        assertEquals(OptionalInt.of(6000), configuration.recordLength());
        assertEquals(Optional.of(true), configuration.binary());
        assertEquals(Optional.of(true), configuration.header());
    }

    @Test
    void formatAndHeaderAreUnknownWhereTheFileIsSilent() {
        assertEquals(Optional.empty(), parse().binary());
        assertEquals(Optional.empty(), parse().header());
        assertEquals(Optional.of(false), parse("OUTPUT_FILE_FORMAT ASCII").binary());
        assertEquals(Optional.of(false), parse("OUTPUT_FILE_HEADER NO").header());
    }

    @Test
    void polarityOfAChannelGoesBeforeTheCommonOne() {
        WaveDumpConfiguration configuration = parse(
                "[COMMON]",
                "PULSE_POLARITY NEGATIVE",
                "[2]",
                "PULSE_POLARITY POSITIVE",
                "[TR0]",
                "PULSE_POLARITY POSITIVE");
        assertEquals(Optional.of(PulsePolarity.NEGATIVE), configuration.polarity(0));
        assertEquals(Optional.of(PulsePolarity.POSITIVE), configuration.polarity(2));
    }

    @Test
    void sectionsOfGroupedModelsSpeakOfEightChannels() {
        WaveDumpConfiguration configuration =
                parse("Digitizer 740", "PULSE_POLARITY NEGATIVE", "[1]", "PULSE_POLARITY POSITIVE");
        assertEquals(Optional.of(PulsePolarity.NEGATIVE), configuration.polarity(7));
        assertEquals(Optional.of(PulsePolarity.POSITIVE), configuration.polarity(8));
        assertEquals(Optional.of(PulsePolarity.POSITIVE), configuration.polarity(15));
    }

    @Test
    void decimationLengthensThePeriodOnlyWhereTheModelHasIt() {
        WaveDumpConfiguration configuration = parse("DECIMATION_FACTOR 4");
        assertEquals(64, configuration.samplingPeriodNs(DigitizerModel.X740));
        assertEquals(40, configuration.samplingPeriodNs(DigitizerModel.X724));
        assertEquals(2, configuration.samplingPeriodNs(DigitizerModel.X730));
    }

    @Test
    void desModeHalvesThePeriodOnlyWhereTheModelHasIt() {
        WaveDumpConfiguration configuration = parse("ENABLE_DES_MODE YES");
        assertEquals(0.5, configuration.samplingPeriodNs(DigitizerModel.X751));
        assertEquals(1, configuration.samplingPeriodNs(DigitizerModel.X731));
        assertEquals(2, configuration.samplingPeriodNs(DigitizerModel.X721));
    }

    @Test
    void samplingFrequencyOfTheX742IsChosen() {
        assertEquals(0.2, parse().samplingPeriodNs(DigitizerModel.X742));
        assertEquals(0.4, parse("DRS4_FREQUENCY 1").samplingPeriodNs(DigitizerModel.X742));
        assertEquals(1.0, parse("DRS4_FREQUENCY 2").samplingPeriodNs(DigitizerModel.X742));
        assertEquals(4.0 / 3.0, parse("DRS4_FREQUENCY 3").samplingPeriodNs(DigitizerModel.X742));
        assertEquals(0.2, parse("DRS4_FREQUENCY 9").samplingPeriodNs(DigitizerModel.X742));
    }

    @Test
    void modelIsReadFromTheFileNameOrFromSettingsThatOnlyItHas() {
        assertEquals(
                Optional.of(DigitizerModel.X740),
                WaveDumpConfiguration.parse(Path.of("WaveDumpConfig_X740.txt"), List.of())
                        .model());
        assertEquals(Optional.of(DigitizerModel.X742), parse("DRS4_FREQUENCY 0").model());
        assertEquals(Optional.empty(), parse("RECORD_LENGTH 10").model());
    }

    @Test
    void unreadableNumbersAreAsGoodAsAbsent() {
        assertTrue(parse("RECORD_LENGTH many").recordLength().isEmpty());
        assertTrue(parse("RECORD_LENGTH -5").recordLength().isEmpty());
        assertTrue(parse("RECORD_LENGTH").recordLength().isEmpty());
    }
}
