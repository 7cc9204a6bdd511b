package dev.sluice.kernels.internal.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The record loops must be compiled on their own: inlined into a caller they may stay at half their speed for good.
class RecordLoopSizeTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                SignedPeakCharge.class,
                UnsignedPeakCharge.class,
                FloatPeakCharge.class,
                IntegerBaseline.class,
                IntegerBasicFeatures.class,
                FloatBasicFeatures.class,
                IntegerThresholdHits.class,
                FloatThresholdHits.class,
                IntegerPulseShape.class
            })
    void recordLoopsAreTooBigToBeInlined(Class<?> loop) throws IOException {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        Assumptions.assumeTrue(jvm != null, "this JVM is not HotSpot");
        int limit = Integer.parseInt(jvm.getVMOption("FreqInlineSize").getValue());
        int size = codeLength(loop, "run");
        assertTrue(size > limit, loop.getSimpleName() + ".run has " + size + " bytes of code, FreqInlineSize=" + limit);
    }

    private static int codeLength(Class<?> owner, String method) throws IOException {
        try (InputStream bytes = owner.getResourceAsStream(owner.getSimpleName() + ".class")) {
            return ClassFile.of().parse(bytes.readAllBytes()).methods().stream()
                    .filter(candidate -> candidate.methodName().equalsString(method))
                    .map(MethodModel::code)
                    .map(code -> ((CodeAttribute) code.orElseThrow()).codeLength())
                    .findFirst()
                    .orElseThrow();
        }
    }
}
