package dev.sluice.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What hosts have opened, by number. A number is given once: that of a released thing is refused for good.
///
/// A number is the place of the thing and, above it, how often the place was taken before. For any thread; looking one
/// up takes no lock and allocates nothing.
final class Handles {
    private static final int PLACE_BITS = 20;
    private static final int MOST = 1 << PLACE_BITS;

    private volatile Entry[] entries = new Entry[64];
    private final List<Integer> free = new ArrayList<>();
    private int used;
    private boolean closed;

    /// A thing, and its number; replaced, never changed.
    private record Entry(long number, AutoCloseable thing) {}

    /// Keeps `thing` and returns its number, which is never 0.
    ///
    /// @throws HostException if there are more than a million already, or [#removeAll] has ended it
    synchronized long add(AutoCloseable thing) {
        if (closed) {
            throw new HostException(HostCode.STATE, "Sluice was stopped, and cannot start again in this process");
        }
        int place = free.isEmpty() ? used++ : free.removeLast();
        if (place >= MOST) {
            used--;
            throw new HostException(
                    HostCode.MEMORY, "more than " + MOST + " handles are open; release those that are not needed");
        }
        Entry[] now = entries;
        if (place >= now.length) {
            now = Arrays.copyOf(now, now.length * 2);
        }
        Entry before = now[place];
        long round = before == null ? 1 : (before.number() >>> PLACE_BITS) + 1;
        long number = round << PLACE_BITS | place;
        now[place] = new Entry(number, thing);
        entries = now;
        return number;
    }

    /// The thing of that number, which is to be a `type`.
    ///
    /// @throws HostException if there is none, or it is another thing
    <T extends AutoCloseable> T get(long number, Class<T> type, String name) {
        AutoCloseable thing = thing(number);
        if (!type.isInstance(thing)) {
            throw new HostException(HostCode.HANDLE, refusal(number, thing, name));
        }
        return type.cast(thing);
    }

    /// Forgets the thing of that number, and returns it for its closing.
    ///
    /// @throws HostException if there is none
    synchronized AutoCloseable remove(long number) {
        AutoCloseable thing = thing(number);
        if (thing == null) {
            throw new HostException(HostCode.HANDLE, refusal(number, null, "handle"));
        }
        int place = (int) (number & MOST - 1);
        entries[place] = new Entry(number, null);
        entries = entries;
        free.add(place);
        return thing;
    }

    /// Forgets the thing of that number, if it is there.
    synchronized void forget(long number) {
        if (thing(number) != null) {
            remove(number);
        }
    }

    /// All that is open; nothing can be opened from now on.
    synchronized List<AutoCloseable> removeAll() {
        closed = true;
        List<AutoCloseable> open = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry != null && entry.thing() != null) {
                open.add(remove(entry.number()));
            }
        }
        return open;
    }

    private AutoCloseable thing(long number) {
        Entry[] now = entries;
        long place = number & MOST - 1;
        Entry entry = place < now.length ? now[(int) place] : null;
        return entry != null && entry.number() == number ? entry.thing() : null;
    }

    private String refusal(long number, AutoCloseable other, String name) {
        if (other != null) {
            return "handle 0x" + Long.toHexString(number) + " is no " + name + " but a " + other;
        }
        Entry[] now = entries;
        long place = number & MOST - 1;
        boolean known = number > 0
                && place < now.length
                && now[(int) place] != null
                && number >>> PLACE_BITS <= now[(int) place].number() >>> PLACE_BITS;
        return name + " 0x" + Long.toHexString(number)
                + (known ? " was released" : " was never opened by this process");
    }
}
