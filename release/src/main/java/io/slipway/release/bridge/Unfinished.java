package io.slipway.release.bridge;

import io.slipway.release.bridge.Crossing.Statement;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.CatalogueObject;
import java.util.Optional;

/**
 * An object that a failed statement left behind, such as an invalid index. No script makes one, so no scratch database
 * has it.
 *
 * @param standIn what a scratch database has in its place, and the target too once {@code cure} ran; empty for nothing
 * @param cure takes it away, or finishes it
 * @param advice how it can be finished, for whoever wants to keep it
 */
public record Unfinished(
        CatalogueDifference.Entry difference, Optional<CatalogueObject> standIn, Statement cure, String advice) {}
