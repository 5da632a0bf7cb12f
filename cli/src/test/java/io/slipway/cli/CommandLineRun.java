package io.slipway.cli;

import io.slipway.cli.commands.RootCommand;
import io.slipway.cli.output.Console;
import io.slipway.database.Products;
import io.slipway.release.execute.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/** How a command ended, run in this process just as the program would. */
public record CommandLineRun(int exitCode, String out, String err) {

    static CommandLineRun of(Map<String, String> environment, String... arguments) {
        return of(environment, new Cancellation(), arguments);
    }

    static CommandLineRun of(Map<String, String> environment, Cancellation cancellation, String... arguments) {
        return of(environment, Clock.systemUTC(), cancellation, arguments);
    }

    /** One that takes another time for the present one. */
    public static CommandLineRun of(Map<String, String> environment, Clock clock, String... arguments) {
        return of(environment, clock, new Cancellation(), arguments);
    }

    private static CommandLineRun of(
            Map<String, String> environment, Clock clock, Cancellation cancellation, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        int exitCode = RootCommand.commandLine(
                        new Wiring(environment, clock, cancellation, console, Products.all(clock)))
                .execute(arguments);
        console.flush();
        return new CommandLineRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "exit code " + exitCode + "\n--- stdout\n" + out + "--- stderr\n" + err + "---";
    }
}
