package io.slipway.studio.guide;

import io.slipway.enablement.scenario.Actor;
import io.slipway.studio.stage.StudioBrowser;
import io.slipway.studio.text.OutputFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The guides of a folder: one HTML and one PDF for each audience, the pictures, and what the pictures showed. */
public final class Guides {
    private final Path folder;

    public Guides(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes all anew.
     *
     * @return the files that people open
     */
    public List<Path> write(List<GuidePage> pages, StudioBrowser browser) {
        try {
            Path pictures = Files.createDirectories(folder.resolve("pictures"));
            for (GuidePage page : pages) {
                for (Block.Picture picture : page.pictures()) {
                    picture.png().write(pictures.resolve(picture.name() + ".png"));
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
            GuideManifest.of(pages).write(folder);
            return written;
        } catch (IOException e) {
            throw OutputFolder.unwritable(folder, e);
        }
    }

    /** The files that a scenario's page is in: the guides for its audience, and its pictures. */
    public List<Path> files(GuidePage page) {
        String audience = page.scenario().audience().text();
        List<Path> files =
                new ArrayList<>(List.of(folder.resolve(audience + ".html"), folder.resolve(audience + ".pdf")));
        page.pictures().forEach(picture -> files.add(folder.resolve("pictures").resolve(picture.name() + ".png")));
        return files;
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
