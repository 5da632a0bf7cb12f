package io.slipway.release.rules;

import io.slipway.release.sql.Dialect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What there is to read about a rule. It lies beside the classes, one file per rule; its examples are what the tests of
 * the rule run.
 *
 * @param title a few words
 * @param why what goes wrong, and when
 * @param fix what to do instead
 * @param source where the facts are from
 */
public record RulePage(String title, String why, String fix, String source, List<Example> examples) {

    /**
     * @param line where a bad one is found
     * @param rerunnable the script runs again when edited
     * @param proof what the proof of it saw, as an artifact has it
     */
    public record Example(
            boolean bad, Dialect dialect, int line, boolean rerunnable, String sql, Optional<String> proof) {}

    private static final String PROOF = "-- proof: ";
    private static final Map<String, Dialect> DIALECTS = Map.of(
            "postgresql", Dialect.POSTGRESQL,
            "mariadb", Dialect.MYSQL,
            "sqlite", Dialect.SQLITE);

    public static RulePage of(Rule rule) {
        InputStream in = RulePage.class.getResourceAsStream(rule.id() + ".txt");
        if (in == null) {
            throw new IllegalStateException("the rule " + rule.id() + " has no page");
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return read(lines.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RulePage read(List<String> lines) {
        Map<String, String> said = new HashMap<>();
        List<Example> examples = new ArrayList<>();
        int i = 0;
        for (; i < lines.size() && !lines.get(i).startsWith("---"); i++) {
            String[] pair = lines.get(i).split(": ", 2);
            said.put(pair[0], pair[1]);
        }
        while (i < lines.size()) {
            int end = i + 1;
            while (end < lines.size() && !lines.get(end).startsWith("---")) {
                end++;
            }
            examples.add(example(lines.get(i).substring(3).strip().split(" "), lines.subList(i + 1, end)));
            i = end;
        }
        return new RulePage(
                said.getOrDefault("title", ""),
                said.getOrDefault("why", ""),
                said.getOrDefault("fix", ""),
                said.getOrDefault("source", ""),
                List.copyOf(examples));
    }

    /** {@code --- bad postgresql 2}, {@code --- good mariadb rerunnable}. */
    private static Example example(String[] head, List<String> body) {
        List<String> words = List.of(head);
        Dialect dialect = Optional.ofNullable(DIALECTS.get(words.get(1))).orElseThrow();
        int line = words.stream()
                .filter(word -> word.matches("\\d+"))
                .findFirst()
                .map(Integer::parseInt)
                .orElse(1);
        List<String> sql = body.stream().filter(each -> !each.startsWith(PROOF)).toList();
        return new Example(
                words.get(0).equals("bad"),
                dialect,
                line,
                words.contains("rerunnable"),
                String.join("\n", sql) + "\n",
                body.stream()
                        .filter(each -> each.startsWith(PROOF))
                        .map(each -> each.substring(PROOF.length()))
                        .findFirst());
    }
}
