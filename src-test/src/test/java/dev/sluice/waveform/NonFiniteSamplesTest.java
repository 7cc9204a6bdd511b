package dev.sluice.waveform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.record.FloatField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// N5: the scan compares bits of whole records; [Float#isFinite] looks at one sample.
final class NonFiniteSamplesTest {
    private static final float[] EDGES = {
        0f,
        -0f,
        Float.MIN_VALUE,
        -Float.MAX_VALUE,
        Float.MAX_VALUE,
        Float.intBitsToFloat(0x007F_FFFF),
        Float.intBitsToFloat(0xFF7F_FFFF)
    };
    private static final int[] NON_FINITE = {0x7F80_0000, 0xFF80_0000, 0x7FC0_0000, 0x7F80_0001, 0xFFFF_FFFF};

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 17, 64})
    void oneSampleAnywhereIsFoundAndNoFiniteOneIs(int samples) {
        RecordType type = RecordType.of("time:<i8", "length:<i2", "wave:<f4[" + samples + "]")
                .instantaneous();
        NonFiniteSamples scan = NonFiniteSamples.of(type).orElseThrow();
        FloatField wave = type.floatField("wave");
        Records records = Records.allocate(type, 2, Arena.ofAuto());
        Random random = new Random(samples);
        for (int round = 0; round < 2000; round++) {
            int valid = random.nextInt(samples + 1);
            type.longField("length").set(records, 1, valid);
            boolean expected = false;
            for (int i = 0; i < samples; i++) {
                float value = random.nextInt(samples) == 0
                        ? Float.intBitsToFloat(NON_FINITE[random.nextInt(NON_FINITE.length)])
                        : random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : (float) random.nextGaussian();
                wave.set(records, 1, i, value);
                expected |= i < valid && !Float.isFinite(value);
            }
            assertEquals(expected, scan.isIn(records, 1), "seed=" + samples + " round=" + round);
        }
    }
}
