package io.slipway.studio.demo;

import static j2html.TagCreator.body;
import static j2html.TagCreator.code;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.ol;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import io.slipway.enablement.scenario.Chapter;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.enablement.scenario.Step;
import io.slipway.studio.guide.Instruction;
import io.slipway.studio.text.Marked;
import io.slipway.studio.text.PaperFile;
import j2html.tags.DomContent;
import java.util.function.UnaryOperator;

/** The presenter's script of a scenario, to be printed: what to say, what to do, what is seen then. */
public final class DemoScript {
    private DemoScript() {}

    /**
     * As an HTML page.
     *
     * @param told what a text is when nobody may read what the scenario types as secret
     */
    public static String page(Scenario scenario, UnaryOperator<String> told) {
        return document(html(
                        head(
                                meta().withCharset("utf-8"),
                                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                title("Demo: " + scenario.title()),
                                style(rawHtml(PaperFile.text(DemoScript.class, "script.css")))),
                        body(main(
                                h1(scenario.title()),
                                p(scenario.summary()),
                                p("You play the " + scenario.audience().title()
                                                + ". In live mode, each numbered step happens when you press Enter.")
                                        .withClass("dim"),
                                each(scenario.chapters(), chapter -> chapter(scenario, chapter, told)))))
                .withLang("en"));
    }

    private static DomContent chapter(Scenario scenario, Chapter chapter, UnaryOperator<String> told) {
        return section(
                h2(chapter.title()),
                chapter.as().isPresent()
                        ? p("Now as the " + scenario.actor(chapter).title() + ".")
                                .withClass("dim")
                        : rawHtml(""),
                ol(each(chapter.steps(), step -> step(step, told))));
    }

    private static DomContent step(Step step, UnaryOperator<String> told) {
        if (step instanceof Step.Say say) {
            return li(
                            span("Say").withClass("verb"),
                            p(rawHtml(Marked.html(told.apply(say.text())))).withClass("say"))
                    .withClass("spoken");
        }
        return li(
                span(step instanceof Step.Show ? "Show" : step instanceof Step.Check ? "Seen to" : "Do")
                        .withClass("verb"),
                p(rawHtml(Marked.html(told.apply(Instruction.of(step))))),
                step instanceof Step.Write write
                        ? pre(code(told.apply(write.text().stripTrailing())))
                        : step instanceof Step.Run run ? expected(run, told) : rawHtml(""));
    }

    private static DomContent expected(Step.Run run, UnaryOperator<String> told) {
        String output = told.apply(String.join(", ", run.output()));
        if (run.exit() == 0 && output.isEmpty()) {
            return rawHtml("");
        }
        return p((run.exit() == 0
                                ? "It prints: "
                                : "It is refused, with exit code " + run.exit() + (output.isEmpty() ? "" : ": "))
                        + output)
                .withClass("dim");
    }
}
