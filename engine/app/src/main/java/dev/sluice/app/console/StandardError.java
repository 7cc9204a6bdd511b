package dev.sluice.app.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;

/// Standard error as the user's shell opened it.
///
/// The JVM announces incubating modules on standard error before any code of ours runs, and has no switch for it. So
/// the launcher starts it with that descriptor on a filter that leaves out this line, and the real one under the number
/// in `sluice.stderr`; here `System.err` is led back to it, so that what it prints is out when the process ends, in
/// order with standard output. What the JVM itself says later still passes the filter. Without the launcher nothing is
/// done.
public final class StandardError {
    private StandardError() {}

    /// Leads `System.err` to the descriptor that the launcher kept. Called once, before anything is printed.
    public static void restore() {
        Integer number = Integer.getInteger("sluice.stderr");
        if (number != null) {
            System.setErr(new PrintStream(new FileOutputStream(descriptor(number)), true));
        }
    }

    /// Opening `/dev/fd/3` instead fails for sockets, and for the terminal of another user.
    private static FileDescriptor descriptor(int number) {
        try {
            Constructor<FileDescriptor> constructor = FileDescriptor.class.getDeclaredConstructor(int.class);
            constructor.setAccessible(true);
            return constructor.newInstance(number);
        } catch (ReflectiveOperationException | RuntimeException closed) {
            return FileDescriptor.err;
        }
    }
}
