package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

final class FieldElementTest {
    /// strax titles its fields; a title names one field of a type only.
    @Test
    void elementsOfATitledArrayStandBesideEachOther() {
        RecordType type = RecordType.parse("[(('Waveform data', 'data'), '<i2', (4,))]");
        Field first = FieldElement.of(type, "data[0]");
        Field last = FieldElement.of(type, "data[3]");
        assertNull(first.title());
        assertNull(last.title());
        assertEquals(0, first.offset());
        assertEquals(6, last.offset());
        assertEquals("Waveform data", FieldElement.of(type, "data").title());
    }
}
