package io.slipway.cli;

import io.slipway.cli.commands.RootCommand;
import io.slipway.cli.output.Console;

/** Where the program starts. */
public final class CliMain {
    private CliMain() {}

    public static void main(String[] arguments) {
        Interrupt interrupt = new Interrupt();
        Console console = Console.ofProcess();
        int exitCode = RootCommand.commandLine(Wiring.ofProcess(interrupt.cancellation(), console))
                .execute(arguments);
        console.flush();
        interrupt.finished(exitCode);
        System.exit(exitCode);
    }
}
