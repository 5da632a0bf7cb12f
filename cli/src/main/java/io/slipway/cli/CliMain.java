package io.slipway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Starts the command line. */
@Command(name = "slipway", mixinStandardHelpOptions = true, version = "slipway 0.1.0")
public final class CliMain {
    public static void main(String[] args) {
        System.exit(new CommandLine(new CliMain()).execute(args));
    }
}
