package io.slipway.testkit;

import io.slipway.testkit.NastyScripts.Part;
import io.slipway.testkit.NastyScripts.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What the writers of all kinds share: chance, the parts so far, and dangerous text. */
abstract class NastyWriter {
    private static final String[] DANGEROUS = {
        "a",
        "Z9",
        " ",
        ";",
        ";\n",
        "--",
        "-- ",
        "/*",
        "*/",
        "/*!",
        "$$",
        "$t$",
        "$1",
        "\"",
        "`",
        "[",
        "]",
        "(",
        ")",
        "#",
        "BEGIN",
        "END",
        "END;",
        "CASE ",
        "\n",
        "\r\n",
        "\n/\n",
        "\nGO\n",
        "\n\\.\n",
        "//",
        "|",
        "~~",
        ":x",
        "?",
        "@",
        "{d}",
        "DELIMITER ",
        "\n.mode\n",
        "é",
        "日本",
        "😀",
        "\u00a0",
        "\t",
        "q[",
        "E",
        "U&",
        "%",
        "COPY ",
        "\\\\"
    };

    protected final Random random;
    private final List<Part> parts = new ArrayList<>();
    private int statements;
    private int id;

    NastyWriter(long seed) {
        random = new Random(seed);
    }

    protected abstract void setUp();

    /** One statement, or a few that belong together. */
    protected abstract void scene();

    protected abstract String comment();

    /** What may stand between two statements. */
    protected abstract String glue();

    final List<Part> write(int atLeast) {
        setUp();
        while (statements < atLeast) {
            scene();
        }
        return List.copyOf(parts);
    }

    /** A number no row has had. */
    protected final int nextId() {
        return ++id;
    }

    protected final String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    protected final boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** Text that looks like anything but text; it may hold any character, yet no {@code '}. */
    protected final String dangerous() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(7); i >= 0; i--) {
            text.append(DANGEROUS[random.nextInt(DANGEROUS.length)]);
        }
        return text.toString();
    }

    /** Like {@link #dangerous}, on one line and without what would end the comment it is for. */
    protected final String commentText() {
        return (dangerous() + pick("", "'", "it's"))
                .replaceAll("[\\r\\n]", " ")
                .replace("*/", "* ")
                .replace("/*", "/ ");
    }

    /** White space or a comment between tokens. */
    protected final String gap() {
        return oneIn(3) ? pick(" ", "\n", "\t", "\r\n", "  \n ") + (oneIn(2) ? comment() : "") : " ";
    }

    protected final void statement(String sql, String terminator) {
        String text = sql + terminator;
        parts.add(new Part(Role.STATEMENT, text, sql.stripTrailing()));
        statements++;
    }

    protected final void glue(String text) {
        parts.add(new Part(Role.GLUE, text, ""));
    }

    protected final void part(Role role, String text) {
        parts.add(new Part(role, text, ""));
    }
}
