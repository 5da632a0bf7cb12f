package io.slipway.studio.recording;

import java.util.List;

/**
 * What a recording is made of, as {@code recording.json} has it. Times are seconds from its beginning.
 *
 * @param spoken whether what is said is spoken
 * @param leftOut what was waited for
 */
public record Recording(
        int formatVersion,
        String scenario,
        String title,
        String installation,
        String taken,
        int framesPerSecond,
        int frames,
        double seconds,
        boolean spoken,
        List<Chapter> chapters,
        List<Cue> captions,
        List<Action> actions,
        List<LeftOut> leftOut) {

    /** @param clip file of the clip */
    public record Chapter(String title, double from, double to, int frames, String clip) {}

    public record Cue(double from, double to, String text) {}

    public record Action(double from, double to, String verb, String what) {}

    /**
     * Time that passed and is not in it.
     *
     * @param seconds how much
     */
    public record LeftOut(double at, double seconds, String why) {}

    static Recording of(
            Film film,
            io.slipway.enablement.scenario.Scenario scenario,
            String installation,
            String taken,
            boolean spoken,
            List<String> clips) {
        List<Chapter> chapters = new java.util.ArrayList<>();
        for (int i = 0; i < film.chapters().size(); i++) {
            Film.Mark mark = film.chapters().get(i);
            chapters.add(new Chapter(
                    mark.title(),
                    Film.seconds(mark.at()),
                    Film.seconds(film.chapterEnd(i)),
                    film.chapterEnd(i) - mark.at(),
                    clips.get(i)));
        }
        return new Recording(
                1,
                scenario.name(),
                scenario.title(),
                installation,
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
                        .toList());
    }
}
