package io.slipway.studio.guide;

import io.slipway.enablement.scenario.Actor;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.report.Reports;
import io.slipway.studio.stage.StudioBrowser;
import io.slipway.studio.text.PageText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The guides of a folder: one HTML and one PDF for each audience, the pictures, and what the pictures showed. */
public final class Guides {
    /** What the pictures showed, so that it can be told later which are stale. */
    private static final String SHOWN = "guide.json";

    private final Path folder;

    public Guides(Path folder) {
        this.folder = folder;
    }

    /** @param text of the page, normalised */
    private record Shown(String scenario, String picture, String text) {}

    private record Manifest(int formatVersion, String installation, String taken, List<Shown> pictures) {}

    /**
     * Writes all anew.
     *
     * @return the files that people open
     */
    public List<Path> write(List<GuidePage> pages, StudioBrowser browser) {
        try {
            Path pictures = Files.createDirectories(folder.resolve("pictures"));
            List<Shown> shown = new ArrayList<>();
            for (GuidePage page : pages) {
                for (Block.Picture picture : page.pictures()) {
                    picture.png().write(pictures.resolve(picture.name() + ".png"));
                    shown.add(new Shown(page.scenario().name(), picture.name(), PageText.normal(picture.text())));
                }
            }
            List<Path> written = new ArrayList<>();
            for (Map.Entry<Actor, List<GuidePage>> each : byAudience(pages).entrySet()) {
                Path html = folder.resolve(each.getKey().text() + ".html");
                Files.writeString(html, GuideHtml.text(title(each.getKey()), each.getValue()), StandardCharsets.UTF_8);
                Path pdf = folder.resolve(each.getKey().text() + ".pdf");
                Files.write(pdf, browser.pdf(html, title(each.getKey())));
                written.add(html);
                written.add(pdf);
            }
            GuidePage first = pages.get(0);
            Files.writeString(
                    folder.resolve(SHOWN),
                    Reports.text(
                            new Manifest(1, first.installation(), first.taken().toString(), shown)),
                    StandardCharsets.UTF_8);
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Which pictures of this folder show what the console no longer says.
     *
     * @param pages the same scenarios, played now
     * @return in words: scenario, picture, and the first line that differs
     */
    public List<String> stale(List<GuidePage> pages) {
        Manifest kept;
        try {
            kept = Reports.read(Files.readString(folder.resolve(SHOWN), StandardCharsets.UTF_8), Manifest.class);
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.SCENARIO_UNKNOWN,
                            "There are no guides in " + folder + ": " + SHOWN + " cannot be read.",
                            "Make them with 'slipway scenario guide --all --to " + folder + "'.")
                    .causedBy(e);
        }
        Map<String, String> now = new LinkedHashMap<>();
        pages.forEach(page -> page.pictures().forEach(p -> now.put(p.name(), PageText.normal(p.text()))));
        List<String> stale = new ArrayList<>();
        for (Shown shown : kept.pictures()) {
            boolean asked =
                    pages.stream().anyMatch(page -> page.scenario().name().equals(shown.scenario()));
            if (!asked) {
                continue;
            }
            String text = now.remove(shown.picture());
            if (text == null) {
                stale.add(shown.scenario() + ": the picture " + shown.picture() + " is no longer taken");
            } else if (!text.equals(shown.text())) {
                stale.add(shown.scenario() + ": the picture " + shown.picture() + " is stale: "
                        + PageText.difference(shown.text(), text));
            }
        }
        now.keySet().forEach(name -> stale.add("the picture " + name + " is new"));
        return stale;
    }

    private static String title(Actor audience) {
        return "Slipway for the " + audience.title();
    }

    private static Map<Actor, List<GuidePage>> byAudience(List<GuidePage> pages) {
        Map<Actor, List<GuidePage>> all = new LinkedHashMap<>();
        pages.forEach(page -> all.computeIfAbsent(page.scenario().audience(), each -> new ArrayList<>())
                .add(page));
        return all;
    }
}
