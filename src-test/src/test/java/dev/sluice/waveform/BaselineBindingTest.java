package dev.sluice.waveform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.feature.OrphanFragments;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BaselineBindingTest {
    private static final RecordType RESULTS = RecordType.of("baseline:<f4");

    /// The baseline of a fragment of another pulse is 7, the fallback, where whole times tell the pulses apart.
    @ParameterizedTest
    @CsvSource({
        "time:<i8, dt:<i2, 7",
        "time:<u8, dt:<u8, 7",
        "time:<i4, dt:|u1, 7",
        "time:<u4, dt:|i1, 7",
        "time:<i8, dt:<f4, 100",
        "time:<f4, dt:<i2, 100",
        "time:<i8, step:<i2, 100",
        "start:<i8, dt:<i2, 100",
        "time:<i8, dt:<i2[2], 100"
    })
    void wholeTimesTellPulsesOfAChannelApart(String time, String dt, float expected) {
        RecordType type = RecordType.of(time, dt, "channel:<i2", "record_i:<i2", "data:<i2[50]");
        Records waveforms = Records.allocate(type, 3, Arena.ofAuto());
        for (int i = 0; i < 3; i++) {
            type.longField("record_i").set(waveforms, i, i);
            set(waveforms, time, i, i == 2 ? 9000 : 1000 + 500 * i);
            set(waveforms, dt, i, 10);
            for (int k = 0; k < 50; k++) {
                type.longField("data").set(waveforms, i, k, 100 * (i + 1));
            }
        }
        Records results = Records.allocate(RESULTS, 3, Arena.ofAuto());
        BaselineBinding.between(
                        type,
                        RESULTS,
                        kernel -> kernel.orphans(OrphanFragments.FALLBACK).fallback(7))
                .apply(waveforms, results, ChannelBaselines.of(1));
        assertEquals(100, RESULTS.floatField("baseline").get(results, 1));
        assertEquals(expected, RESULTS.floatField("baseline").get(results, 2));
    }

    private static void set(Records records, String field, int index, long value) {
        RecordType type = records.type();
        String name = field.substring(0, field.indexOf(':'));
        if (type.field(name).type().isInteger()) {
            type.longField(name).set(records, index, 0, value);
        } else {
            type.floatField(name).set(records, index, value);
        }
    }
}
