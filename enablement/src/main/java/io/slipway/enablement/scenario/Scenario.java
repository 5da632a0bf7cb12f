package io.slipway.enablement.scenario;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One common use case, told in steps that can be run.
 *
 * @param digest SHA-256 of its text: what is made of another text shows something else
 * @param name as commands and files call it, such as {@code package-your-first-script}
 * @param title as readers see it
 * @param audience who it is for, and who does its steps where a chapter names nobody else
 * @param summary what the reader can do afterwards, in one sentence
 * @param start what must be there before the first step
 * @param chapters at least one
 * @param lab the task that is made from it; empty for one that nobody can do at a seat
 */
public record Scenario(
        String digest,
        String name,
        String title,
        Actor audience,
        String summary,
        Start start,
        List<Chapter> chapters,
        Optional<Lab> lab) {

    /** All steps, in the order in which they are done. */
    public List<Step> steps() {
        return chapters.stream().flatMap(chapter -> chapter.steps().stream()).toList();
    }

    /** What it types that nobody may read, on whatever page it comes back. */
    public List<String> secrets() {
        return steps().stream()
                .flatMap(step -> step instanceof Step.Fill fill
                                && fill.content() instanceof Step.Fill.Content.Text text
                                && text.secret()
                        ? Stream.of(text.text())
                        : Stream.<String>empty())
                .distinct()
                .toList();
    }

    /** With other words in its titles and its summary, and the same steps. */
    public Scenario told(UnaryOperator<String> words) {
        return new Scenario(
                digest,
                name,
                words.apply(title),
                audience,
                words.apply(summary),
                start,
                chapters.stream()
                        .map(each -> new Chapter(words.apply(each.title()), each.as(), each.steps()))
                        .toList(),
                lab);
    }

    /** Who does the steps of a chapter. */
    public Actor actor(Chapter chapter) {
        return chapter.as().orElse(audience);
    }
}
