package dev.sluice.record;

/// Guards a slice: stale when its parent is, when the parent's owner set another guard, or when it rebound the memory.
final class SliceGuard implements Guard {
    private final Records parent;
    private final Guard guard;
    private final long binding;

    SliceGuard(Records parent) {
        this.parent = parent;
        this.guard = parent.guard;
        this.binding = parent.binding;
    }

    @Override
    public void check() {
        if (guard != null) {
            guard.check();
        }
        if (parent.binding != binding) {
            throw new IllegalStateException("a slice of records is stale: the memory under binding=" + binding
                    + " was replaced by binding=" + parent.binding
                    + "; slice again after each step, or copy what must be kept");
        }
    }
}
