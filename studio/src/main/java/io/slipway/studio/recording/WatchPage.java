package io.slipway.studio.recording;

import static j2html.TagCreator.a;
import static j2html.TagCreator.body;
import static j2html.TagCreator.button;
import static j2html.TagCreator.details;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.input;
import static j2html.TagCreator.label;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.ol;
import static j2html.TagCreator.option;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.section;
import static j2html.TagCreator.select;
import static j2html.TagCreator.source;
import static j2html.TagCreator.style;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.title;
import static j2html.TagCreator.ul;
import static j2html.TagCreator.video;

import io.slipway.studio.text.PaperFile;
import j2html.TagCreator;
import j2html.tags.DomContent;
import java.util.List;
import java.util.Locale;

/** The page on which a recording is watched: chapters, captions, search in what is said, speed. */
final class WatchPage {
    private WatchPage() {}

    static String text(Recording recording) {
        return document(html(
                        head(
                                meta().withCharset("utf-8"),
                                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                title(recording.title()),
                                style(rawHtml(PaperFile.text(WatchPage.class, "watch.css")))),
                        body(
                                main(
                                        h1(recording.title()),
                                        film(),
                                        p(
                                                        label("Speed").withFor("speed"),
                                                        select(each(
                                                                        List.of("0.75", "1", "1.25", "1.5", "2"),
                                                                        rate -> option(rate + " ×")
                                                                                .withValue(rate)
                                                                                .condAttr(
                                                                                        rate.equals("1"),
                                                                                        "selected",
                                                                                        "")))
                                                                .withId("speed"))
                                                .withClass("speed"),
                                        section(h2("Chapters"), ol(each(recording.chapters(), WatchPage::chapter))),
                                        iff(!recording.captions().isEmpty(), said(recording)),
                                        leftOut(recording),
                                        p(origin(recording)).withClass("dim")),
                                script(rawHtml(PaperFile.text(WatchPage.class, "watch.js")))))
                .withLang("en"));
    }

    private static String origin(Recording recording) {
        String when = recording.taken().replace('T', ' ').replace("Z", " UTC");
        return recording
                        .source()
                        .map(file -> "Made of " + file)
                        .orElseGet(() -> "Recorded on " + recording.installation())
                + ", " + when + ".";
    }

    private static DomContent said(Recording recording) {
        return section(
                h2("What is said"),
                label("Search in it").withFor("search"),
                input().withId("search").withType("search"),
                p().withId("found").attr("role", "status"),
                ul(each(recording.captions(), WatchPage::cue)).withId("said"));
    }

    private static DomContent film() {
        return video(
                        source().withSrc("film.mp4").withType("video/mp4"),
                        source().withSrc("film.webm").withType("video/webm"),
                        TagCreator.tag("track")
                                .attr("kind", "captions")
                                .attr("src", "captions.vtt")
                                .attr("srclang", "en")
                                .attr("label", "English")
                                .attr("default"),
                        TagCreator.tag("track").attr("kind", "chapters").attr("src", "chapters.vtt"))
                .withId("film")
                .attr("controls")
                .attr("preload", "metadata");
    }

    private static DomContent chapter(Recording.Chapter chapter) {
        return li(
                jump(chapter.from(), chapter.title()),
                rawHtml(" "),
                a("clip, " + Math.round(chapter.to() - chapter.from()) + " s").withHref(chapter.clip()),
                rawHtml(" "),
                a("as WebM").withHref(chapter.clip().replace(".mp4", ".webm")));
    }

    private static DomContent cue(Recording.Cue cue) {
        return li(jump(cue.from(), cue.text()));
    }

    private static DomContent jump(double at, String text) {
        return button(TagCreator.span(minutes(at)).withClass("time"), TagCreator.text(" " + text))
                .withType("button")
                .attr("data-at", String.format(Locale.ROOT, "%.2f", at));
    }

    private static DomContent leftOut(Recording recording) {
        return details(
                summary("What was left out"),
                p(
                        recording.source().isPresent()
                                ? "This was cut out at these points:"
                                : "Waiting is not in the film. This much passed at these points:"),
                ul(each(
                        recording.leftOut(),
                        cut -> li(String.format(
                                Locale.ROOT, "%s: %.1f s (%s)", minutes(cut.at()), cut.seconds(), cut.why())))));
    }

    private static String minutes(double seconds) {
        long whole = Math.round(Math.floor(seconds));
        return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }
}
