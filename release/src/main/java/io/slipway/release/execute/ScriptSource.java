package io.slipway.release.execute;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.script.ScriptText;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text to run, and how to show it.
 *
 * @param shown the script's path, for messages
 * @param parameters names that are replaced, in a script that declares them; empty means the text is run as it is
 * @param values their values in the environment at hand
 */
public record ScriptSource(String shown, ScriptText text, List<String> parameters, Map<String, String> values) {
    private static final Pattern PARAMETER = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.-]*)}");
    /** Replacing needs the whole text at once, so scripts that declare parameters are held to a size. */
    private static final long LARGEST_WITH_PARAMETERS = 16L << 20;

    public static ScriptSource of(String shown, ScriptText text) {
        return new ScriptSource(shown, text, List.of(), Map.of());
    }

    /** The text as it is sent, its parameters replaced. */
    public Reader reader() throws IOException {
        if (parameters.isEmpty()) {
            return text.reader();
        }
        if (text.size() > LARGEST_WITH_PARAMETERS) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_HEADER,
                            "A script with parameters may have 16 MB; this one has " + text.size() + " bytes.",
                            "Put what needs parameters into a script of its own.")
                    .at(Location.of(shown));
        }
        try (Reader reader = text.reader()) {
            StringBuilder whole = new StringBuilder();
            reader.transferTo(new java.io.StringWriter() {
                @Override
                public void write(char[] buffer, int offset, int length) {
                    whole.append(buffer, offset, length);
                }
            });
            return new StringReader(replace(whole.toString()));
        }
    }

    private String replace(String whole) {
        Matcher matcher = PARAMETER.matcher(whole);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            if (parameters.contains(name)) {
                String value = values.get(name);
                if (value == null) {
                    throw SlipwayException.of(
                                    ErrorCode.SCRIPT_PARAMETER_UNDEFINED,
                                    "The parameter '" + name + "' has no value here.",
                                    "Set it under 'parameters:' of the environment in slipway.yaml.")
                            .at(Location.of(shown));
                }
                matcher.appendReplacement(out, Matcher.quoteReplacement(value));
            }
        }
        return matcher.appendTail(out).toString();
    }
}
