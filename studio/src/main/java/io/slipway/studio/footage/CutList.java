package io.slipway.studio.footage;

import io.slipway.release.error.SlipwayException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The cuts and chapters of one recording from elsewhere, as {@code cuts.json} has them.
 *
 * @param revision how often it was saved, so that two who work on it do not lose what the other did
 * @param file name of the recording
 * @param bytes how large that is, by which another file of that name is noticed
 * @param seconds how long it is, as far as it can be read
 * @param missing how many seconds the file says it has and does not
 * @param sound whether it has any
 * @param cuts in the order of their beginnings; they may overlap
 * @param chapters the first begins at 0
 */
public record CutList(
        int formatVersion,
        int revision,
        String file,
        long bytes,
        double seconds,
        double missing,
        boolean sound,
        List<Cut> cuts,
        List<Chapter> chapters) {

    static final int FORMAT_VERSION = 1;
    /** More no person decides about, and no command line holds. */
    private static final int MOST_CUTS = 2000;

    private static final int LONGEST_TEXT = 300;

    /** @param at where it begins, in seconds from the beginning of the recording */
    public record Chapter(double at, String title) {}

    /** The accepted cuts, joined where they overlap or meet. */
    List<Span> accepted() {
        List<Span> joined = new ArrayList<>();
        cuts.stream()
                .filter(cut -> cut.state() == Cut.State.ACCEPTED)
                .sorted(Comparator.comparing(Cut::from))
                .forEach(cut -> {
                    int last = joined.size() - 1;
                    if (last >= 0 && cut.from() <= joined.get(last).to()) {
                        Span before = joined.get(last);
                        joined.set(last, new Span(before.from(), Math.max(before.to(), cut.to())));
                    } else {
                        joined.add(new Span(cut.from(), cut.to()));
                    }
                });
        return List.copyOf(joined);
    }

    CutList saved(List<Cut> newCuts, List<Chapter> newChapters) {
        return new CutList(formatVersion, revision + 1, file, bytes, seconds, missing, sound, newCuts, newChapters);
    }

    /**
     * Holds it to what it must be; it comes from a page or a person's editor.
     *
     * @return the same with cuts and chapters in their order
     * @throws SlipwayException {@code recording-invalid}, naming the cut or chapter
     */
    CutList checked() {
        if (formatVersion != FORMAT_VERSION || file == null || cuts == null || chapters == null || !(seconds > 0)) {
            throw invalid("It is no list of cuts of this version of Slipway.");
        }
        if (cuts.size() > MOST_CUTS || chapters.size() > MOST_CUTS) {
            throw invalid("It has more than " + MOST_CUTS + " cuts or chapters.");
        }
        Set<Integer> ids = new HashSet<>();
        for (Cut cut : cuts) {
            check(cut, ids);
        }
        double at = -1;
        List<Chapter> inOrder = new ArrayList<>(chapters);
        inOrder.sort(Comparator.comparing(Chapter::at));
        for (Chapter chapter : inOrder) {
            if (chapter.title() == null
                    || chapter.title().isBlank()
                    || chapter.title().length() > LONGEST_TEXT) {
                throw invalid("The chapter at " + chapter.at() + " s needs a title of at most " + LONGEST_TEXT
                        + " characters.");
            }
            if (!(chapter.at() > at) || chapter.at() >= seconds) {
                throw invalid("The chapter '" + chapter.title() + "' must begin within the recording, and no other"
                        + " where it does.");
            }
            at = chapter.at();
        }
        if (inOrder.isEmpty() || inOrder.get(0).at() != 0) {
            throw invalid("The first chapter must begin at 0 s.");
        }
        List<Cut> sorted = new ArrayList<>(cuts);
        sorted.sort(Comparator.comparing(Cut::from));
        return new CutList(
                formatVersion,
                revision,
                file,
                bytes,
                seconds,
                missing,
                sound,
                List.copyOf(sorted),
                List.copyOf(inOrder));
    }

    private void check(Cut cut, Set<Integer> ids) {
        if (cut == null || cut.kind() == null || cut.state() == null || cut.why() == null) {
            throw invalid("A cut needs kind, from, to, why, confidence and state.");
        }
        if (cut.why().length() > LONGEST_TEXT) {
            throw invalid("Why cut " + cut.id() + " is made may be told in at most " + LONGEST_TEXT + " characters.");
        }
        if (cut.id() < 1 || !ids.add(cut.id())) {
            throw invalid("There is more than one cut " + cut.id() + ", or its number is less than 1.");
        }
        if (!(cut.from() >= 0 && cut.from() < cut.to() && cut.to() <= seconds + 0.5)) {
            throw invalid("Cut " + cut.id() + " goes from " + cut.from() + " s to " + cut.to()
                    + " s; it must go forward, within 0 and " + seconds + " s.");
        }
        if (!(cut.confidence() >= 0 && cut.confidence() <= 1)) {
            throw invalid("The confidence of cut " + cut.id() + " must be from 0 to 1.");
        }
    }

    private static SlipwayException invalid(String what) {
        return FootageReader.invalid(what, "Mend cuts.json, or take it away to have cuts proposed anew.");
    }
}
