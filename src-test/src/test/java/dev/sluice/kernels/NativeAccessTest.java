package dev.sluice.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.analysis.feature.Features;
import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.executor.CpuPinning;
import dev.sluice.fixtures.ChildJvm;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.stream.ChunkStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// E18: a JVM that denies native access gets a sentence with the remedy, which works, not an error of a class.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class NativeAccessTest {
    @ParameterizedTest
    @ValueSource(strings = {"stream", "pinning", "twice"})
    void deniedNativeAccessIsToldWithTheOptionThatAllowsIt(String what) throws Exception {
        assertEquals(0, ChildJvm.run(List.of("--illegal-native-access=deny"), Denied.class, what));
        assertEquals(
                3,
                ChildJvm.run(
                        List.of("--illegal-native-access=deny", "--enable-native-access=ALL-UNNAMED"),
                        Denied.class,
                        what));
    }

    /// Vectors are a matter of speed only.
    @ParameterizedTest
    @ValueSource(strings = {"-Dsluice.kernels=auto", "-Dsluice.kernels=scalar"})
    void withoutTheVectorModuleAStreamRuns(String kernels) throws Exception {
        assertEquals(3, ChildJvm.run(List.of("--enable-native-access=ALL-UNNAMED", kernels), Denied.class, "stream"));
    }

    /// Ends with 0 if native access is denied with a sentence, with 3 if it is allowed and the stream runs.
    static final class Denied {
        public static void main(String[] arguments) {
            try {
                switch (arguments[0]) {
                    case "pinning" -> {
                        if (CpuPinning.isSupported()) {
                            CpuPinning.pinCurrentThread(0);
                        } else {
                            NativeAccess.require();
                        }
                    }
                    case "twice" -> {
                        if (refusal() != null) {
                            throw refusal();
                        }
                    }
                    default -> stream();
                }
            } catch (IllegalArgumentException otherCpu) {
                System.exit(3);
            } catch (RuntimeException failure) {
                String message = failure.getMessage();
                boolean wording = message.contains("native access is denied")
                        && message.contains("--enable-native-access=ALL-UNNAMED")
                        && !message.contains("InInitializer");
                System.out.println(failure);
                System.exit(wording ? 0 : 1);
            }
            System.exit(3);
        }

        private static RuntimeException refusal() {
            try {
                stream();
                return null;
            } catch (RuntimeException failure) {
                return failure;
            }
        }

        private static void stream() {
            try (Context context = Context.create().register(SimulatedDetector.ofRecords(1000), new Features());
                    ChunkStream stream = context.streaming("r").getStream("features")) {
                long count = 0;
                for (Chunk chunk : stream) {
                    count += chunk.length();
                }
                if (count != 1000) {
                    throw new IllegalStateException("records: " + count);
                }
            }
        }
    }
}
