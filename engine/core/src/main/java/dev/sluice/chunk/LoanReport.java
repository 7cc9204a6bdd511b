package dev.sluice.chunk;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Says in messages who holds memory of a pool. Stateless; used under the lock of the pool.
final class LoanReport {
    private static final int MOST_LEAKS_TOLD = 20;
    private static final int MOST_HOLDERS_TOLD = 6;

    private LoanReport() {}

    /// The owners and how much each holds, the largest first, then what `others` hold; empty if none holds anything.
    static String holders(Collection<Lease> lent, Collection<CountedArena> arenas, String others) {
        Map<String, Long> bytes = new HashMap<>();
        lent.forEach(lease -> bytes.merge(lease.owner(), lease.byteSize(), Long::sum));
        arenas.forEach(arena -> bytes.merge(arena.owner(), arena.bytes(), Long::sum));
        bytes.values().removeIf(held -> held == 0);
        String own = bytes.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_HOLDERS_TOLD)
                .map(entry -> entry.getValue() + " bytes by " + entry.getKey())
                .collect(Collectors.joining(", "));
        String told = own.isEmpty() || others.isEmpty() ? own + others : own + ", " + others;
        return told.isEmpty() ? "" : " (held are " + told + ")";
    }

    /// The failure of a pool that is closed while these loans stand; with the stacks that took them, where known.
    static IllegalStateException leak(List<Lease> leases) {
        long bytes = leases.stream().mapToLong(Lease::byteSize).sum();
        IllegalStateException leak = new IllegalStateException("leak: " + leases.size() + " loans of " + bytes
                + " bytes were not given back: "
                + leases.stream()
                        .limit(MOST_LEAKS_TOLD)
                        .map(lease -> lease.byteSize() + " bytes of " + lease.owner())
                        .collect(Collectors.joining(", "))
                + (leases.size() > MOST_LEAKS_TOLD ? ", …" : ""));
        leases.stream().map(Lease::taken).filter(stack -> stack != null).forEach(leak::addSuppressed);
        return leak;
    }
}
