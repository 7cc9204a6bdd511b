package dev.sluice.formats.wavedump.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigitizerModelTest {
    @ParameterizedTest
    @CsvSource({
        "751,X751",
        "DT5751,X751",
        "x730,X730",
        "V1730S,X730",
        " v1720 ,X720",
        "N6724,X724",
        "VX1742,X742",
        "5725,X725",
        "DT5730SB,X730",
        "V1740D,X740",
        "DT5781,X781"
    })
    void modelIsFoundByAnyOfItsNames(String text, DigitizerModel model) {
        assertEquals(Optional.of(model), DigitizerModel.find(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "75", "7510", "17511", "799", "A4", "DT"})
    void otherTextNamesNoModel(String text) {
        assertEquals(Optional.empty(), DigitizerModel.find(text));
    }

    @Test
    void unknownModelIsRefusedWithTheKnownOnes() {
        Exception error = assertThrows(IllegalArgumentException.class, () -> DigitizerModel.of("V1799"));
        assertTrue(error.getMessage().contains("model=V1799"), error.getMessage());
        assertTrue(error.getMessage().contains("720, 721, 724"), error.getMessage());
    }

    @Test
    void onlyTheEightBitFamiliesStoreBytes() {
        for (DigitizerModel model : DigitizerModel.values()) {
            boolean eightBits = model == DigitizerModel.X721 || model == DigitizerModel.X731;
            assertEquals(eightBits, model.sampleKind() == SampleKind.UNSIGNED_8, model.name());
            assertEquals(eightBits, model.sampleBits() == 8, model.name());
        }
    }
}
