package dev.sluice.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kernels.Waveforms.Fill;
import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.channel.Polarity;
import dev.sluice.kernels.feature.BaselineKernel;
import dev.sluice.kernels.feature.BaselineResults;
import dev.sluice.kernels.feature.BasicFeaturesKernel;
import dev.sluice.kernels.feature.OrphanFragments;
import dev.sluice.kernels.feature.PeakChargeKernel;
import dev.sluice.kernels.internal.memory.RawColumn;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Waveforms that end where readable memory ends: a kernel that reads one byte too far brings this JVM down.
@KernelTest
public class GuardPageTest {

    public static final long PAGE = 65_536;
    private static final int READ_WRITE = 3;
    private static final int PRIVATE_ANONYMOUS = 0x22;

    @ParameterizedTest
    @EnumSource(SampleType.class)
    void nothingBehindTheSegmentIsRead(SampleType type) throws Throwable {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "guard pages are set up for Linux only");
        MemorySegment readable = readableBeforeAGuardPage();
        for (int samples = 0; samples <= 110; samples++) {
            int length = samples;
            WaveformLayout layout = WaveformLayout.of(type, 9 + samples * type.bytes(), 9, samples);
            MemorySegment waveforms = readable.asSlice(PAGE - Waveforms.bytes(layout, 2, 0));
            Waveforms.fill(waveforms, layout, 2, 0, Fill.RANDOM, samples);
            for (String range : new String[] {":", samples / 2 + ":"}) {
                Twins.assertAgree(
                        Twins.builder(layout, range, range), waveforms, 0, 2, () -> type + " samples=" + length);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SampleType.class)
    void nothingBehindTheSegmentIsReadForBaselinesAndBasicFeatures(SampleType type) throws Throwable {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "guard pages are set up for Linux only");
        MemorySegment readable = readableBeforeAGuardPage();
        try (Arena arena = Arena.ofConfined()) {
            for (int samples = 0; samples <= 110; samples++) {
                WaveformLayout layout = WaveformLayout.of(type, 9 + samples * type.bytes(), 9, samples)
                        .withChannel(ScalarType.UINT8, 8);
                MemorySegment waveforms = readable.asSlice(PAGE - Waveforms.bytes(layout, 2, 0));
                Waveforms.fill(waveforms, layout, 2, 0, Fill.RANDOM, samples);
                int room = samples * type.bytes();
                MemorySegment results = arena.allocate(2L * (16 + room));
                BaselineKernel.of(layout)
                        .fragments(new Column(ScalarType.UINT8, 3))
                        .orphans(OrphanFragments.FALLBACK)
                        .results(new BaselineResults(16 + room, 0, 4, 16))
                        .build()
                        .compute(waveforms, 0, 2, results, 0, ChannelBaselines.of(5));
                BasicFeaturesKernel.of(layout)
                        .heightRange(SampleRange.from(samples / 2))
                        .build()
                        .compute(waveforms, 0, 2, results, 0);
            }
        }
    }

    /// Strides may be longer than what the fields of the last record need.
    @ParameterizedTest
    @EnumSource(SampleType.class)
    void nothingBehindTheLastFieldOfTheLastRecordIsRead(SampleType type) throws Throwable {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "guard pages are set up for Linux only");
        MemorySegment readable = readableBeforeAGuardPage();
        WaveformLayout plain = WaveformLayout.of(type, 32, 0, 1);
        List<WaveformLayout> layouts = List.of(
                plain.withValidLength(ScalarType.UINT16, 4),
                plain.withBaseline(ScalarType.INT16, 4),
                plain.withChannel(ScalarType.UINT8, 4));
        for (WaveformLayout layout : layouts) {
            MemorySegment waveforms = readable.asSlice(PAGE - 32 - layout.extent());
            waveforms.fill((byte) 1);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment results = arena.allocate(64);
                Polarities mixed = Polarities.of(Polarity.NEGATIVE, Map.of(1, Polarity.POSITIVE));
                PeakChargeKernel.of(layout)
                        .polarities(layout.channel().isPresent() ? mixed : Polarities.NEGATIVE)
                        .build()
                        .compute(waveforms, 0, 2, results, 0);
            }
        }
    }

    /// Field by field against numbers that `ByteBuffer` reads, in records that are shorter than a word too.
    @ParameterizedTest
    @EnumSource(value = RawColumn.Type.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aFieldAnywhereInARecordOfAnyLengthIsReadAsItsTypeSaysAndNothingBehindIt(RawColumn.Type type) throws Throwable {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "guard pages are set up for Linux only");
        MemorySegment readable = readableBeforeAGuardPage();
        Random random = new Random(5);
        for (int length = type.bits() / 8; length <= 20; length++) {
            MemorySegment record = readable.asSlice(PAGE - length);
            for (int offset = 0; offset <= length - type.bits() / 8; offset++) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                record.copyFrom(MemorySegment.ofArray(bytes));
                ByteBuffer plain =
                        ByteBuffer.wrap(bytes, offset, length - offset).slice().order(ByteOrder.LITTLE_ENDIAN);
                RawColumn column = RawColumn.of(type, offset, length);
                int at = offset;
                int size = length;
                double expected = plainNumber(type, plain);
                assertEquals(expected, column.readDouble(record.address()), () -> type + "@" + at + " of " + size);
                if (type != RawColumn.Type.FLOAT32 && type != RawColumn.Type.FLOAT64) {
                    assertEquals(plainInteger(type, plain), column.readLong(record.address()));
                }
            }
        }
    }

    private static double plainNumber(RawColumn.Type type, ByteBuffer bytes) {
        return switch (type) {
            case FLOAT32 -> bytes.getFloat(0);
            case FLOAT64 -> bytes.getDouble(0);
            default -> plainInteger(type, bytes);
        };
    }

    private static long plainInteger(RawColumn.Type type, ByteBuffer bytes) {
        return switch (type) {
            case INT8 -> bytes.get(0);
            case UINT8 -> Byte.toUnsignedLong(bytes.get(0));
            case INT16 -> bytes.getShort(0);
            case UINT16 -> Short.toUnsignedLong(bytes.getShort(0));
            case INT32 -> bytes.getInt(0);
            case UINT32 -> Integer.toUnsignedLong(bytes.getInt(0));
            case INT64 -> bytes.getLong(0);
            default -> throw new IllegalArgumentException("not an integer: " + type);
        };
    }

    @SuppressWarnings("restricted")
    public static MemorySegment readableBeforeAGuardPage() throws Throwable {
        MethodHandle map = function(
                "mmap",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG));
        MethodHandle protect = function(
                "mprotect",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
        long address = (long) map.invokeExact(0L, 2 * PAGE, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
        Assumptions.assumeTrue(address > 0, "no memory could be mapped");
        assertEquals(0, (int) protect.invokeExact(address + PAGE, PAGE, 0));
        return MemorySegment.ofAddress(address).reinterpret(PAGE);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor);
    }
}
