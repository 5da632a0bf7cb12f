package io.slipway.release.drift;

import java.util.stream.Collectors;

/** What is said in a comment or on a terminal about objects of a script or a target: names there are whatever somebody made them. */
public final class Remark {
    private Remark() {}

    /** In one line, and without letters that a terminal acts on or that nobody sees: a line's end would end a comment. */
    public static String of(String words) {
        return words.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]", " ")
                .replaceAll("\\p{Cf}", "?");
    }

    /** The same of each line of a text. */
    public static String lines(String text) {
        return text.lines().map(Remark::of).collect(Collectors.joining("\n"));
    }
}
