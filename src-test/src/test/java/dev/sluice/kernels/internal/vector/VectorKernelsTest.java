package dev.sluice.kernels.internal.vector;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.kernels.internal.loop.LoopPlan;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class VectorKernelsTest {

    /// A twin that is not registered would leave its kernel on the scalar loop, ten times slower, and every test green.
    @Test
    void everyVectorTwinIsRegisteredForItsPlan() throws Exception {
        assumeTrue(
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
                "the module jdk.incubator.vector is not there");
        List<Class<?>> twins = twins();
        assertFalse(twins.isEmpty(), "no classes were found beside VectorKernels");
        for (Class<?> twin : twins) {
            planOf(twin)
                    .forEach(plan -> assertTrue(
                            VectorKernels.covers(plan), twin.getSimpleName() + " is not registered for " + plan));
        }
    }

    /// What makes a loop of a plan: a static method `of`, or a constructor, with that one parameter.
    private static Stream<Class<?>> planOf(Class<?> twin) {
        Stream<Method> makers = Stream.of(twin.getDeclaredMethods())
                .filter(method -> method.getName().equals("of") && Modifier.isStatic(method.getModifiers()));
        Stream<Constructor<?>> constructors = Stream.of(twin.getDeclaredConstructors());
        Stream<Executable> all = Stream.concat(makers, constructors);
        return all.filter(maker -> maker.getParameterCount() == 1)
                .<Class<?>>map(maker -> maker.getParameterTypes()[0])
                .filter(LoopPlan.class::isAssignableFrom);
    }

    private static List<Class<?>> twins() throws Exception {
        URI home = VectorKernels.class.getResource("VectorKernels.class").toURI();
        if (!home.getScheme().equals("jar")) {
            return classes(Path.of(home).getParent());
        }
        try (FileSystem jar = FileSystems.newFileSystem(home, Map.of())) {
            return classes(jar.getPath("dev/sluice/kernels/internal/vector"));
        }
    }

    private static List<Class<?>> classes(Path folder) throws Exception {
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.contains("$") && !name.startsWith("package-info")) {
                    classes.add(Class.forName("dev.sluice.kernels.internal.vector." + name.replace(".class", "")));
                }
            }
        }
        return classes;
    }
}
