package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.stream.Stream;

/// Refers to tests elsewhere that prove a claim, so that none of them is lost or renamed unnoticed.
final class ProvenBy {
    private ProvenBy() {}

    /// Names like `stream.FlowTest#aTest`, from the root package on.
    static void tests(String... names) throws ClassNotFoundException {
        for (String name : names) {
            String[] parts = name.split("#");
            Class<?> type = Class.forName("dev.sluice." + parts[0]);
            assertTrue(
                    Stream.of(type.getDeclaredMethods())
                            .anyMatch(method -> method.getName().equals(parts[1]) && isTest(method)),
                    () -> name + " is no test");
        }
    }

    private static boolean isTest(Method method) {
        return Stream.of(method.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().endsWith("Test"));
    }
}
