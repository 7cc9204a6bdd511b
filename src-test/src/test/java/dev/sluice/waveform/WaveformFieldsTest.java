package dev.sluice.waveform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.record.RecordType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WaveformFieldsTest {
    @Test
    void fieldsAreFoundByName() {
        RecordType type =
                RecordType.of("pad:|u1", "baseline:<f8", "channel:<i2", "event_length:<i4", "time:<i8", "wave:<u2[7]");
        WaveformLayout layout = WaveformFields.layout(type);
        assertEquals(SampleType.UINT16, layout.sampleType());
        assertEquals(type.size(), layout.stride());
        assertEquals(type.field("wave").offset(), layout.waveOffset());
        assertEquals(7, layout.samples());
        assertEquals(ScalarType.FLOAT64, layout.baseline().type());
        assertEquals(1, layout.baseline().offset());
        assertEquals(ScalarType.INT16, layout.channel().type());
        assertEquals(ScalarType.INT32, layout.validLength().type());
        assertEquals(type.field("event_length").offset(), layout.validLength().offset());
    }

    @Test
    void lengthBaselineAndChannelMayBeMissing() {
        WaveformLayout layout = WaveformFields.layout(RecordType.of("wave:<f4[3]"));
        assertEquals(SampleType.FLOAT32, layout.sampleType());
        assertFalse(layout.validLength().isPresent());
        assertFalse(layout.baseline().isPresent());
        assertFalse(layout.channel().isPresent());
    }

    @Test
    void theRawRecordsOfStraxAreWaveforms() {
        RecordType rawRecord = RecordType.parse("[(('Start time since unix epoch [ns]', 'time'), '<i8'),"
                + " (('Length of the interval in samples', 'length'), '<i4'),"
                + " (('Width of one sample [ns]', 'dt'), '<i2'), (('Channel number', 'channel'), '<i2'),"
                + " (('Length of pulse', 'pulse_length'), '<i4'), (('Fragment number', 'record_i'), '<i2'),"
                + " (('Baseline', 'baseline'), '<i2'), (('Waveform in raw ADC counts', 'data'), '<i2', (110,))]");
        WaveformLayout layout = WaveformFields.layout(rawRecord);
        assertEquals(110, layout.samples());
        assertEquals(24, layout.waveOffset());
        assertEquals(8, layout.validLength().offset());
        assertEquals(ScalarType.INT16, layout.baseline().type());
        assertEquals(244, layout.stride());
    }

    @Test
    void lengthIsPreferredToEventLength() {
        WaveformLayout layout = WaveformFields.layout(RecordType.of("event_length:<i8", "length:<i4", "wave:<i2[4]"));
        assertEquals(ScalarType.INT32, layout.validLength().type());
    }

    @Test
    void recordsWithoutSamplesAreRefusedWithWhatThereIs() {
        String message = refusal("time:<i8", "samples:<i2[4]");
        assertTrue(message.contains("wave or data") && message.contains("samples"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<f8", "<i4", "|i1", "<u8", "|b1"})
    void samplesThatNoKernelReadsAreRefusedByName(String sampleType) {
        String message = refusal("wave:" + sampleType + "[4]");
        assertTrue(message.contains("'wave'") && message.contains(sampleType) && message.contains("astype"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wave:<i2", "wave:<i2[2,4]"})
    void samplesThatAreNoSequenceAreRefused(String wave) {
        assertTrue(refusal(wave).contains("one dimension"));
    }

    @ParameterizedTest
    @CsvSource({
        "length, <f4, 'valid length'",
        "length, <u8, length",
        "channel, <U4, channel",
        "channel, <f4, channel",
        "baseline, <i4, baseline",
        "baseline, '<f4[2]', baseline"
    })
    void fieldsOfTheWrongTypeAreRefusedByName(String field, String fieldType, String named) {
        String message = refusal(field + ":" + fieldType, "wave:<i2[4]");
        assertTrue(message.contains(named), message);
    }

    private static String refusal(String... fields) {
        RecordType type = RecordType.of(fields);
        return assertThrows(IllegalArgumentException.class, () -> WaveformFields.layout(type))
                .getMessage();
    }
}
