package io.slipway.studio.guide;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.report.Reports;
import io.slipway.studio.text.PageText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the guides of a folder showed when they were made, so that it can be told later which are stale. */
public record GuideManifest(int formatVersion, String installation, String taken, List<Shown> pictures) {
    private static final String FILE = "guide.json";

    /** @param text of the page, normalised */
    public record Shown(String scenario, String picture, String text) {
        static Shown of(GuidePage page, Block.Picture picture) {
            return new Shown(page.scenario().name(), picture.name(), PageText.normal(picture.text()));
        }
    }

    static GuideManifest of(List<GuidePage> pages) {
        GuidePage first = pages.get(0);
        return new GuideManifest(
                1,
                first.installation(),
                first.taken().toString(),
                pages.stream()
                        .flatMap(page -> page.pictures().stream().map(picture -> Shown.of(page, picture)))
                        .toList());
    }

    /** @throws SlipwayException {@code scenario-unknown}: there are no guides */
    public static GuideManifest read(Path folder) {
        try {
            return Reports.read(Files.readString(folder.resolve(FILE), StandardCharsets.UTF_8), GuideManifest.class);
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.SCENARIO_UNKNOWN,
                            "There are no guides in " + folder + ": " + FILE + " cannot be read.",
                            "Make them with 'slipway scenario guide --all --to " + folder + "'.")
                    .causedBy(e);
        }
    }

    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(FILE), Reports.text(this), StandardCharsets.UTF_8);
    }
}
