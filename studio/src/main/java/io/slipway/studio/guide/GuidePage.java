package io.slipway.studio.guide;

import io.slipway.enablement.scenario.Scenario;
import java.time.Instant;
import java.util.List;

/**
 * What a scenario gave for a guide.
 *
 * @param installation what it was played on, as pictures name it
 * @param taken when
 */
public record GuidePage(Scenario scenario, String installation, Instant taken, List<Section> sections) {

    /**
     * A chapter.
     *
     * @param person who plays it, by full name
     */
    public record Section(String title, String person, List<Block> blocks) {}

    /** How many sentences, commands and pictures it has; never none. */
    public int pieces() {
        return sections.stream().mapToInt(section -> section.blocks().size()).sum();
    }

    /** All pictures, in their order. */
    public List<Block.Picture> pictures() {
        return sections.stream()
                .flatMap(section -> section.blocks().stream())
                .filter(Block.Picture.class::isInstance)
                .map(Block.Picture.class::cast)
                .toList();
    }
}
