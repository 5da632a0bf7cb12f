package io.slipway.studio.recording;

import io.slipway.enablement.scenario.Scenario;
import io.slipway.release.version.SlipwayVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a recording is made of, as {@code recording.json} has it. Times are seconds from its beginning.
 *
 * @param scenario name of what is recorded: a scenario, or the folder of a recording from elsewhere
 * @param installation what a scenario was played on; empty for a recording from elsewhere
 * @param source name of the file that it was made of; only of a recording from elsewhere
 * @param edition digest of the scenario's text; not of a recording from elsewhere
 * @param version of the Slipway whose console is seen; not of a recording from elsewhere
 * @param taken when it was made, ISO 8601 in UTC
 * @param spoken whether it has sound
 * @param leftOut what was waited for, or cut out
 * @param pages what the pages of the console said when it was taken
 */
public record Recording(
        int formatVersion,
        String scenario,
        String title,
        String installation,
        Optional<String> source,
        Optional<String> edition,
        Optional<String> version,
        String taken,
        int framesPerSecond,
        int frames,
        double seconds,
        boolean spoken,
        List<Chapter> chapters,
        List<Cue> captions,
        List<Action> actions,
        List<LeftOut> leftOut,
        List<Page> pages) {

    /** The version of {@code recording.json} that is written; another cannot be read. */
    public static final int FORMAT_VERSION = 2;

    /** Frames to the second of every recording. */
    public static final int RATE = Film.RATE;

    /** @param clip file of the clip */
    public record Chapter(String title, double from, double to, int frames, String clip) {}

    public record Cue(double from, double to, String text) {}

    public record Action(double from, double to, String verb, String what) {}

    /**
     * Time that passed and is not in it.
     *
     * @param at where in the recording it is missing
     * @param seconds how much
     */
    public record LeftOut(double at, double seconds, String why) {}

    /**
     * A page that is seen in it.
     *
     * @param chapter title of the chapter
     * @param page its path at the console
     * @param text what it said, without what differs each time
     */
    public record Page(String chapter, String page, String text) {}

    static Recording of(
            Film film, Scenario scenario, String installation, String taken, boolean spoken, List<Page> pages) {
        List<Chapter> chapters = new ArrayList<>();
        for (int i = 0; i < film.chapters().size(); i++) {
            Film.Mark mark = film.chapters().get(i);
            chapters.add(chapter(i, mark.title(), mark.at(), film.chapterEnd(i)));
        }
        return new Recording(
                FORMAT_VERSION,
                scenario.name(),
                scenario.title(),
                installation,
                Optional.empty(),
                Optional.of(scenario.digest()),
                Optional.of(SlipwayVersion.CURRENT),
                taken,
                Film.RATE,
                film.length(),
                Film.seconds(film.length()),
                spoken,
                List.copyOf(chapters),
                film.captions().stream()
                        .map(c -> new Cue(Film.seconds(c.from()), Film.seconds(c.to()), c.text()))
                        .toList(),
                film.actions().stream()
                        .map(a -> new Action(Film.seconds(a.from()), Film.seconds(a.to()), a.verb(), a.what()))
                        .toList(),
                film.cuts().stream()
                        .map(c -> new LeftOut(Film.seconds(c.at()), c.millis() / 1000.0, c.why()))
                        .toList(),
                pages);
    }

    /**
     * A chapter with its clip.
     *
     * @param index from 0
     * @param from in frames
     * @param to in frames, the first after it
     */
    public static Chapter chapter(int index, String title, int from, int to) {
        return new Chapter(title, Film.seconds(from), Film.seconds(to), to - from, "clip-" + (index + 1) + ".mp4");
    }

    Recording with(List<Chapter> others) {
        return new Recording(
                formatVersion,
                scenario,
                title,
                installation,
                source,
                edition,
                version,
                taken,
                framesPerSecond,
                frames,
                seconds,
                spoken,
                others,
                captions,
                actions,
                leftOut,
                pages);
    }
}
