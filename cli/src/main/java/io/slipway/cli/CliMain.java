package io.slipway.cli;

import io.slipway.cli.commands.RootCommand;
import io.slipway.cli.output.Console;

/** Where the program starts. */
public final class CliMain {
    private CliMain() {}

    public static void main(String[] arguments) {
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            // scripts ask for that often, and a command line that knows its words takes three times as long to make
            System.out.println(RootCommand.NAME_AND_VERSION);
            return;
        }
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
