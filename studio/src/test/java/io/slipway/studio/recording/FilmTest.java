package io.slipway.studio.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The film's time line: what is added, taken back, and where captions and chapters lie. */
class FilmTest {
    private static final Path ONE = Path.of("one.png");
    private static final Path TWO = Path.of("two.png");

    @Test
    void whatLooksTheSameStandsLonger() {
        Film film = new Film();
        film.add(ONE, 10);
        film.add(ONE, 5);
        film.add(TWO, 1);
        assertThat(film.shots()).containsExactly(new Film.Shot(ONE, 15), new Film.Shot(TWO, 1));
        assertThat(film.length()).isEqualTo(16);
    }

    /** As at the end of a recording: a page is looked at, waited for and shown, and nothing moves. */
    @Test
    void nothingStandsLongerThanTwoSecondsUnlessSomethingIsSaid() {
        Film film = new Film();
        film.show(ONE, 10);
        film.add(TWO, 100);
        film.caption(10, "This takes its time.");
        film.show(TWO, Film.frames(0.7));
        film.show(TWO, Film.frames(0.36));
        film.show(TWO, Film.frames(1.8));
        assertThat(film.length() - 110).isLessThanOrEqualTo(Film.frames(2));
        film.show(TWO, 45);
        assertThat(film.length() - 110).isLessThanOrEqualTo(Film.frames(2));
        film.show(ONE, 45);
        assertThat(film.shots()).last().isEqualTo(new Film.Shot(ONE, 45));
    }

    @Test
    void whatFailedIsTakenBack() {
        Film film = new Film();
        film.add(ONE, 10);
        int begun = film.length();
        film.add(ONE, 4);
        film.add(TWO, 20);
        film.caption(begun, "this did not work");
        film.action(begun, "open", "/nowhere");
        film.backTo(begun);
        assertThat(film.shots()).containsExactly(new Film.Shot(ONE, 10));
        assertThat(film.length()).isEqualTo(10);
        assertThat(film.captions()).isEmpty();
        assertThat(film.actions()).isEmpty();
    }

    @Test
    void chaptersFollowEachOtherWithoutAGap() {
        Film film = new Film();
        film.chapter("one");
        film.add(ONE, 30);
        film.chapter("two");
        film.add(TWO, 12);
        assertThat(film.chapterEnd(0)).isEqualTo(30);
        assertThat(film.chapterEnd(1)).isEqualTo(42);
        assertThat(WebVtt.chapters(
                        List.of(Recording.chapter(0, "one", 0, 30), Recording.chapter(1, "two", 30, film.length()))))
                .isEqualTo("""
                WEBVTT

                00:00:00.000 --> 00:00:01.200
                one

                00:00:01.200 --> 00:00:01.680
                two

                """);
    }

    @Test
    void aClipHasItsOwnCaptions() {
        List<Recording.Cue> captions =
                List.of(new Recording.Cue(0, 1, "before"), new Recording.Cue(2, 4, "a < b --> c\n& d"));
        assertThat(WebVtt.captions(captions, 1, 3)).isEqualTo("""
                WEBVTT

                00:00:01.000 --> 00:00:02.000
                a &lt; b → c &amp; d

                """);
    }
}
