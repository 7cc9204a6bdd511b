package dev.sluice.kernels;

import dev.sluice.kernels.internal.loop.VectorLoops;
import java.nio.ByteOrder;
import java.util.function.Supplier;

/// What vectors this process could use: the widest, or the obstacle; immutable.
///
/// The vector package is reached by name only, so that nothing of it is loaded where its module is absent.
final class VectorOffer {

    static final String MODULE = "jdk.incubator.vector";

    private static final String PROVIDER_CLASS = "dev.sluice.kernels.internal.vector.VectorKernels";
    private static final int LEAST_BITS = 128;

    private final int widestBits;
    private final String obstacle;
    private final Supplier<VectorLoops> loader;

    private VectorOffer(int widestBits, String obstacle, Supplier<VectorLoops> loader) {
        this.widestBits = widestBits;
        this.obstacle = obstacle;
        this.loader = loader;
    }

    static VectorOffer of(int widestBits, Supplier<VectorLoops> loader) {
        return new VectorOffer(widestBits, null, loader);
    }

    static VectorOffer none(String obstacle) {
        return new VectorOffer(0, obstacle, null);
    }

    static VectorOffer ofThisMachine() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return none("this JVM runs without the vector module; start it with --add-modules=" + MODULE);
        }
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            return none("this machine is big-endian, and vector kernels read little-endian samples; use scalar");
        }
        try {
            Class<?> vectors = Class.forName(PROVIDER_CLASS);
            int widest = (int) vectors.getMethod("widestBits").invoke(null);
            return widest < LEAST_BITS
                    ? none("this machine's vectors have " + widest + " bits, least is " + LEAST_BITS + "; use scalar")
                    : of(widest, () -> instance(vectors));
        } catch (ReflectiveOperationException | LinkageError broken) {
            return none("the vector module does not work in this JVM (" + broken + "); use JDK 25 or scalar");
        }
    }

    private static VectorLoops instance(Class<?> vectors) {
        try {
            return (VectorLoops) vectors.getConstructor().newInstance();
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("vector kernels do not start: class=" + vectors.getName(), broken);
        }
    }

    boolean isUsable() {
        return obstacle == null;
    }

    int widestBits() {
        return widestBits;
    }

    String obstacle() {
        return obstacle;
    }

    KernelProvider load() {
        return KernelProvider.of(loader.get());
    }
}
