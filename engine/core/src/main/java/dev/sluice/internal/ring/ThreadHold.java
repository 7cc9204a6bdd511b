package dev.sluice.internal.ring;

/// The hold of one thread outside the engine on memory of a pass, which is not freed meanwhile. The using thread takes
/// hold and lets go; any thread may close and wait.
public final class ThreadHold {
    private final Parking parking;
    private final Parking.Point taken;
    private final Parking.Point gone;
    private final MemoryHold memory = new MemoryHold();
    private volatile Thread holder;

    /// A hold that passes these points when it is taken and let go.
    public ThreadHold(Parking parking, Parking.Point taken, Parking.Point gone) {
        this.parking = parking;
        this.taken = taken;
        this.gone = gone;
    }

    /// The calling thread uses the memory from now on. It looks afterwards whether the pass is closed: a thread that
    /// closes sees the holder, or the holder sees the close.
    public void take() {
        holder = Thread.currentThread();
        parking.step(taken);
    }

    /// The memory is used no more.
    public void letGo() {
        holder = null;
        parking.step(gone);
        memory.letGo();
    }

    /// The thread that uses the memory; null if none does.
    public Thread holder() {
        return holder;
    }

    /// Its name, for messages.
    public String name() {
        Thread thread = holder;
        return thread == null ? "?" : thread.getName();
    }

    /// Whether another thread that is alive uses the memory.
    public boolean isHeld() {
        Thread thread = holder;
        return thread != null && thread != Thread.currentThread() && thread.isAlive();
    }

    /// Waits while another thread uses the memory until `deadline`; false if it does even then.
    public boolean await(long deadline) {
        return MemoryHold.await(this::isHeld, deadline, parking);
    }

    /// Leaves `last` to the thread that uses the memory, or does it now if none does.
    public void leave(Runnable last) {
        memory.leave(this::isHeld, last);
    }
}
