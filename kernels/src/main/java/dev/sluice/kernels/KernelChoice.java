package dev.sluice.kernels;

import java.util.List;
import java.util.function.UnaryOperator;

/// The outcome of choosing a provider: either a provider and the reason, or the error to throw.
final class KernelChoice {

    static final String PROVIDER = "sluice.kernels";
    static final String WIDTH = "sluice.kernels.width";

    private static final List<String> PROVIDERS = List.of("auto", "vector", "scalar");
    private static final List<String> WIDTHS = List.of("auto", "128", "256", "512");

    private final KernelProvider provider;
    private final String reason;
    private final boolean fallback;

    private KernelChoice(KernelProvider provider, String reason, boolean fallback) {
        this.provider = provider;
        this.reason = reason;
        this.fallback = fallback;
    }

    /// `preference` is why scalar loops are taken where nothing is asked for; null where there is no reason.
    static KernelChoice make(UnaryOperator<String> property, String preference, VectorOffer offer) {
        if (preference != null && isUnset(PROVIDER, property) && isUnset(WIDTH, property)) {
            return scalar(preference, false);
        }
        String wanted = valueOf(PROVIDER, property);
        String width = valueOf(WIDTH, property);
        if (!PROVIDERS.contains(wanted)) {
            return refused(PROVIDER, wanted, "no such provider; use one of " + String.join(", ", PROVIDERS));
        }
        if (!WIDTHS.contains(width)) {
            return refused(WIDTH, width, "no such vector width; use one of " + String.join(", ", WIDTHS));
        }
        boolean widthForced = !width.equals("auto");
        if (wanted.equals("scalar")) {
            return widthForced
                    ? refused(WIDTH, width, "scalar kernels have no vector width; leave one of the two properties out")
                    : scalar(PROVIDER + "=scalar was asked for", false);
        }
        if (widthForced && offer.isUsable() && Integer.parseInt(width) > offer.widestBits()) {
            return refused(
                    WIDTH,
                    width,
                    "this machine's vectors have " + offer.widestBits() + " bits; use that, less, or auto");
        }
        if (offer.isUsable()) {
            return vector(offer, wanted, widthForced);
        }
        if (wanted.equals("vector")) {
            return refused(PROVIDER, wanted, offer.obstacle());
        }
        return widthForced ? refused(WIDTH, width, offer.obstacle()) : scalar(offer.obstacle(), true);
    }

    private static boolean isUnset(String name, UnaryOperator<String> property) {
        String value = property.apply(name);
        return value == null || value.isBlank();
    }

    private static String valueOf(String name, UnaryOperator<String> property) {
        String value = property.apply(name);
        return value == null || value.isBlank() ? "auto" : value.strip();
    }

    private static KernelChoice vector(VectorOffer offer, String wanted, boolean widthForced) {
        KernelProvider vectors = offer.load();
        String how = wanted.equals("vector") ? PROVIDER + "=vector was asked for" : "the vector module is present";
        String why = widthForced ? "was asked for" : "is this machine's widest";
        return new KernelChoice(vectors, how + ", and a width of " + vectors.width() + " bits " + why, false);
    }

    private static KernelChoice scalar(String reason, boolean fallback) {
        return new KernelChoice(KernelProvider.SCALAR, reason, fallback);
    }

    /// No kernel works, for this reason.
    static KernelChoice denied(String why) {
        return new KernelChoice(null, why, false);
    }

    private static KernelChoice refused(String name, String value, String why) {
        return new KernelChoice(null, "cannot honour " + name + "=" + value + ": " + why, false);
    }

    KernelProvider provider() {
        if (provider == null) {
            throw new IllegalStateException(reason);
        }
        return provider;
    }

    String reason() {
        return reason;
    }

    /// True if vectors were wanted by default and are not to be had.
    boolean isFallback() {
        return fallback;
    }

    /// One line for the log, only where the process runs slower than its user may think.
    void logFallback() {
        if (fallback) {
            System.getLogger(Kernels.class.getName()).log(System.Logger.Level.WARNING, "scalar kernels: " + reason);
        }
    }
}
