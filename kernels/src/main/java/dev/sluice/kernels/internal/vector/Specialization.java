package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.loop.LoopPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.Map;

/// Copies of a loop class, one per plan, in which the plan is a constant to the JIT; thread-safe.
///
/// With strides, windows and columns known, the JIT unrolls the loops over samples as a whole and folds everything that
/// asks the plan: a third fewer instructions per record, so that the core looks ahead over more records. The copy takes
/// the methods of its samples class along: those that are compiled already would not be inlined any more, and each copy
/// has a profile of its own. It is a hidden class, which is unloaded with its last loop.
final class Specialization {

    /// Copies that are kept for callers that ask for the same plan again.
    private static final int KEPT = 64;

    private static final Map<Key, Object> COPIES = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(Class<?> loop, LoopPlan<?> plan) {}

    private Specialization() {}

    /// The plan of the copy that `lookup` belongs to; null in the class itself.
    static <P extends LoopPlan<?>> P plan(Lookup lookup, Class<P> type) {
        try {
            return MethodHandles.classData(lookup, "_", type);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("class data of " + lookup.lookupClass(), impossible);
        }
    }

    /// The copy that was kept for this plan; null if there is none.
    static <L> L kept(Class<? extends L> loop, LoopPlan<L> plan) {
        synchronized (COPIES) {
            return loopOf(COPIES.get(new Key(loop, plan)));
        }
    }

    /// Keeps a copy of `loop` for callers that ask for the same plan again: one that is compiled already.
    static <L> void keep(Class<? extends L> loop, LoopPlan<L> plan, L copy) {
        synchronized (COPIES) {
            COPIES.put(new Key(loop, plan), copy);
            if (COPIES.size() > KEPT) {
                COPIES.remove(COPIES.keySet().iterator().next());
            }
        }
    }

    /// An instance of a new copy of `loop`, a class of this package with a constructor that takes its plan, and of the
    /// static methods of `samples`; null where the JVM does not make one.
    static <L, P extends LoopPlan<L>> L of(Class<? extends L> loop, Class<?> samples, Class<P> type, P plan) {
        return loopOf(copy(loop, samples, type, plan));
    }

    // A copy implements what its original does.
    @SuppressWarnings("unchecked")
    private static <L> L loopOf(Object copy) {
        return (L) copy;
    }

    private static Object copy(Class<?> loop, Class<?> samples, Class<?> type, Object plan) {
        try {
            Lookup copy = MethodHandles.lookup().defineHiddenClassWithClassData(merged(loop, samples), plan, true);
            return copy.findConstructor(copy.lookupClass(), MethodType.methodType(void.class, type))
                    .invoke(plan);
        } catch (UncheckedIOException
                | ReflectiveOperationException
                | LinkageError
                | IllegalArgumentException refused) {
            return null;
        } catch (Throwable unexpected) {
            throw new IllegalStateException("a copy of " + loop.getName() + " fails", unexpected);
        }
    }

    /// The class file of `loop` with the methods of `samples` in it, which it calls in place of those.
    private static byte[] merged(Class<?> loop, Class<?> samples) {
        ClassFile format = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofClassLoading(loop.getClassLoader())));
        ClassModel target = format.parse(bytes(loop));
        String former = internalName(samples);
        ClassDesc self = target.thisClass().asSymbol();
        CodeTransform redirected = (code, element) -> {
            if (element instanceof InvokeInstruction call && call.owner().name().equalsString(former)) {
                code.invoke(call.opcode(), self, call.name().stringValue(), call.typeSymbol(), false);
            } else {
                code.with(element);
            }
        };
        MethodTransform calls = MethodTransform.transformingCode(redirected);
        ClassTransform own = ClassTransform.transformingMethods(calls);
        ClassTransform taken = ClassTransform.endHandler(builder -> format.parse(bytes(samples)).methods().stream()
                .filter(method -> !method.methodName().stringValue().startsWith("<"))
                .forEach(method -> builder.transformMethod(method, calls)));
        return format.transformClass(target, own.andThen(taken));
    }

    private static String internalName(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    private static byte[] bytes(Class<?> type) {
        try (InputStream bytes = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            if (bytes == null) {
                throw new IllegalArgumentException("the class file of " + type.getName() + " cannot be read");
            }
            return bytes.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
