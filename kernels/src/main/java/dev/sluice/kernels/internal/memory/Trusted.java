package dev.sluice.kernels.internal.memory;

/// Numbers from memory that was checked already, on their way into an address; stateless, safe from any thread.
///
/// A record may change between the pass that checks it and the one that uses it: a mapped file does where another
/// process writes to it. So what addresses memory is compared once more where that is done.
public final class Trusted {

    private Trusted() {}

    /// The number, which is from 0 to below `limit`; fails with `IllegalStateException` if it is not any more.
    public static int below(long limit, long number) {
        if (number < 0 || number >= limit) {
            throw changed(limit, number);
        }
        return (int) number;
    }

    /// The failure of a call that finds records otherwise than it has checked them, in what this says.
    public static IllegalStateException changed(String what) {
        return new IllegalStateException("records change while a kernel works on them: " + what
                + "; let nothing write to them before the call returns");
    }

    private static IllegalStateException changed(long limit, long number) {
        return changed("an index that was below limit=" + limit + " is now index=" + number);
    }
}
