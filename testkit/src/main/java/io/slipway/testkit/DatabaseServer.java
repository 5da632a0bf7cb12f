package io.slipway.testkit;

/** A real server of some product on this machine. */
public interface DatabaseServer {
    /** The server itself, as its administrator. */
    Database admin();

    /** A new, empty database with a new user who may do everything there and nothing elsewhere. */
    Database createDatabase();

    int port();

    /** Of its first process. */
    long pid();

    /** Ends it as a crash does, or sees that it has ended; only for one that nobody shares. */
    void stopAtOnce();

    /** With the same data, at the same port. */
    void startAgain();

    /**
     * The server of this JVM, or the test is skipped out loud.
     *
     * @param product {@code postgresql} or {@code mariadb}
     */
    static DatabaseServer shared(String product) {
        return product.equals("mariadb") ? MariadbServer.findOrSkip() : PostgresServer.newest();
    }

    /** One that nobody shares and that keeps each commit through a crash, or the test is skipped out loud. */
    static DatabaseServer own(String product) {
        return product.equals("mariadb") ? MariadbServer.ownOrSkip() : PostgresServer.own();
    }
}
