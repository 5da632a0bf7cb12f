package io.slipway.studio.recording;

import java.util.List;
import java.util.Locale;

/** Captions and chapters as WebVTT (W3C). */
final class WebVtt {
    private WebVtt() {}

    /** @param from the first frame of the part that they are for; {@code to} the first after it */
    static String captions(List<Film.Caption> captions, int from, int to) {
        StringBuilder text = new StringBuilder("WEBVTT\n\n");
        for (Film.Caption caption : captions) {
            if (caption.from() >= from && caption.from() < to) {
                cue(text, caption.from() - from, Math.min(caption.to(), to) - from, caption.text());
            }
        }
        return text.toString();
    }

    static String chapters(Film film) {
        StringBuilder text = new StringBuilder("WEBVTT\n\n");
        for (int i = 0; i < film.chapters().size(); i++) {
            cue(
                    text,
                    film.chapters().get(i).at(),
                    film.chapterEnd(i),
                    film.chapters().get(i).title());
        }
        return text.toString();
    }

    private static void cue(StringBuilder text, int from, int to, String words) {
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

    private static String time(int frames) {
        long millis = frames * 1000L / Film.RATE;
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                millis % 1000);
    }
}
