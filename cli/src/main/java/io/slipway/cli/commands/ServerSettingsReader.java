package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.SecretReference;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Where each setting of a server comes from: a flag, else its environment variable, else the settings file, else its
 * default.
 */
final class ServerSettingsReader {
    /** They are about settings, and none themselves. */
    private static final Set<String> NONE = Set.of(SettingsFile.FLAG, "--show-settings", "--help");

    private ServerSettingsReader() {}

    /** @param origin in words */
    record Setting(String name, String value, String origin) {}

    static List<OptionSpec> settings(CommandSpec serve) {
        return serve.options().stream()
                .filter(option -> !NONE.contains(option.longestName()))
                .sorted(java.util.Comparator.comparing(OptionSpec::longestName))
                .toList();
    }

    static String name(OptionSpec option) {
        return option.longestName().substring(2);
    }

    /**
     * Reads the flags again, into {@code again}, with the file behind them.
     *
     * @param parsed the command as it was parsed without the file
     * @param again a fresh command
     * @return every setting
     * @throws SlipwayException {@code setting-invalid}
     */
    static List<Setting> read(CommandSpec parsed, Object again, SettingsFile file, Wiring wiring) {
        CommandLine line = new CommandLine(again);
        EnvironmentTwins twins = new EnvironmentTwins(wiring.environment());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setDefaultValueProvider(argument -> {
            String variable = twins.defaultValue(argument);
            if (variable != null || !(argument instanceof OptionSpec option) || NONE.contains(option.longestName())) {
                return variable;
            }
            return Optional.ofNullable(file.values().get(name(option)))
                    .map(EnvironmentTwins::asIs)
                    .orElse(null);
        });
        List<String> all = parsed.commandLine().getParseResult().originalArgs();
        CommandLine.ParseResult result;
        try {
            result = line.parseArgs(
                    all.subList(all.indexOf(parsed.name()) + 1, all.size()).toArray(String[]::new));
        } catch (ParameterException e) {
            // flags and variables were read well before
            throw SlipwayException.of(
                            ErrorCode.SETTING_INVALID,
                            file.file().map(f -> f + ": ").orElse("") + e.getMessage(),
                            "See 'slipway serve --help'.")
                    .causedBy(e);
        }
        return settings(line.getCommandSpec()).stream()
                .map(option ->
                        new Setting(name(option), shown(option), origin(option, result, wiring.environment(), file)))
                .toList();
    }

    private static String origin(
            OptionSpec option, CommandLine.ParseResult result, Map<String, String> environment, SettingsFile file) {
        if (result.hasMatchedOption(option)) {
            return "flag " + option.longestName();
        }
        String twin = EnvironmentTwins.twin(option.longestName());
        if (environment.containsKey(twin)) {
            return "variable " + twin;
        }
        return file.values().containsKey(name(option)) ? "file " + file.file().orElseThrow() : "default";
    }

    /** Never a secret, not even one that somebody put where only a reference to it belongs. */
    private static String shown(OptionSpec option) {
        Object value = option.getValue();
        Object bare = value instanceof Optional<?> optional
                ? optional.map(Object.class::cast).orElse("")
                : value;
        String text = bare instanceof Collection<?> several
                ? several.stream().map(String::valueOf).collect(Collectors.joining(","))
                : bare == null ? "" : bare.toString();
        if (text.isEmpty()) {
            return "";
        }
        return switch (option.paramLabel()) {
            case "REF" -> SecretReference.parse(text).map(Object::toString).orElse("***");
            case "URL" -> text.replaceFirst("//[^/@]*@", "//***@").replaceFirst("\\?.*", "?***");
            case "FORM" -> text.toLowerCase(java.util.Locale.ROOT);
            default -> text;
        };
    }

    /** Variables that are nobody's, but nearly a setting's: a mistyped one would do nothing, silently. */
    static List<String> doubts(CommandSpec serve, Map<String, String> environment) {
        List<String> known = serve.root().commandLine().getSubcommands().values().stream()
                .flatMap(command -> command.getCommandSpec().options().stream())
                .map(option -> EnvironmentTwins.twin(option.longestName()))
                .distinct()
                .toList();
        List<String> ours = settings(serve).stream()
                .map(option -> EnvironmentTwins.twin(option.longestName()))
                .toList();
        return environment.keySet().stream()
                .filter(name -> name.startsWith("SLIPWAY_") && !known.contains(name))
                .sorted()
                .flatMap(name -> Nearest.to(name, ours).stream()
                        .map(near -> "The variable " + name + " is no setting; did you mean " + near + "?"))
                .toList();
    }
}
