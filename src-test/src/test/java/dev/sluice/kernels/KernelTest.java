package dev.sluice.kernels;

import dev.sluice.kernels.internal.vector.VectorKernels;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A test class that the build repeats with scalar kernels and at every vector width, where the CPU has that width.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("kernels")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ExtendWith(KernelTest.WidthIsOffered.class)
public @interface KernelTest {

    /// Skips where this run forces a width that the CPU lacks; asks the Vector API itself, not the code under test.
    final class WidthIsOffered implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            int forced = Integer.getInteger(KernelChoice.WIDTH, 0);
            int offered = VectorKernels.widestBits();
            return forced > offered
                    ? ConditionEvaluationResult.disabled(
                            "the forced width of " + forced + " bits is beyond this CPU's " + offered)
                    : ConditionEvaluationResult.enabled("width offered");
        }
    }
}
