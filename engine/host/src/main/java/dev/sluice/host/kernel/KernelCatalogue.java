package dev.sluice.host.kernel;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The kernels that hosts may open, by name.
public final class KernelCatalogue {
    private static final Map<String, KernelForm> FORMS = Stream.of(
                    WaveformKernels.FORMS,
                    FilterKernels.FORMS,
                    FragmentKernels.FORMS,
                    OperationKernels.FORMS,
                    TimeKernels.FORMS,
                    EventKernels.FORMS)
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableMap(KernelForm::name, Function.identity()));

    private KernelCatalogue() {}

    /// The kernel of that name, bound by these words; see [KernelWords].
    ///
    /// @throws IllegalArgumentException if there is none, or the words are not of it
    public static HostKernel open(String name, String words) {
        KernelForm form = FORMS.get(name);
        if (form == null) {
            throw new IllegalArgumentException(
                    "no kernel is called '" + name + "'; there are " + String.join(", ", names()));
        }
        return form.open(words);
    }

    /// The names, in order.
    public static List<String> names() {
        return FORMS.keySet().stream().sorted().toList();
    }

    /// The names of the classes of kernels that have an entry.
    static List<String> classes() {
        return FORMS.values().stream()
                .map(KernelForm::kernel)
                .distinct()
                .sorted()
                .toList();
    }
}
