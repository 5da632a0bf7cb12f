package peers;

import org.flywaydb.core.Flyway;

/** Flyway's migrate, with its defaults: {@code url user password folder}. */
public final class FlywayRun {
    private FlywayRun() {}

    public static void main(String[] arguments) {
        Flyway.configure()
                .dataSource(arguments[0], arguments[1], arguments[2])
                .locations("filesystem:" + arguments[3])
                .load()
                .migrate();
    }
}
