package io.slipway.cli;

import io.slipway.cli.commands.RootCommand;
import io.slipway.cli.output.Console;

/** Where the program starts. */
public final class CliMain {
    private CliMain() {}

    public static void main(String[] arguments) {
        Interrupt interrupt = new Interrupt();
        Console console = Console.ofProcess();
        Wiring wiring = Wiring.ofProcess(interrupt.cancellation(), console);
        int exitCode;
        try {
            exitCode = RootCommand.commandLine(wiring, arguments).execute(arguments);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            exitCode = RootCommand.failure(wiring, e, arguments);
        }
        console.flush();
        interrupt.finished(exitCode);
        System.exit(exitCode);
    }
}
