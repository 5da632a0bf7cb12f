package peers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;

/** Flyway's migrate, with its defaults: {@code url user password folder [databases]}; one after the other where many. */
public final class FlywayRun {
    private FlywayRun() {}

    public static void main(String[] arguments) throws Exception {
        List<String> databases = arguments.length > 4 ? Files.readAllLines(Path.of(arguments[4])) : List.of("");
        for (String database : databases) {
            Flyway.configure()
                    .dataSource(
                            arguments[0].replace("{database}", database),
                            arguments[1].replace("{database}", database),
                            arguments[2])
                    .locations("filesystem:" + arguments[3])
                    .load()
                    .migrate();
        }
    }
}
