package io.slipway.studio.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.Console;
import io.slipway.database.Products;
import io.slipway.enablement.program.Programs;
import io.slipway.release.execute.Cancellation;
import io.slipway.testkit.Skips;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** What tests need that play scenarios: a command line whose words are kept, and terminals that find Slipway. */
final class Playing {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    /** @param launchers where the launcher goes that terminals start */
    static void install(Path launchers) throws IOException {
        for (Programs each : List.of(Programs.BROWSER, Programs.SHELL)) {
            if (each.find(System.getenv()).isEmpty()) {
                Skips.outLoud("scenarios: there is no " + each.title());
            }
        }
        Path launcher = Files.writeString(
                launchers.resolve("slipway"),
                "#!/bin/sh\nexec \"" + System.getProperty("java.home")
                        + "/bin/java\" -XX:TieredStopAtLevel=1 -Xshare:auto -cp \""
                        + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        + "\" io.slipway.cli.CliMain \"$@\"\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        System.setProperty("slipway.launcher", launcher.toString());
    }

    static void forget() {
        System.clearProperty("slipway.launcher");
    }

    Wiring wiring() {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new Wiring(
                System.getenv(),
                Clock.systemUTC(),
                new Cancellation(),
                new Console(out, out, false),
                Products.all(Clock.systemUTC()));
    }

    String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
