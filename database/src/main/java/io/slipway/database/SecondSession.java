package io.slipway.database;

import java.io.Closeable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A session beside that of the scripts, out of reach of what they set, lock and begin. Opened when first needed. */
public final class SecondSession implements Supplier<JdbcSession>, Closeable {
    private final Supplier<JdbcSession> connect;
    private @Nullable JdbcSession session;

    public SecondSession(Supplier<JdbcSession> connect) {
        this.connect = connect;
    }

    @Override
    public JdbcSession get() {
        JdbcSession present = session;
        if (present == null) {
            present = connect.get();
            session = present;
        }
        return present;
    }

    @Override
    public void close() {
        JdbcSession present = session;
        session = null;
        if (present != null) {
            present.close();
        }
    }
}
