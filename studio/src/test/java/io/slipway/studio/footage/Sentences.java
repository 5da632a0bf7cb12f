package io.slipway.studio.footage;

import java.util.List;
import java.util.Random;

/** Sentences to be spoken, each another. */
final class Sentences {
    static final List<String> NOUNS = List.of(
            "harbour",
            "window",
            "engine",
            "garden",
            "letter",
            "mountain",
            "baker",
            "ticket",
            "river",
            "station",
            "lantern",
            "pocket",
            "village",
            "orchestra",
            "bridge",
            "candle",
            "doctor",
            "elephant",
            "factory",
            "guitar",
            "helmet",
            "island",
            "jacket",
            "kitchen",
            "library",
            "museum",
            "notebook",
            "orange",
            "painter",
            "quarry",
            "rocket",
            "saddle",
            "teacher",
            "umbrella",
            "violin",
            "whistle",
            "yacht",
            "zebra",
            "anchor",
            "button");
    private static final List<String> VERBS = List.of(
            "opens",
            "carries",
            "follows",
            "paints",
            "repairs",
            "counts",
            "describes",
            "measures",
            "remembers",
            "borrows",
            "discovers",
            "explains",
            "gathers",
            "imagines",
            "launches",
            "notices",
            "polishes",
            "questions");
    private static final List<String> HOW = List.of(
            "careful",
            "yellow",
            "broken",
            "ancient",
            "quiet",
            "frozen",
            "enormous",
            "hollow",
            "simple",
            "golden",
            "narrow",
            "wooden",
            "curious",
            "distant",
            "gentle",
            "polite",
            "rapid",
            "silver",
            "urgent",
            "wild");
    private static final List<String> WHERE = List.of(
            "behind", "above", "without", "beside", "against", "before", "under", "through", "around", "inside");

    private final Random random;

    Sentences(Random random) {
        this.random = random;
    }

    String next() {
        return "The " + any(HOW) + " " + any(NOUNS) + " " + any(VERBS) + " " + any(HOW) + " " + any(NOUNS) + "s "
                + any(WHERE) + " every " + any(NOUNS) + ".";
    }

    /** Two that begin alike, as instructions do. */
    String[] similar() {
        String begin = "Now open the page " + any(WHERE) + " the ";
        return new String[] {
            begin + any(NOUNS) + ", where the " + any(NOUNS) + " " + any(VERBS) + " a " + any(NOUNS) + ".",
            begin + any(NOUNS) + ", where the " + any(NOUNS) + " " + any(VERBS) + " a " + any(NOUNS) + "."
        };
    }

    private String any(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
