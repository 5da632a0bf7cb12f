package io.slipway.cli.commands;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Takes the value of a flag that is not given from the environment: {@code --skip-gate} from {@code SLIPWAY_SKIP_GATE}. */
final class EnvironmentTwins implements IDefaultValueProvider {
    private final Map<String, String> environment;

    EnvironmentTwins(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (argument instanceof OptionSpec option
                && !option.usageHelp()
                && !option.versionHelp()
                && !option.longestName().equals(ServerOptions.TOKEN)) {
            String value = environment.get(twin(option.longestName()));
            return value == null ? null : asIs(value);
        }
        return null;
    }

    /** A reference such as {@code ${env:NAME}} is ours to resolve; picocli would put the secret itself in its place. */
    static String asIs(String value) {
        return value.replace("${", "$${");
    }

    static String twin(String option) {
        return "SLIPWAY_"
                + option.replaceFirst("^-+", "").toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
