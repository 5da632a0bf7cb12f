package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.Errors;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code slipway} without a command: says which there are. */
@Command(
        name = "slipway",
        mixinStandardHelpOptions = true,
        version = "slipway " + RootCommand.VERSION,
        description =
                "Takes database changes live: packages SQL scripts into one proved, signed artifact and deploys it"
                        + " down a pipeline.",
        subcommandsRepeatable = false,
        footerHeading = "%nStart here:%n",
        footer = {
            "  slipway demo             see everything in two minutes, on real embedded databases",
            "  slipway init             make a project in this folder",
            "  slipway package          prove what is new and make an artifact",
            "  slipway deploy latest --to dev",
            "",
            "Every flag has an environment twin: --to is SLIPWAY_TO, --output is SLIPWAY_OUTPUT.",
            "Exit codes: 0 done or nothing to do, 1 --check found a difference, 2 failed and the target is as before,",
            "3 failed part-way, 4 refused, 64 usage, 65 bad script or artifact, 70 internal, 78 configuration."
        })
public final class RootCommand implements Runnable {
    static final String VERSION = "0.1.0";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private RootCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }

    /** The whole command line. */
    public static CommandLine commandLine(Wiring wiring) {
        CommandLine line = new CommandLine(new RootCommand())
                .addSubcommand(new InitCommand(wiring))
                .addSubcommand(new PackageCommand(wiring))
                .addSubcommand(new InspectCommand(wiring))
                .addSubcommand(new VerifyCommand(wiring))
                .addSubcommand(new ForecastCommand(wiring))
                .addSubcommand(new DeployCommand(wiring))
                .addSubcommand(new StatusCommand(wiring))
                .addSubcommand(new HistoryCommand(wiring))
                .addSubcommand(new RollbackCommand(wiring))
                .addSubcommand(new ResolveCommand(wiring))
                .addSubcommand(new BaselineCommand(wiring))
                .addSubcommand(new ServeCommand(wiring))
                .addSubcommand(new RunnerCommand(wiring))
                .addSubcommand(new BackupCommand(wiring))
                .addSubcommand(new RestoreCommand(wiring))
                .addSubcommand(new MigrateCommand(wiring))
                .addSubcommand(AuditCommand.commandLine(wiring))
                .addSubcommand(RolloutCommand.commandLine(wiring))
                .addSubcommand(ScenarioCommand.commandLine(wiring))
                .addSubcommand(new DoctorCommand(wiring))
                .addSubcommand(new DemoCommand(wiring))
                .addSubcommand("completion", new AutoComplete.GenerateCompletion());
        line.setOut(new PrintWriter(wiring.console().out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(wiring.console().err(), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setDefaultValueProvider(new EnvironmentTwins(wiring.environment()));
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((e, arguments) -> usage(wiring, e, arguments));
        line.setExecutionExceptionHandler(
                (e, command, parsed) -> failure(wiring, e, json(wiring, parsed.originalArgs())));
        return line;
    }

    /** What {@code main} does with an error that no command can handle: says it, and gives the exit code. */
    public static int failure(Wiring wiring, Error e, String... arguments) {
        boolean json = json(wiring, Arrays.asList(arguments));
        return e instanceof OutOfMemoryError memory
                ? failure(wiring, outOfMemory(memory), json)
                : failure(wiring, (Throwable) e, json);
    }

    private static int usage(Wiring wiring, ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        SlipwayException error = SlipwayException.of(
                ErrorCode.USAGE,
                String.valueOf(e.getMessage()).replaceFirst("^Error: ", ""),
                meant(e) + "See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return Errors.report(wiring.console(), json(wiring, Arrays.asList(arguments)), error);
    }

    private static String meant(ParameterException e) {
        return e instanceof CommandLine.UnmatchedArgumentException unknown && unknown.isUnknownOption()
                ? Nearest.to(
                                unknown.getUnmatched().get(0).replaceFirst("=.*", ""),
                                e.getCommandLine().getCommandSpec().optionsMap().keySet())
                        .map(name -> "Did you mean '" + name + "'? ")
                        .orElse("")
                : "";
    }

    private static SlipwayException outOfMemory(OutOfMemoryError e) {
        return SlipwayException.of(
                        ErrorCode.INTERNAL,
                        "The memory that Java may use, " + (Runtime.getRuntime().maxMemory() >> 20)
                                + " MB, is not enough.",
                        "A statement must fit into it as a whole: cut the largest one, or give more with"
                                + " SLIPWAY_JAVA_OPTS=-Xmx2g.")
                .causedBy(e);
    }

    private static int failure(Wiring wiring, Throwable e, boolean json) {
        return e instanceof SlipwayException known
                ? Errors.report(wiring.console(), json, known)
                : Errors.internal(
                        wiring.console(), json, e, wiring.environment().containsKey("SLIPWAY_STACK_TRACE"));
    }

    private static boolean json(Wiring wiring, List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equalsIgnoreCase("--output=json")
                    || (arguments.get(i).equals("--output") || arguments.get(i).equals("-o"))
                            && i + 1 < arguments.size()
                            && arguments.get(i + 1).equalsIgnoreCase("json")) {
                return true;
            }
        }
        return "json".equalsIgnoreCase(wiring.environment().get("SLIPWAY_OUTPUT"));
    }
}
