package io.slipway.studio.guide;

import static j2html.TagCreator.a;
import static j2html.TagCreator.article;
import static j2html.TagCreator.body;
import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.img;
import static j2html.TagCreator.input;
import static j2html.TagCreator.label;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.ol;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import io.slipway.studio.text.Marked;
import io.slipway.studio.text.PaperFile;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the guide of one audience as one HTML file; its pictures lie in {@code pictures} beside it. */
final class GuideHtml {
    private GuideHtml() {}

    static String text(String heading, List<GuidePage> pages) {
        return document(html(
                        head(
                                meta().withCharset("utf-8"),
                                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                title(heading),
                                style(rawHtml(PaperFile.text(GuideHtml.class, "guide.css")))),
                        body(
                                header(h1(heading)),
                                contents(heading, pages),
                                main(each(pages, GuideHtml::page)),
                                script(rawHtml(PaperFile.text(GuideHtml.class, "guide.js")))))
                .withLang("en"));
    }

    private static DomContent contents(String heading, List<GuidePage> pages) {
        return nav(
                        label("Search this guide").withFor("search"),
                        input().withId("search").withType("search").withPlaceholder("Search"),
                        p().withId("found").attr("role", "status"),
                        ol(each(
                                pages,
                                page -> li(a(page.scenario().title())
                                        .withHref("#" + page.scenario().name())))))
                .attr("aria-label", "Contents of " + heading);
    }

    private static DomContent page(GuidePage page) {
        return article(
                        h2(page.scenario().title()),
                        p(page.scenario().summary()).withClass("summary"),
                        each(page.sections(), part -> part(page, part)),
                        footer("Pictures taken on " + page.installation() + ", "
                                + page.taken().toString().replace('T', ' ').replace("Z", " UTC") + "."))
                .withId(page.scenario().name());
    }

    private static DomContent part(GuidePage page, GuidePage.Section part) {
        boolean others = page.sections().stream()
                        .map(GuidePage.Section::person)
                        .distinct()
                        .count()
                > 1;
        return section(
                h3(part.title()),
                others ? p("As " + part.person() + ":").withClass("person") : rawHtml(""),
                each(blocks(part.blocks()), block -> block));
    }

    /** What a section asks for is numbered through, whatever stands between. */
    private static List<DomContent> blocks(List<Block> blocks) {
        List<DomContent> written = new ArrayList<>();
        int steps = 0;
        for (Block block : blocks) {
            written.add(block(block, steps + 1));
            if (block instanceof Block.Did did) {
                steps += did.sentences().size();
            }
        }
        return written;
    }

    private static DomContent block(Block block, int step) {
        if (block instanceof Block.Said said) {
            return p(rawHtml(Marked.html(said.text())));
        } else if (block instanceof Block.Wrote wrote) {
            return figure(figcaption(code(wrote.file())), pre(code(wrote.text())))
                    .withClass("file");
        } else if (block instanceof Block.Ran ran) {
            return figure(
                            pre(span("$ ").attr("aria-hidden", "true"), code(ran.command())),
                            ran.output().isBlank()
                                    ? rawHtml("")
                                    : pre(ran.output()).withClass("output"),
                            ran.exit() == 0 ? rawHtml("") : figcaption("It ends with exit code " + ran.exit() + "."))
                    .withClass("terminal");
        } else if (block instanceof Block.Did did) {
            return ol(each(did.sentences(), sentence -> li(rawHtml(Marked.html(sentence)))))
                    .withClass("do")
                    .attr("start", step);
        }
        return picture((Block.Picture) block);
    }

    private static DomContent picture(Block.Picture picture) {
        return figure(
                        div(
                                        img().withSrc("pictures/" + picture.name() + ".png")
                                                .withAlt(picture.caption().orElse("The screen at this point")),
                                        picture.focus().isPresent() ? callOut(picture) : rawHtml(""))
                                .withClass("picture"),
                        picture.caption().isPresent()
                                ? figcaption(picture.caption().get())
                                : rawHtml(""))
                .withId(picture.name());
    }

    private static DomContent callOut(Block.Picture picture) {
        var box = picture.focus().orElseThrow();
        double margin = 5;
        return span().withClass("call-out")
                .withStyle(String.format(
                        Locale.ROOT,
                        "left:%.2f%%;top:%.2f%%;width:%.2f%%;height:%.2f%%",
                        100 * (box.x() - margin) / picture.width(),
                        100 * (box.y() - margin) / picture.height(),
                        100 * (box.width() + 2 * margin) / picture.width(),
                        100 * (box.height() + 2 * margin) / picture.height()))
                .attr("aria-hidden", "true");
    }
}
