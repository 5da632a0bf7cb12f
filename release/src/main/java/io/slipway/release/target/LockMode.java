package io.slipway.release.target;

import java.util.Arrays;
import java.util.Optional;

/** PostgreSQL's lock levels on tables, weakest first, and who waits for whoever holds one. */
public enum LockMode {
    ACCESS_SHARE("AccessShareLock", "nobody"),
    ROW_SHARE("RowShareLock", "nobody"),
    ROW_EXCLUSIVE("RowExclusiveLock", "nobody"),
    SHARE_UPDATE_EXCLUSIVE("ShareUpdateExclusiveLock", "ddl"),
    SHARE("ShareLock", "writers"),
    SHARE_ROW_EXCLUSIVE("ShareRowExclusiveLock", "writers"),
    EXCLUSIVE("ExclusiveLock", "writers"),
    ACCESS_EXCLUSIVE("AccessExclusiveLock", "everybody");

    private final String shown;
    private final String waits;

    LockMode(String shown, String waits) {
        this.shown = shown;
        this.waits = waits;
    }

    /** As {@code pg_locks} names it. */
    public String shown() {
        return shown;
    }

    /** Who waits meanwhile: {@code nobody}, {@code ddl} (and vacuum), {@code writers} or {@code everybody}. */
    public String waits() {
        return waits;
    }

    /** Whether it keeps at least writers out. */
    public boolean blocks() {
        return compareTo(SHARE) >= 0;
    }

    /** @return empty for a name that is none of PostgreSQL's */
    public static Optional<LockMode> of(String shown) {
        return Arrays.stream(values()).filter(mode -> mode.shown.equals(shown)).findFirst();
    }

    /** The stronger of two names; of names that are not PostgreSQL's the first. */
    public static String stronger(String a, String b) {
        Optional<LockMode> other = of(b);
        return other.isPresent()
                        && of(a).filter(mode -> mode.compareTo(other.get()) < 0).isPresent()
                ? b
                : a;
    }
}
