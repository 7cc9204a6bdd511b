package dev.sluice.internal.feed;

import dev.sluice.internal.ring.Parking;
import dev.sluice.record.RecordType;
import java.lang.reflect.Field;

/// Live inputs for tests whose publishers wait as a simulation says.
public final class SimulatedInput {
    private SimulatedInput() {}

    /// A live input of records of that type.
    public static LivePublisher of(String dataType, RecordType type, Parking parking) {
        return new LivePublisher(dataType, type, parking);
    }

    /// Lets out whatever pass is fed, as a `finish` without the lock of the door did: of use to faulty doubles only.
    public static void letOutAny(LivePublisher input) {
        try {
            Field door = LivePublisher.class.getDeclaredField("door");
            door.setAccessible(true);
            Field fed = LiveDoor.class.getDeclaredField("fed");
            fed.setAccessible(true);
            fed.set(door.get(input), null);
        } catch (ReflectiveOperationException renamed) {
            throw new AssertionError("the door of a live input has other fields now", renamed);
        }
    }
}
