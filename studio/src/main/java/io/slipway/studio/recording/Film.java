package io.slipway.studio.recording;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A film while it is made: still pictures and how long each stands, and what happens when. All times are in frames of
 * {@link #RATE} to the second, so that pictures, captions, chapters and clips meet exactly.
 */
final class Film {
    /** Frames to the second. */
    static final int RATE = 25;

    /** A little less than the two seconds that may be: a step that changes nothing still has a frame of its own. */
    private static final int LONGEST_STILL = frames(1.88);

    private final List<Shot> shots = new ArrayList<>();
    private final List<Caption> captions = new ArrayList<>();
    private final List<Mark> chapters = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();
    private final List<Cut> cuts = new ArrayList<>();
    private int length;

    /** A picture that stands for some frames. */
    record Shot(Path picture, int frames) {}

    /**
     * What is said.
     *
     * @param to the first frame after it
     */
    record Caption(int from, int to, String text) {}

    /** Where a chapter begins. */
    record Mark(int at, String title) {}

    /**
     * Something that was done.
     *
     * @param to the first frame after it
     */
    record Action(int from, int to, String verb, String what) {}

    /**
     * Time that passed and is not in the film.
     *
     * @param millis how much
     */
    record Cut(int at, long millis, String why) {}

    /** How many frames there are up to now. */
    int length() {
        return length;
    }

    void add(Path picture, int frames) {
        if (frames <= 0) {
            return;
        }
        int last = shots.size() - 1;
        if (last >= 0 && shots.get(last).picture().equals(picture)) {
            shots.set(last, new Shot(picture, shots.get(last).frames() + frames));
        } else {
            shots.add(new Shot(picture, frames));
        }
        length += frames;
    }

    /** The same while nothing is said: there no picture stands longer than somebody likes to look at it. */
    void show(Path picture, int frames) {
        add(picture, Math.max(1, Math.min(frames, LONGEST_STILL - still(picture))));
    }

    /** For how many frames that picture stands already, and nothing is said. */
    private int still(Path picture) {
        int last = shots.size() - 1;
        if (last < 0 || !shots.get(last).picture().equals(picture)) {
            return 0;
        }
        int said = captions.isEmpty() ? 0 : captions.get(captions.size() - 1).to();
        return Math.min(shots.get(last).frames(), length - said);
    }

    /** Takes back all pictures from a frame on: what failed there is done again. */
    void backTo(int frame) {
        while (length > frame) {
            Shot last = shots.remove(shots.size() - 1);
            length -= last.frames();
            if (length < frame) {
                add(last.picture(), frame - length);
            }
        }
        captions.removeIf(caption -> caption.from() >= frame);
        actions.removeIf(action -> action.from() >= frame);
    }

    void caption(int from, String text) {
        captions.add(new Caption(from, length, text));
    }

    void chapter(String title) {
        chapters.add(new Mark(length, title));
    }

    void action(int from, String verb, String what) {
        actions.add(new Action(from, length, verb, what));
    }

    void cut(long millis, String why) {
        cuts.add(new Cut(length, millis, why));
    }

    List<Shot> shots() {
        return shots;
    }

    List<Caption> captions() {
        return captions;
    }

    List<Mark> chapters() {
        return chapters;
    }

    List<Action> actions() {
        return actions;
    }

    List<Cut> cuts() {
        return cuts;
    }

    /** The first frame after the chapter with that index. */
    int chapterEnd(int index) {
        return index + 1 < chapters.size() ? chapters.get(index + 1).at() : length;
    }

    static double seconds(int frames) {
        return (double) frames / RATE;
    }

    static int frames(double seconds) {
        return (int) Math.round(seconds * RATE);
    }
}
