package peers;

import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogManager;
import liquibase.Scope;
import liquibase.command.CommandScope;
import liquibase.resource.DirectoryResourceAccessor;

/** Liquibase's update, with its defaults: {@code url user password folder}. */
public final class LiquibaseRun {
    private LiquibaseRun() {}

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().getLogger("").setLevel(Level.OFF);
        try (DirectoryResourceAccessor folder = new DirectoryResourceAccessor(Path.of(arguments[3]))) {
            Scope.child(
                    Scope.Attr.resourceAccessor,
                    folder,
                    () -> new CommandScope("update")
                            .addArgumentValue("url", arguments[0])
                            .addArgumentValue("username", arguments[1])
                            .addArgumentValue("password", arguments[2])
                            .addArgumentValue("changelogFile", "changelog.xml")
                            .execute());
        }
    }
}
