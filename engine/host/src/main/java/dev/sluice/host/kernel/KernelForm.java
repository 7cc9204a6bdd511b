package dev.sluice.host.kernel;

import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/// A kernel that hosts may open: its name, its arrays in order, and how it is bound by words.
///
/// @param name   as hosts write it
/// @param kernel the simple name of the class of the kernel
/// @param arrays names of the arrays, inputs first
/// @param bind   makes the kernel out of words
record KernelForm(String name, String kernel, List<String> arrays, Function<KernelWords, Bound> bind) {

    /// What words have bound.
    record Bound(List<RecordType> types, HostKernel.Body body, Runnable freeing) {
        /// A kernel whose calls work in no memory that is to be freed.
        Bound(List<RecordType> types, HostKernel.Body body) {
            this(types, body, () -> {});
        }

        /// A kernel that changes the records of its only array.
        static Bound inPlace(RecordType records, Consumer<Records> kernel) {
            return new Bound(List.of(records), arrays -> {
                kernel.accept(arrays[0]);
                return arrays[0].count();
            });
        }

        /// A kernel of two arrays, with one result for each record of the first.
        static Bound rows(RecordType from, RecordType to, BiConsumer<Records, Records> kernel) {
            return new Bound(List.of(from, to), arrays -> {
                kernel.accept(arrays[0], arrays[1]);
                return arrays[1].count();
            });
        }
    }

    /// The kernel for these words.
    ///
    /// @throws IllegalArgumentException if they are no words of this kernel
    HostKernel open(String text) {
        KernelWords words = KernelWords.parse(name, text);
        try {
            Bound bound = bind.apply(words);
            words.requireAllKnown();
            return new HostKernel(name, bound, words);
        } catch (KernelArgumentException refused) {
            throw words.inSettings(refused);
        }
    }
}
