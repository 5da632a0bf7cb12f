package io.slipway.cli;

import io.slipway.cli.commands.RootCommand;
import io.slipway.cli.output.Console;
import java.time.Clock;
import java.util.Map;

/** Where the program starts. */
public final class CliMain {
    private CliMain() {}

    public static void main(String[] arguments) {
        Interrupt interrupt = new Interrupt();
        Console console = Console.ofProcess();
        int exitCode = RootCommand.commandLine(
                        new Wiring(System.getenv(), Clock.systemUTC(), interrupt.cancellation(), console))
                .execute(arguments);
        console.flush();
        interrupt.finished(exitCode);
        System.exit(exitCode);
    }

    /** Runs a command inside this process, as the demo does. */
    public static int run(Map<String, String> environment, Console console, String... arguments) {
        return RootCommand.commandLine(
                        new Wiring(environment, Clock.systemUTC(), new Interrupt.Never().cancellation(), console))
                .execute(arguments);
    }
}
