package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.Errors;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.version.SlipwayVersion;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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
        version = RootCommand.NAME_AND_VERSION,
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
    static final String VERSION = SlipwayVersion.CURRENT;
    public static final String NAME_AND_VERSION = "slipway " + VERSION;
    private static final String COMPLETION = "completion";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private RootCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }

    /** The whole command line. */
    public static CommandLine commandLine(Wiring wiring) {
        return commandLine(wiring, commands(wiring).keySet());
    }

    /**
     * As much of the command line as these arguments need: each command that is taken up costs every start some time.
     * Whoever names none, or one that is not there, is told of all.
     */
    public static CommandLine commandLine(Wiring wiring, String... arguments) {
        Set<String> all = commands(wiring).keySet();
        String first = arguments.length == 0 ? "" : arguments[0];
        boolean one = all.contains(first) && !first.equals(COMPLETION);
        return commandLine(wiring, one ? Set.of(first) : all);
    }

    private static Map<String, Supplier<Object>> commands(Wiring wiring) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("init", () -> new InitCommand(wiring));
        commands.put("rules", () -> RulesCommand.commandLine(wiring));
        commands.put("package", () -> new PackageCommand(wiring));
        commands.put("inspect", () -> new InspectCommand(wiring));
        commands.put("verify", () -> new VerifyCommand(wiring));
        commands.put("forecast", () -> new ForecastCommand(wiring));
        commands.put("deploy", () -> new DeployCommand(wiring));
        commands.put("status", () -> new StatusCommand(wiring));
        commands.put("history", () -> new HistoryCommand(wiring));
        commands.put("rollback", () -> new RollbackCommand(wiring));
        commands.put("resolve", () -> new ResolveCommand(wiring));
        commands.put("baseline", () -> new BaselineCommand(wiring));
        commands.put("drift", () -> new DriftCommand(wiring));
        commands.put("adopt", () -> new AdoptCommand(wiring));
        commands.put("revert", () -> new RevertCommand(wiring));
        commands.put("serve", () -> new ServeCommand(wiring));
        commands.put("runner", () -> new RunnerCommand(wiring));
        commands.put("backup", () -> new BackupCommand(wiring));
        commands.put("restore", () -> new RestoreCommand(wiring));
        commands.put("migrate", () -> new MigrateCommand(wiring));
        commands.put("audit", () -> AuditCommand.commandLine(wiring));
        commands.put("rollout", () -> RolloutCommand.commandLine(wiring));
        commands.put("scenario", () -> ScenarioCommand.commandLine(wiring));
        commands.put("doctor", () -> new DoctorCommand(wiring));
        commands.put("demo", () -> new DemoCommand(wiring));
        commands.put(COMPLETION, AutoComplete.GenerateCompletion::new);
        return commands;
    }

    private static CommandLine commandLine(Wiring wiring, Set<String> wanted) {
        CommandLine line = new CommandLine(new RootCommand());
        commands(wiring).forEach((name, command) -> {
            if (wanted.contains(name)) {
                line.addSubcommand(name, command.get());
            }
        });
        line.setOut(new PrintWriter(wiring.console().out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(wiring.console().err(), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setDefaultValueProvider(new EnvironmentTwins(wiring.environment()));
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((e, arguments) -> usage(wiring, e, arguments));
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            int exit = failure(wiring, e, json(wiring, parsed.originalArgs()));
            return ScenarioCommand.stopped(e, command) ? ScenarioCommand.STOPPED : exit;
        });
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
