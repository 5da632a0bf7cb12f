package io.slipway.studio.recording;

import java.util.List;
import java.util.Locale;

/** Captions and chapters as WebVTT (W3C). */
final class WebVtt {
    private WebVtt() {}

    /**
     * The captions that begin in a part of a recording, counted from the part's beginning.
     *
     * @param from in seconds, as {@code to}
     */
    static String captions(List<Recording.Cue> captions, double from, double to) {
        StringBuilder text = new StringBuilder("WEBVTT\n\n");
        for (Recording.Cue caption : captions) {
            if (caption.from() >= from && caption.from() < to) {
                cue(text, caption.from() - from, Math.min(caption.to(), to) - from, caption.text());
            }
        }
        return text.toString();
    }

    static String chapters(List<Recording.Chapter> chapters) {
        StringBuilder text = new StringBuilder("WEBVTT\n\n");
        for (Recording.Chapter chapter : chapters) {
            cue(text, chapter.from(), chapter.to(), chapter.title());
        }
        return text.toString();
    }

    private static void cue(StringBuilder text, double from, double to, String words) {
        text.append(time(from))
                .append(" --> ")
                .append(time(to))
                .append('\n')
                .append(words.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace("-->", "→")
                        .replaceAll("\\s+", " "))
                .append("\n\n");
    }

    private static String time(double seconds) {
        long millis = Math.round(seconds * 1000);
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                millis % 1000);
    }
}
