package io.slipway.server.ownscripts;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.script.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Scripts as somebody brings them, and where they belong in Slipway's folders. Those that lie in a folder of a kind, at
 * any depth, stay in it; all others go to {@code ddl}, where they run in the order of their names.
 *
 * @param files path below the scripts folder → text
 * @param leftOut names of what is no script, as they were brought
 */
public record Brought(Map<String, String> files, List<String> leftOut) {
    /** In characters: one script. */
    private static final int LARGEST = 2 << 20;

    private static final int LARGEST_ALL = 16 << 20;
    private static final int MOST = 3_000;
    private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9._-]+");
    private static final String SCRIPT = ".sql";
    private static final String METADATA = "metadata.properties";

    public Brought {
        files = Map.copyOf(files);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Sorts files in. What is no script is left out.
     *
     * @param given path → text; of what is no script it may be empty
     * @throws SlipwayException {@code request-too-large}; {@code request-invalid}: there is no script, or two have the
     *     same place
     */
    public static Brought of(Map<String, String> given) {
        Map<String, String> files = new LinkedHashMap<>();
        List<String> leftOut = new ArrayList<>();
        long all = 0;
        for (Map.Entry<String, String> file : new TreeMap<>(given).entrySet()) {
            Optional<String> place = place(file.getKey());
            if (place.isEmpty()) {
                leftOut.add(file.getKey());
                continue;
            }
            refuseLarge(file.getKey(), file.getValue());
            all += file.getValue().length();
            if (all > LARGEST_ALL || files.size() >= MOST) {
                throw SlipwayException.of(
                        ErrorCode.REQUEST_TOO_LARGE,
                        "That is more than " + MOST + " scripts, or more than " + (LARGEST_ALL >> 20) + " MB of them.",
                        "Bring a part of them, or package them from a terminal.");
            }
            if (files.putIfAbsent(place.get(), file.getValue()) != null) {
                throw invalid("Two scripts would be " + place.get() + ".", "Give one of them another name.");
            }
        }
        if (files.keySet().stream().noneMatch(path -> path.endsWith(SCRIPT))) {
            throw invalid("There is no script among them.", "A script is a file whose name ends in .sql.");
        }
        return new Brought(files, leftOut);
    }

    /** One that was pasted, under a name of its own: where it has none it is called as what it is of. */
    public static Brought pasted(String name, String title, String text) {
        if (text.isBlank()) {
            throw invalid("There is no script.", "Paste one, upload some, or name a repository.");
        }
        String file = name.isBlank() ? title.strip().replaceAll("[^A-Za-z0-9]+", "_") : name.strip();
        return of(Map.of(wanted(file) ? file : file + SCRIPT, text));
    }

    /** @throws SlipwayException {@code request-too-large} */
    static void refuseLarge(String name, String text) {
        if (text.length() > LARGEST) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "A script has at most " + (LARGEST >> 10) + " kB here, and " + name + " has "
                            + (text.getBytes(StandardCharsets.UTF_8).length + 1023 >> 10) + " kB.",
                    "Cut it into smaller ones and upload those, leave out what loads data, or package it from a"
                            + " terminal.");
        }
    }

    /** Whether a file of that name is looked at. */
    static boolean wanted(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(SCRIPT) || name.endsWith(METADATA);
    }

    private static Optional<String> place(String path) {
        List<String> parts = List.of(path.replace('\\', '/').split("/+"));
        String name = parts.get(parts.size() - 1);
        if (name.startsWith(".") || !wanted(name)) {
            return Optional.empty();
        }
        for (int at = 0; at < parts.size() - 1; at++) {
            if (Kind.ofFolder(parts.get(at)).isPresent() && !sqlOfProject(parts, at)) {
                return Optional.of(joined(parts.subList(at, parts.size())));
            }
        }
        return name.equals(METADATA) ? Optional.empty() : Optional.of("ddl/" + fit(name));
    }

    /** {@code sql/ddl/1.sql}: the scripts folder is called as a kind is. */
    private static boolean sqlOfProject(List<String> parts, int at) {
        return parts.get(at).equals("sql")
                && at + 2 < parts.size()
                && Kind.ofFolder(parts.get(at + 1)).isPresent();
    }

    private static String joined(List<String> parts) {
        return String.join("/", parts.stream().map(Brought::fit).toList());
    }

    private static String fit(String name) {
        return UNFIT.matcher(name).replaceAll("_").replaceFirst("^[.-]+", "_").replaceFirst("(?i)\\.sql$", SCRIPT);
    }

    private static SlipwayException invalid(String message, String help) {
        return SlipwayException.of(ErrorCode.REQUEST_INVALID, message, help);
    }
}
