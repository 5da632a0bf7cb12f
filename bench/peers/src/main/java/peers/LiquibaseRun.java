package peers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogManager;
import liquibase.Scope;
import liquibase.command.CommandScope;
import liquibase.resource.DirectoryResourceAccessor;

/** Liquibase's update, with its defaults: {@code url user password folder [databases]}; one after the other where many. */
public final class LiquibaseRun {
    private LiquibaseRun() {}

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().getLogger("").setLevel(Level.OFF);
        try (DirectoryResourceAccessor folder = new DirectoryResourceAccessor(Path.of(arguments[3]))) {
            List<String> databases = arguments.length > 4 ? Files.readAllLines(Path.of(arguments[4])) : List.of("");
            for (String database : databases) {
                Scope.child(
                        Scope.Attr.resourceAccessor,
                        folder,
                        () -> new CommandScope("update")
                                .addArgumentValue("url", arguments[0].replace("{database}", database))
                                .addArgumentValue("username", arguments[1].replace("{database}", database))
                                .addArgumentValue("password", arguments[2])
                                .addArgumentValue("changelogFile", "changelog.xml")
                                .execute());
            }
        }
    }
}
