package dev.sluice.chunk;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;

/// Slabs of a pool that are not lent, by their size in bytes. Used under the lock of the pool.
final class IdleSlabs {
    private final Long2ObjectHashMap<ArrayDeque<Slab>> bySize = new Long2ObjectHashMap<>();
    private long bytes;

    /// Bytes of all of them.
    long bytes() {
        return bytes;
    }

    /// Takes a slab of `size` bytes in.
    void add(long size, Slab slab) {
        bySize.computeIfAbsent(size, unknown -> new ArrayDeque<>()).push(slab);
        bytes += size;
    }

    /// Gives a slab of just `size` bytes out; null if there is none.
    Slab poll(long size) {
        ArrayDeque<Slab> slabs = bySize.get(size);
        Slab slab = slabs == null ? null : slabs.poll();
        bytes -= slab == null ? 0 : size;
        return slab;
    }

    /// Moves one that has memory of its own, which can be freed alone, to `freed`; its size, or 0 if there is none.
    long moveAlone(List<Slab> freed) {
        for (ArrayDeque<Slab> slabs : bySize.values()) {
            Iterator<Slab> each = slabs.iterator();
            while (each.hasNext()) {
                Slab slab = each.next();
                if (!slab.owner.isCommon()) {
                    each.remove();
                    freed.add(slab);
                    bytes -= slab.size;
                    return slab.size;
                }
            }
        }
        return 0;
    }

    /// Moves all of them to `freed`.
    void moveAll(List<Slab> freed) {
        bySize.forEachLong((size, slabs) -> freed.addAll(slabs));
        bySize.clear();
        bytes = 0;
    }
}
